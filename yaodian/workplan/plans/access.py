"""Who may see plans and who may do what with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Refusal
from yaodian.foundation.people.roles import BUREAU, Role

from .states import STANDING, PlanState

if TYPE_CHECKING:
    from .models import Plan

READERS = BUREAU | {Role.AUDITOR}
WRITERS = frozenset({Role.CLERK, Role.CHIEF})
DECIDERS = frozenset({Role.CHIEF, Role.LEADER})


def sees_plans(actor: Actor | None) -> bool:
    """A plan under review is the bureau's own; auditors read along."""
    return actor is not None and actor.role in READERS


def may_see_plans(actor: Actor) -> Refusal | None:
    if not sees_plans(actor):
        return Refusal("工作要点在核对期间由市科技局内部办理，现在的身份不能查看。")
    return None


def may_import_plan(actor: Actor) -> Refusal | None:
    if actor.role not in WRITERS:
        return Refusal("导入文件由科室经办或科室负责人办理。请切换身份，或请同事导入。")
    return None


def may_review(actor: Actor, plan: Plan) -> Refusal | None:
    if actor.role not in WRITERS:
        return Refusal("核对由科室经办或科室负责人办理，您可以查看，不能修改。")
    if plan.state != PlanState.REVIEWING:
        return Refusal(f"这份文件{plan.get_state_display()}，要修改请先由科室负责人重新打开核对。")
    return None


def may_reopen(actor: Actor, plan: Plan) -> Refusal | None:
    if actor.role != Role.CHIEF:
        return Refusal("重新打开核对由科室负责人办理。")
    if plan.state != PlanState.REVIEWED:
        return Refusal("只有已核对的文件可以重新打开。")
    return None


def may_approve(actor: Actor, plan: Plan) -> Refusal | None:
    """Who may register that a meeting has approved the plan."""
    if actor.role not in DECIDERS:
        return Refusal("登记审定由科室负责人或局领导办理。")
    if plan.state != PlanState.REVIEWED:
        return Refusal(f"这份文件{plan.get_state_display()}，核对完成以后才能登记审定，审定过的不再登记。")
    return None


def may_correct_approval(actor: Actor, plan: Plan) -> Refusal | None:
    """Who may put right a slip in what was registered of the meeting."""
    if actor.role not in DECIDERS:
        return Refusal("更正审定信息由科室负责人或局领导办理。")
    return None if plan.state in STANDING else Refusal("这份文件还没有审定，没有可更正的审定信息。")


def may_amend(actor: Actor, plan: Plan) -> Refusal | None:
    if actor.role not in DECIDERS:
        return Refusal("调整已审定的任务和指标由科室负责人或局领导办理。")
    if plan.state not in STANDING:
        return Refusal("这份文件还没有审定，请在核对页面上直接更正。")
    return None


def may_restrict(actor: Actor, plan: Plan) -> Refusal | None:
    """Who may put a task into the restricted register or take it out."""
    if actor.role not in WRITERS | {Role.LEADER}:
        return Refusal("转入或转出专项登记由本局工作人员办理。")
    if plan.state == PlanState.WITHDRAWN:
        return Refusal("这份文件已经撤下。")
    return None


def may_withdraw(actor: Actor, plan: Plan) -> Refusal | None:
    if actor.role != Role.CHIEF:
        return Refusal("撤下文件由科室负责人办理。")
    if plan.state in STANDING:
        return Refusal("已审定的文件不能撤下。承诺有变化时请办理调整，原来的承诺会一并保留。")
    if plan.state == PlanState.WITHDRAWN:
        return Refusal("这份文件已经撤下。")
    return None
