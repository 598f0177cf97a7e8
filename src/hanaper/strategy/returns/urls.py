"""Addresses of returns, below the scope."""

from django.urls import path

from hanaper.strategy.returns import views

urlpatterns = [
    path("returns/", views.return_list),
    path("returns/formats/", views.format_list),
    path("returns/formats/<slug:kind>/", views.format_show),
    path("returns/formats/<slug:kind>/template/", views.format_template),
    path("returns/formats/<slug:kind>/schema/", views.format_schema),
    path("returns/<int:pk>/", views.return_show),
    path("returns/<int:pk>/send/", views.return_send),
    path("returns/<int:pk>/make/", views.return_make),
    path("returns/<int:pk>/accept/", views.return_accept),
    path("returns/<int:pk>/reopen/", views.return_reopen),
]
