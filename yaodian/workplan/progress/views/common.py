"""What all views of progress begin with: the record if the person may see it, else 404."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.people.models import Region
from yaodian.workplan.duties.models import Share
from yaodian.workplan.plans.models import Plan, Target, Task
from yaodian.workplan.plans.states import PlanState
from yaodian.workplan.plans.views.common import PlanRequest, signed_in

from ..access import sees_all_reports
from ..finding import SUBJECTS
from ..models import Report

__all__ = ["PlanRequest", "get_plan", "get_report", "get_target", "get_task", "issued", "signed_in"]

STALE = "这次填报刚刚被别人处理过，下面已是最新情况，请看过再决定。"


def issued(actor: Actor) -> QuerySet[Plan]:
    """The issued plans that the person may see, without their text."""
    return Plan.objects.visible_to(actor).filter(state=PlanState.ISSUED).defer("text")


def get_plan(request: PlanRequest, plan_id: int) -> Plan:
    return get_object_or_404(issued(request.actor), pk=plan_id)


def get_task(request: PlanRequest, pk: int) -> Task:
    """A promised task of the open work of an issued plan."""
    rows = Task.objects.visible_to(request.actor).promised().open_work()
    rows = rows.filter(plan__state=PlanState.ISSUED)
    found: Task = get_object_or_404(
        rows.select_related("plan", "duty__lead", "duty__leader", "duty__handler"), pk=pk
    )
    return found


def get_target(request: PlanRequest, pk: int) -> tuple[Target, Share | None]:
    """A promised target; to a county, one that it has a share of, with the share."""
    rows = Target.objects.promised().open_work().filter(plan__state=PlanState.ISSUED)
    rows = rows.select_related(
        "plan", "pace", "task__duty__lead", "task__duty__leader", "task__duty__handler"
    )
    if sees_all_reports(request.actor):
        return get_object_or_404(rows, pk=pk), None
    own = Share.objects.visible_to(request.actor).filter(target=pk).select_related("region").first()
    if own is None:
        raise Http404
    return get_object_or_404(rows, pk=pk), own


def get_report(request: PlanRequest, pk: int) -> Report:
    rows = Report.objects.visible_to(request.actor).select_related(*SUBJECTS, "task__plan", "target__plan")
    return get_object_or_404(rows, pk=pk)


def region_of(share: Share | None) -> Region | None:
    return share.region if share is not None else None
