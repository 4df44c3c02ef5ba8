"""Addresses of the dashboard and of the wall."""

from __future__ import annotations

from django.urls import path

from .views import overview, wall

app_name = "dashboard"
urlpatterns = [
    path("dashboard/", overview.dashboard, name="newest"),
    path("dashboard/<int:plan_id>/", overview.dashboard, name="plan"),
    path("dashboard/<int:plan_id>/records/", overview.records, name="records"),
    path("wall/", wall.wall, name="wall"),
]
