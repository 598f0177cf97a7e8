"""Addresses of people, below the scope."""

from django.urls import path

from hanaper.hr.people import account_views, views

urlpatterns = [
    path("employments/", views.employment_list),
    path("employments/<int:pk>/", views.employment_show),
    path("employments/<int:pk>/account/", account_views.account_propose),
    path("employee-bank/", account_views.change_list),
    path("employee-bank/<int:pk>/", account_views.change_show),
    path("employee-bank/<int:pk>/approve/", account_views.change_approve),
    path("employee-bank/<int:pk>/refuse/", account_views.change_refuse),
    path("your-employment/", views.own_list),
    path("your-employment/<int:pk>/", views.own_show),
]
