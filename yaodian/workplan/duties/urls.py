"""Addresses of the duties; those about one plan stand below it."""

from __future__ import annotations

from django.urls import path

from .views import duties, filling, issuing, lists, targets, undertaken, workbook

app_name = "duties"
urlpatterns = [
    path("undertaken/", undertaken.undertaken, name="undertaken"),
    path("<int:plan_id>/duties/", lists.tasks, name="tasks"),
    path("<int:plan_id>/duties/responsibility/", lists.responsibility, name="responsibility"),
    path("<int:plan_id>/duties/shares/", lists.shares, name="shares"),
    path("<int:plan_id>/duties/fill/", filling.fill, name="fill"),
    path("<int:plan_id>/duties/issue/", issuing.issue, name="issue"),
    path("<int:plan_id>/duties/workbook/", workbook.workbook, name="workbook"),
    path("<int:plan_id>/duties/import/", workbook.hand_in, name="hand_in"),
    path("<int:plan_id>/duties/import/<int:batch_id>/", workbook.batch_page, name="batch"),
    path("<int:plan_id>/duties/import/<int:batch_id>/bad/", workbook.bad_rows, name="bad_rows"),
    path("<int:plan_id>/duties/import/<int:batch_id>/drop/", workbook.drop, name="drop_batch"),
    path("<int:plan_id>/duties/targets/<int:target_id>/", targets.target, name="target"),
    path("<int:plan_id>/duties/<int:pk>/", duties.duty, name="duty"),
    path("<int:plan_id>/duties/<int:pk>/assign/", duties.assign, name="assign"),
    path("<int:plan_id>/duties/<int:pk>/keep/", duties.keep, name="keep"),
]
