"""Addresses of invoices, below the scope."""

from django.urls import path

from hanaper.finance.payables.views import answers, invoices

urlpatterns = [
    path("invoices/", invoices.invoice_list),
    path("invoices/bring/", answers.invoice_bring),
    path("invoices/<int:pk>/", invoices.invoice_show),
    path("invoices/<int:pk>/file/", invoices.invoice_file),
    path("invoices/<int:pk>/rematch/", answers.invoice_rematch),
    path("invoices/<int:pk>/resolve/", answers.invoice_resolve),
    path("invoices/<int:pk>/reject/", answers.invoice_reject),
    path("invoices/<int:pk>/approve/", answers.invoice_approve),
    path("invoices/<int:pk>/send-back/", answers.invoice_send_back),
    path("invoices/<int:pk>/refuse/", answers.invoice_refuse),
]
