"""Addresses of the register, below the scope."""

from django.urls import path

from hanaper.strategy.register import claim_views, figure_views, views

urlpatterns = [
    path("register/", views.register_list),
    path("register/clusters/<slug:cluster>/", views.cluster_show),
    path("register/groups/<slug:group>/", views.group_show),
    path("register/figures/", figure_views.figure_list),
    path("register/figures/<slug:series>/", figure_views.figure_show),
    path("register/sources/<slug:source>/", figure_views.source_show),
    path("register/claims/", claim_views.claim_list),
    path("register/claims/file/", claim_views.claim_file),
    path("register/claims/template/", claim_views.claim_template),
    path("register/claims/record/", claim_views.claim_kinds),
    path("register/claims/record/<slug:kind>/", claim_views.claim_record),
    path("register/claims/<int:pk>/", claim_views.claim_show),
    path("register/claims/<int:pk>/check/", claim_views.claim_check),
    path("register/claims/<int:pk>/refuse/", claim_views.claim_refuse),
    path("register/claims/<int:pk>/withdraw/", claim_views.claim_withdraw),
]
