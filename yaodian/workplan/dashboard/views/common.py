"""What the views of the dashboard begin with: the plan, its picture, and the page as a whole or in part."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers

from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.workplan.duties.models import Share
from yaodian.workplan.plans.models import Plan
from yaodian.workplan.plans.models.plans import PlanQuerySet
from yaodian.workplan.plans.states import PlanState
from yaodian.workplan.progress.standing import standings

from ..access import own_county, sees_any
from ..records import Picture

CHOICES_SHOWN = 12


class DashboardRequest(HttpRequest):
    """A request of somebody signed in; `ActingMiddleware` and `HtmxMiddleware` have done their part."""

    actor: Actor
    htmx: Any


def plans_for(actor: Actor) -> PlanQuerySet:
    """Plans whose progress the person may see: all of the bureau's, or those with shares of their own county."""
    if not sees_any(actor):
        raise Http404
    if own_county(actor) is None:
        return Plan.objects.visible_to(actor).shown().defer("text").order_by("-year", "-id")
    mine = Share.objects.visible_to(actor).values("target__plan")
    return Plan.objects.filter(pk__in=mine, state=PlanState.ISSUED).defer("text").order_by("-year", "-id")


def plan_at_hand(actor: Actor, plan_id: int | None) -> tuple[Plan | None, list[Plan]]:
    """The plan asked for, or the newest that is issued, or that stands; and the others to change to."""
    others = list(plans_for(actor).standing()[:CHOICES_SHOWN])
    if plan_id is None:
        issued = [plan for plan in others if plan.state == PlanState.ISSUED]
        return next(iter(issued or others), None), others
    known = next((plan for plan in others if plan.pk == plan_id), None)
    return known or get_object_or_404(plans_for(actor), pk=plan_id), others


def picture_of(actor: Actor, plan: Plan) -> Picture:
    return Picture(standings(plan, clock.today()), own_county(actor))


def respond(request: DashboardRequest, page: str, part: str, context: dict[str, Any]) -> HttpResponse:
    """The whole page, or for a partial update only the part that changes."""
    partial = request.htmx and not request.htmx.history_restore_request
    answer = render(request, part if partial else page, context)
    patch_vary_headers(answer, ["HX-Request"])
    return answer
