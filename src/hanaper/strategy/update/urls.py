"""Addresses of the update, below the scope."""

from django.urls import path

from hanaper.strategy.update import views

urlpatterns = [
    path("update/", views.update_report),
    path("update/bodies/", views.register_bodies),
    path("update/stated/", views.stated_over_time),
    path("update/compare/", views.compare),
    path("update/statements/<str:number>/", views.statement_show),
]
