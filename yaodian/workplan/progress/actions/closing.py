"""What waits about work that is no longer reported: withdrawn together with what closed the work."""

from __future__ import annotations

from django.db.models import Q

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.flow.doors import move
from yaodian.workplan.plans.models import Task, Version
from yaodian.workplan.plans.states import ItemState

from ..models import Report
from ..states import ReportState


def close_of_task(task: Task, by: Actor) -> None:
    """A task has gone into the restricted register: nothing about it waits any longer."""
    if task.restricted:
        _close(Q(task=task) | Q(target__task=task), "转入专项登记", by)


def close_of_version(version: Version, by: Actor) -> None:
    """An amendment has cancelled tasks and targets: nothing about them waits any longer."""
    gone = version.items.filter(state=ItemState.CANCELLED)
    tasks = gone.exclude(task=None).values("task")
    targets = gone.exclude(target=None).values("target")
    _close(Q(task__in=tasks) | Q(target__in=targets), f"计划调整（{version}）", by)


def _close(which: Q, reason: str, by: Actor) -> None:
    for report in Report.objects.filter(which).waiting().select_related("plan", "task", "target"):
        move(report, ReportState.WITHDRAWN, by=by, action="close_report", reason=reason)
