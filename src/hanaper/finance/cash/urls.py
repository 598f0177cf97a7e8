"""Addresses of payments and payment runs, below the scope."""

from django.urls import path

from hanaper.finance.cash import views

urlpatterns = [
    path("payments/", views.payment_list),
    path("payments/build/", views.payments_build),
    path("payments/<int:pk>/", views.payment_show),
    path("payment-runs/", views.run_list),
    path("payment-runs/build/", views.runs_build),
    path("payment-runs/<int:pk>/", views.run_show),
    path("payment-runs/<int:pk>/release/", views.run_release),
    path("payment-runs/<int:pk>/cancel/", views.run_cancel),
    path("payment-runs/<int:pk>/file/<str:form>/", views.run_file),
]
