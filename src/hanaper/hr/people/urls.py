"""Addresses of people, below the scope."""

from django.urls import path

from hanaper.hr.people import views

urlpatterns = [
    path("employments/", views.employment_list),
    path("employments/<int:pk>/", views.employment_show),
    path("your-employment/", views.own_list),
    path("your-employment/<int:pk>/", views.own_show),
]
