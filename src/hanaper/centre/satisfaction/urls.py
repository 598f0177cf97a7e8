"""Addresses of satisfaction, below the scope."""

from django.urls import path

from hanaper.centre.satisfaction import answer_views, views

urlpatterns = [
    path("satisfaction/", views.satisfaction_report),
    path("satisfaction/questions/<int:pk>/", answer_views.question_answer),
]
