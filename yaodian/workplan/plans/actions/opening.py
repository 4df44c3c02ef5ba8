"""What every decision on an item begins with."""

from __future__ import annotations

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import insist

from ..access import may_review
from ..models import Plan


def open_plan(plan_id: int, *, by: Actor) -> Plan:
    """The plan, held until the transaction ends and open for review, or `Refused`.

    Holding the plan's row keeps the review from being finished while a decision is under way.
    """
    plan = hold_plan(plan_id)
    insist(may_review(by, plan))
    return plan


def hold_plan(plan_id: int) -> Plan:
    """The plan as it now is, held until the transaction ends."""
    return Plan.objects.select_for_update(no_key=True).get(pk=plan_id)
