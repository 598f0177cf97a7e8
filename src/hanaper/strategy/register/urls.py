"""Addresses of the register, below the scope."""

from django.urls import path

from hanaper.strategy.register import figure_views, views

urlpatterns = [
    path("register/", views.register_list),
    path("register/clusters/<slug:cluster>/", views.cluster_show),
    path("register/groups/<slug:group>/", views.group_show),
    path("register/figures/", figure_views.figure_list),
    path("register/figures/<slug:series>/", figure_views.figure_show),
    path("register/sources/<slug:source>/", figure_views.source_show),
]
