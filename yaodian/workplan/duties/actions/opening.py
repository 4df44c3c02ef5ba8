"""What every change of a duty begins with."""

from __future__ import annotations

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Problem, insist
from yaodian.workplan.plans.actions.opening import hold_plan
from yaodian.workplan.plans.models import Plan
from yaodian.workplan.plans.states import PlanState

from ..access import may_divide, may_reassign

REASON = Problem("reason", "已经下达，请写明调整的原因，它会留在办理记录中。")


def open_for_division(plan_id: int, *, by: Actor) -> Plan:
    """The plan, held until the transaction ends: before its issue for writers, afterwards for those who adjust.

    Holding the plan's row keeps it from being issued while a division is under way.
    """
    plan = hold_plan(plan_id)
    issued = plan.state == PlanState.ISSUED
    insist(may_reassign(by, plan) if issued else may_divide(by, plan))
    return plan


def reason_problems(plan: Plan, reason: str) -> list[Problem]:
    """An adjustment of what is issued takes a reason."""
    return [REASON] if plan.state == PlanState.ISSUED and not reason.strip() else []
