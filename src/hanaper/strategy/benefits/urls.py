"""Addresses of benefits, below the scope."""

from django.urls import path

from hanaper.strategy.benefits import baseline_views, entering, views

urlpatterns = [
    path("benefits/", views.benefit_list),
    path("benefits/propose/", entering.benefit_propose),
    path("benefits/claims/", views.claim_list),
    path("benefits/costs/", baseline_views.cost_list),
    path("benefits/costs/record/", entering.cost_record),
    path("benefits/<int:pk>/", views.benefit_show),
    path("benefits/<int:pk>/approve/", entering.benefit_approve),
    path("benefits/<int:pk>/close/", entering.benefit_close),
    path("benefits/<int:pk>/withdraw/", entering.benefit_withdraw),
    path("benefits/<int:pk>/forecast/", entering.benefit_forecast),
    path("benefits/<int:pk>/reconcile/", entering.benefit_reconcile),
    path("benefits/<int:pk>/months/<slug:month>/", views.reading_show),
    path("baselines/", baseline_views.baseline_list),
    path("baselines/propose/", entering.baseline_propose),
    path("baselines/<int:pk>/", baseline_views.baseline_show),
    path("baselines/<int:pk>/sign/", entering.baseline_sign),
    path("baselines/<int:pk>/withdraw/", entering.baseline_withdraw),
]
