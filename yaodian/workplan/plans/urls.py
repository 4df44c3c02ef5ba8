"""Addresses of the plans."""

from __future__ import annotations

from django.urls import path

from .views import pages

app_name = "plans"
urlpatterns = [
    path("", pages.plan_list, name="list"),
    path("<int:plan_id>/", pages.plan_detail, name="detail"),
]
