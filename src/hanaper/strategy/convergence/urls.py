"""Addresses of convergence, below the scope."""

from django.urls import path

from hanaper.strategy.convergence import deviation_views, variant_views, views

urlpatterns = [
    path("convergence/", views.convergence_report),
    path("convergence/documents/", views.convergence_documents),
    path("convergence/months/", views.convergence_months),
    path("convergence/around/", views.convergence_around),
    path("convergence/variants/", variant_views.variants_report),
    path("convergence/deviations/", deviation_views.deviation_list),
    path("convergence/deviations/ask/", deviation_views.deviation_ask),
    path("convergence/deviations/<int:pk>/", deviation_views.deviation_show),
    path("convergence/deviations/<int:pk>/approve/", deviation_views.deviation_approve),
    path("convergence/deviations/<int:pk>/refuse/", deviation_views.deviation_refuse),
    path("convergence/deviations/<int:pk>/withdraw/", deviation_views.deviation_withdraw),
    path("convergence/deviations/<int:pk>/end/", deviation_views.deviation_end),
]
