"""Addresses of taking over a 任务分解表."""

from __future__ import annotations

from django.urls import path

from .views import taking_over

urlpatterns = [
    path("<int:plan_id>/task-table/", taking_over.hand_in_table, name="task_table"),
    path("<int:plan_id>/task-table/template/", taking_over.template, name="task_table_template"),
    path("<int:plan_id>/task-table/<int:batch_id>/", taking_over.batch_page, name="task_table_batch"),
    path("<int:plan_id>/task-table/<int:batch_id>/columns/", taking_over.columns, name="task_table_columns"),
    path(
        "<int:plan_id>/task-table/<int:batch_id>/problems/", taking_over.problems, name="task_table_problems"
    ),
    path("<int:plan_id>/task-table/<int:batch_id>/drop/", taking_over.drop_table, name="task_table_drop"),
    path("<int:plan_id>/task-table/<int:batch_id>/again/", taking_over.again, name="task_table_again"),
]
