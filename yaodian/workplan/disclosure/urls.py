"""Addresses of making a plan public, for the office."""

from __future__ import annotations

from django.urls import path

from .views import deciding, pages, releasing

app_name = "disclosure"
urlpatterns = [
    path("plans/<int:plan_id>/", pages.plan, name="plan"),
    path("plans/<int:plan_id>/prepare/", deciding.prepare, name="prepare"),
    path("plans/<int:plan_id>/release/", releasing.propose, name="propose"),
    path("<int:pk>/preview/", pages.preview, name="preview"),
    path("<int:pk>/change/", deciding.change, name="change"),
    path("<int:pk>/check/", deciding.check, name="check"),
    path("<int:pk>/approve/", deciding.approve, name="approve"),
    path("<int:pk>/withdraw/", deciding.withdraw, name="withdraw"),
    path("releases/<int:pk>/", releasing.decide, name="decide"),
    path("releases/<int:pk>/take-back/", releasing.take_back, name="take_back"),
]
