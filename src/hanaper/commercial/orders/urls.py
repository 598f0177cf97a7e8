"""Addresses of orders and receipts, below the scope."""

from django.urls import path

from hanaper.commercial.orders.views import orders, receipts

urlpatterns = [
    path("orders/", orders.order_list),
    path("orders/raise/", orders.order_raise),
    path("orders/<int:pk>/", orders.order_show),
    path("orders/<int:pk>/correct/", orders.order_amend),
    path("orders/<int:pk>/change/", orders.order_amend),
    path("orders/<int:pk>/approve/", orders.order_approve),
    path("orders/<int:pk>/send-back/", orders.order_send_back),
    path("orders/<int:pk>/cancel/", orders.order_cancel),
    path("orders/<int:pk>/close/", orders.order_close),
    path("orders/<int:pk>/receive/", receipts.receipt_record),
    path("receipts/", receipts.receipt_list),
    path("receipts/<int:pk>/", receipts.receipt_show),
    path("receipts/<int:pk>/return/", receipts.receipt_return),
]
