"""Addresses of progress."""

from __future__ import annotations

from django.urls import path

from .views import confirming, deciding, lists, pages, reporting, stepping

app_name = "progress"
urlpatterns = [
    path("", lists.progress_list, name="list"),
    path("no-change/", reporting.no_change, name="no_change"),
    path("confirming/", confirming.confirming, name="confirming"),
    path("plans/<int:plan_id>/", lists.plan_progress, name="plan"),
    path("tasks/<int:pk>/", pages.task, name="task"),
    path("tasks/<int:pk>/report/", reporting.report_task, name="task_report"),
    path("targets/<int:pk>/", pages.target, name="target"),
    path("targets/<int:pk>/report/", reporting.report_target, name="target_report"),
    path("milestones/<int:pk>/", stepping.reach, name="milestone"),
    path("reports/<int:pk>/revise/", reporting.revise, name="revise"),
    path("reports/<int:pk>/confirm/", deciding.confirm, name="confirm"),
    path("reports/<int:pk>/return/", deciding.give_back, name="return"),
    path("reports/<int:pk>/withdraw/", deciding.withdraw, name="withdraw"),
    path("reports/<int:pk>/file/", deciding.file, name="file"),
]
