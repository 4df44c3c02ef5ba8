"""What the pages about a plan's duties begin with."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from yaodian.workplan.plans.models import Plan
from yaodian.workplan.plans.presenting.tabs import plan_tabs
from yaodian.workplan.plans.states import STANDING
from yaodian.workplan.plans.views.common import PlanRequest, signed_in

from ..access import may_divide, may_issue, may_reassign
from ..models import Duty

__all__ = ["PlanRequest", "frame", "get_duty", "page", "signed_in", "standing_plan"]


def standing_plan(request: PlanRequest, plan_id: int) -> Plan:
    """The plan if the person may see it and a meeting has approved it, else 404."""
    plans = Plan.objects.visible_to(request.actor).filter(state__in=STANDING)
    return get_object_or_404(plans.select_related("organisation").defer("text"), pk=plan_id)


def get_duty(request: PlanRequest, plan: Plan, pk: int) -> Duty:
    """The duty if it belongs to the plan and its task is open work, else 404."""
    rows = Duty.objects.visible_to(request.actor).open_work().filter(task__plan=plan)
    found = get_object_or_404(rows.select_related("task", "lead", "leader", "handler"), pk=pk)
    found.task.plan = plan
    return found


def frame(request: PlanRequest, plan: Plan, active: str) -> dict[str, Any]:
    """What the head of each page shows: the plan, its tabs, and what the person may do."""
    actor = request.actor
    return {
        "plan": plan,
        "tabs": plan_tabs(plan, actor, f"duties_{active}"),
        "may_divide": may_divide(actor, plan) is None,
        "may_issue": may_issue(actor, plan) is None,
        "may_change": may_divide(actor, plan) is None or may_reassign(actor, plan) is None,
    }


def page(request: PlanRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, f"duties/{template}.html", context, status=status)
