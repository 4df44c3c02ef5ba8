"""Addresses of the review."""

from __future__ import annotations

from django.urls import path

from .views import pages

urlpatterns = [path("<int:plan_id>/review/", pages.plan_detail, name="review")]
