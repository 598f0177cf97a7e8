"""Addresses of service levels, below the scope."""

from django.urls import path

from hanaper.centre.levels import pay_views, views

urlpatterns = [
    path("levels/", views.levels_report),
    path("levels/documents/", views.levels_documents),
    path("levels/pay/", pay_views.pay_levels),
]
