"""Who may take which documents of a plan."""

from __future__ import annotations

from django.db.models import QuerySet

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Refusal
from yaodian.workplan.duties.access import sees_all_duties, sees_shares_of
from yaodian.workplan.duties.models import Share
from yaodian.workplan.plans.models import Plan
from yaodian.workplan.plans.states import STANDING, PlanState


def takes_all(actor: Actor | None) -> bool:
    """The bureau and auditors."""
    return sees_all_duties(actor)


def own_region(actor: Actor | None) -> int | None:
    """The county or park whose own column is all that the actor takes."""
    return sees_shares_of(actor)


def plans_of(actor: Actor) -> QuerySet[Plan]:
    """The standing plans of which the actor may take something; to a county, those it has a share of."""
    if own_region(actor) is None:
        return Plan.objects.visible_to(actor).filter(state__in=STANDING)
    return Plan.objects.filter(pk__in=Share.objects.visible_to(actor).order_by().values("target__plan"))


def offered(actor: Actor, plan: Plan) -> bool:
    """Whether the plan's page has a tab 打印与导出; no query."""
    return plan.stands and takes_all(actor)


def may_take_own(actor: Actor, plan: Plan) -> Refusal | None:
    """A county's or park's way to its own column; others come by the tab."""
    if plan.state == PlanState.ISSUED and own_region(actor) is not None:
        return None
    return Refusal("县（市、区）和园区在文件下达以后取自己承担的部分。")
