"""Addresses of parallel runs, below the scope."""

from django.urls import path

from hanaper.transition.parallel import views

urlpatterns = [
    path("parallel-runs/", views.run_list),
    path("parallel-runs/import/", views.run_import),
    path("parallel-runs/<int:pk>/", views.run_show),
    path("parallel-runs/<int:pk>/compare/", views.run_compare),
    path("parallel-runs/<int:pk>/again/", views.run_again),
    path("parallel-runs/<int:pk>/sign-off/", views.run_sign_off),
    path("parallel-runs/<int:pk>/reopen/", views.run_reopen),
    path("parallel-runs/<int:pk>/abandon/", views.run_abandon),
    path("parallel-runs/<int:pk>/differences/", views.difference_list),
    path("parallel-runs/<int:pk>/accept/they-were-wrong/", views.accept_they_were_wrong),
    path("parallel-runs/<int:pk>/accept/both-lawful/", views.accept_both_lawful),
    path("parallel-runs/<int:pk>/accept/put-right/", views.accept_put_right),
    path("parallel-differences/<int:pk>/", views.difference_show),
    path("parallel-differences/<int:pk>/accept/", views.difference_accept),
]
