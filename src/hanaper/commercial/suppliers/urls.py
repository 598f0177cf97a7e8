"""Addresses of suppliers, below the scope."""

from django.urls import path

from hanaper.commercial.suppliers import views

urlpatterns = [
    path("suppliers/", views.site_list),
    path("suppliers/register/", views.site_register),
    path("suppliers/<int:pk>/", views.site_show),
    path("suppliers/<int:pk>/use/", views.site_use),
    path("suppliers/<int:pk>/propose-account/", views.account_propose),
    path("suppliers/accounts/", views.change_list),
    path("suppliers/accounts/<int:pk>/", views.change_show),
    path("suppliers/accounts/<int:pk>/approve/", views.change_approve),
    path("suppliers/accounts/<int:pk>/refuse/", views.change_refuse),
    path("suppliers/accounts/<int:pk>/withdraw/", views.change_withdraw),
]
