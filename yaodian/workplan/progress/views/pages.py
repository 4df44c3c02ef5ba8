"""The page of a task's or target's progress."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yaodian.foundation.common import clock
from yaodian.workplan.duties.models import Milestone, Share
from yaodian.workplan.plans.models import Target, Task

from ..access import may_report, sees_all_reports
from ..finding import SUBJECTS
from ..models import Report
from ..presenting.histories import told_of
from ..presenting.subjects import TargetView, promise_facts, quoted, target_view, task_view
from .common import PlanRequest, get_target, get_task, signed_in


@require_safe
@signed_in
def task(request: PlanRequest, pk: int) -> HttpResponse:
    """The task's text, light, milestones and targets, and everything reported about them."""
    found = get_task(request, pk)
    targets = list(found.targets.promised().select_related("pace"))
    reports = list(_about(request, list_of=[found, *targets]).of_city())
    milestones = list(Milestone.objects.filter(duty__task=found, dropped=False))
    view = task_view(found, targets, reports, milestones, clock.today())
    context: dict[str, Any] = {
        "task": found,
        "view": view,
        "milestones": milestones,
        "quoted": quoted(found.plan.text, found),
        "facts": promise_facts(found, None),
        "may_report": may_report(request.actor, found) is None,
        **told_of(request.actor, reports),
    }
    return render(request, "progress/task.html", context)


def _about(request: PlanRequest, list_of: list[Task | Target]) -> Any:
    """Visible reports about several subjects, the newest first."""
    tasks = [one.pk for one in list_of if isinstance(one, Task)]
    targets = [one.pk for one in list_of if isinstance(one, Target)]
    rows = Report.objects.visible_to(request.actor).select_related(*SUBJECTS, "confirmed_by")
    rows = rows.defer("plan__text")
    return rows.filter(task__in=tasks) | rows.filter(target__in=targets)


@require_safe
@signed_in
def target(request: PlanRequest, pk: int) -> HttpResponse:
    """The promise in its sentence, its chart, every report by month, the counties' parts."""
    found, own = get_target(request, pk)
    reports = list(_about(request, [found]))
    shares = list(Share.objects.visible_to(request.actor).filter(target=found).select_related("region"))
    view = target_view(found, own, shares, reports, clock.today())
    shown = [one for one in reports if one.region_id == (own.region_id if own else None)]
    context: dict[str, Any] = {
        "target": found,
        "own": own,
        "view": view,
        "may_report": may_report(request.actor, found, own) is None,
        "facts": promise_facts(found, own),
        **told_of(request.actor, shown, own),
    }
    if sees_all_reports(request.actor):
        context |= {"quoted": quoted(found.plan.text, found), "first": _first_promise(view)}
    return render(request, "progress/target.html", context)


def _first_promise(view: TargetView) -> str:
    """What was promised in version 1, where it has changed since."""
    found = view.target.versions.filter(version__number=1).first()
    return view.changed_from(found.content) if found is not None else ""
