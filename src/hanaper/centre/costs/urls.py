"""Addresses of cost to serve, below the scope."""

from django.urls import path

from hanaper.centre.costs import views

urlpatterns = [
    path("costs/", views.costs_report),
    path("costs/documents/", views.costs_documents),
]
