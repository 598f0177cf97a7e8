"""Address of the comparison, below the scope."""

from django.urls import path

from hanaper.strategy.comparison import views

urlpatterns = [path("comparison/", views.comparison)]
