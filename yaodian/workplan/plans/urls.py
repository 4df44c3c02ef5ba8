"""Addresses of the plans."""

from __future__ import annotations

from django.urls import path

from .urls_review import urlpatterns as review_patterns
from .urls_taking_over import urlpatterns as taking_over_patterns
from .views import acts, pages

app_name = "plans"
urlpatterns = [
    path("", pages.plan_list, name="list"),
    path("import/", pages.plan_import, name="import"),
    path("<int:plan_id>/", pages.plan_detail, name="detail"),
    path("<int:plan_id>/source/", pages.plan_source, name="source"),
    path("<int:plan_id>/export/", pages.plan_export, name="export"),
    path("<int:plan_id>/finish/", acts.finish, name="finish"),
    path("<int:plan_id>/reopen/", acts.reopen, name="reopen"),
    path("<int:plan_id>/withdraw/", acts.withdraw, name="withdraw"),
    *review_patterns,
    *taking_over_patterns,
]
