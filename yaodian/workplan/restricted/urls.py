"""Addresses of the restricted register."""

from __future__ import annotations

from django.urls import path

from .views import choosing, register

app_name = "restricted"
urlpatterns = [
    path("", register.register_list, name="list"),
    path("<int:pk>/", register.matter, name="matter"),
    path("plans/<int:plan_id>/", choosing.choose, name="choose"),
]
