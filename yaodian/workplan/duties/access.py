"""Who may see duties and shares, and who may divide and issue a plan's work."""

from __future__ import annotations

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Refusal
from yaodian.foundation.people.roles import Role
from yaodian.workplan.plans.access import WRITERS, sees_plans
from yaodian.workplan.plans.models import Plan
from yaodian.workplan.plans.states import PlanState


def sees_all_duties(actor: Actor | None) -> bool:
    return sees_plans(actor)


def sees_shares_of(actor: Actor | None) -> int | None:
    """The region whose shares the actor sees: a county's or a park's own officers."""
    if actor is None or actor.role not in (Role.COUNTY, Role.PARK):
        return None
    region: int | None = actor.membership.region_id
    return region


def may_divide(actor: Actor, plan: Plan) -> Refusal | None:
    """Who may say who does what, before the plan is issued."""
    if actor.role not in WRITERS:
        return Refusal("责任分解由科室经办或科室负责人办理，您可以查看，不能修改。")
    if plan.state != PlanState.APPROVED:
        return Refusal(f"这份文件{plan.get_state_display()}。审定以后、下达以前才能分解。")
    return None


def may_issue(actor: Actor, plan: Plan) -> Refusal | None:
    if actor.role not in (Role.CHIEF, Role.LEADER):
        return Refusal("下达由科室负责人或局领导办理。")
    if plan.state != PlanState.APPROVED:
        return Refusal(f"这份文件{plan.get_state_display()}，审定以后才能下达，下达过的不再下达。")
    return None


def may_reassign(actor: Actor, plan: Plan) -> Refusal | None:
    """Who may change a duty after it has been issued; it takes a reason."""
    if actor.role not in (Role.CHIEF, Role.LEADER):
        return Refusal("下达以后的调整由科室负责人或局领导办理。")
    if plan.state != PlanState.ISSUED:
        return Refusal("这份文件还没有下达，请在责任分解的页面上直接修改。")
    return None
