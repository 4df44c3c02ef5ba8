"""Addresses of the public's pages."""

from __future__ import annotations

from django.urls import path

from .views import portal

app_name = "public"
urlpatterns = [
    path("", portal.plans, name="plans"),
    path("plans/<int:plan_id>/", portal.plan, name="plan"),
    path("search/", portal.search, name="search"),
    path("sitemap.xml", portal.sitemap, name="sitemap"),
]
