"""Addresses of service levels, below the scope."""

from django.urls import path

from hanaper.centre.levels import views

urlpatterns = [
    path("levels/", views.levels_report),
    path("levels/documents/", views.levels_documents),
]
