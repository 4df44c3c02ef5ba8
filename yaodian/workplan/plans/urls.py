"""Addresses of the plans."""

from __future__ import annotations

from django.urls import path

from .urls_review import urlpatterns as review_patterns
from .urls_taking_over import urlpatterns as taking_over_patterns
from .views import acts, amending, approving, pages

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
    path("<int:plan_id>/approve/", approving.approve, name="approve"),
    path("<int:plan_id>/approval/", approving.correct, name="correct_approval"),
    path("<int:plan_id>/approval/file/", approving.approval_file, name="approval_file"),
    path("<int:plan_id>/amend/", amending.amend, name="amend"),
    *review_patterns,
    *taking_over_patterns,
]
