"""Who sees reported progress, who reports it, who confirms it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Refusal
from yaodian.foundation.people.delegating import people_of
from yaodian.foundation.people.roles import Role
from yaodian.workplan.duties.access import sees_all_duties, sees_shares_of
from yaodian.workplan.duties.models import Duty, Share
from yaodian.workplan.duties.states import DutyState
from yaodian.workplan.plans.access import WRITERS
from yaodian.workplan.plans.models import Plan, Target, Task
from yaodian.workplan.plans.states import ItemState, PlanState

from .states import ReportState

if TYPE_CHECKING:
    from .models import Report


def sees_all_reports(actor: Actor | None) -> bool:
    return sees_all_duties(actor)


def reports_of_region(actor: Actor | None) -> int | None:
    """The region whose figures the actor sees."""
    return sees_shares_of(actor)


def may_see_progress(actor: Actor) -> Refusal | None:
    if sees_all_reports(actor) or reports_of_region(actor) is not None:
        return None
    return Refusal("进展由市科技局和承担分解任务的县（市、区）办理，现在的身份不能查看。")


def may_report_anything(actor: Actor) -> Refusal | None:
    """Whose role reports at all; of what, `may_report` says."""
    if actor.role in WRITERS or reports_of_region(actor) is not None:
        return None
    return Refusal("进展由牵头科室和承担分解任务的县（市、区）填报，现在的身份不能填报。")


def duty_of(subject: Task | Target) -> Duty | None:
    """The duty that a task, or the task of a target, has."""
    task = subject if isinstance(subject, Task) else subject.task
    return getattr(task, "duty", None) if task is not None else None


def may_report(actor: Actor, subject: Task | Target, share: Share | None = None) -> Refusal | None:
    """Who may report how far a task or target has come; with `share` a county's part of it."""
    closed = _closed(subject)
    if closed is not None:
        return closed
    if share is not None:
        return _may_report_share(actor, share)
    if actor.role not in WRITERS:
        return Refusal("进展由牵头科室填报，您可以查看，不能填报。")
    return _of_lead(actor, subject, "填报")


def _closed(subject: Task | Target) -> Refusal | None:
    """Why nobody reports about it."""
    task = subject if isinstance(subject, Task) else subject.task
    if task is not None and task.restricted:
        return Refusal("这项工作列入专项登记，不填报进展。")
    if subject.plan.state != PlanState.ISSUED:
        return Refusal(f"这份文件{subject.plan.get_state_display()}，下达以后才填报进展。")
    if subject.state != ItemState.ACCEPTED:
        return Refusal("这一项已不在计划的承诺之中，不再填报。")
    duty = duty_of(subject)
    if task is not None and (duty is None or duty.state != DutyState.ISSUED):
        return Refusal("这项任务还没有下达，下达以后才填报进展。")
    return None


def _may_report_share(actor: Actor, share: Share) -> Refusal | None:
    if share.value is None or reports_of_region(actor) != share.region_id:
        return Refusal("分解数的进展由承担它的县（市、区）或园区填报。")
    return None


def _of_lead(actor: Actor, subject: Task | Target, verb: str) -> Refusal | None:
    """No refusal for the lead division and the handler; an overall target belongs to the whole bureau."""
    duty = duty_of(subject)
    if duty is None:
        return None
    if actor.membership.division_id == duty.lead_id or duty.handler_id in people_of(actor):
        return None
    return Refusal(f"这项任务由{duty.lead}牵头，进展由{duty.lead}{verb}。")


def may_revise(actor: Actor, report: Report, share: Share | None = None) -> Refusal | None:
    """Who may send a returned report again."""
    if report.state != ReportState.RETURNED:
        return Refusal(f"这次填报{report.get_state_display()}，只有退回修改的可以改了再报。")
    return may_report(actor, report.subject, share)


def may_decide(actor: Actor, report: Report) -> Refusal | None:
    """Who may confirm a report or return it: the lead division's chief or the leader, never who made it."""
    if report.state != ReportState.SUBMITTED:
        return Refusal(f"这次填报{report.get_state_display()}，不用再确认。")
    closed = _closed(report.subject)
    if closed is not None:
        return closed
    if people_of(actor) & {report.made_by_id, report.made_for_id}:
        return Refusal("自己填报的（包括受托或委托填报的）由别人确认。")
    return answers_for(actor, report.subject)


def answers_for(actor: Actor, subject: Task | Target) -> Refusal | None:
    """No refusal for the chief of the lead division and the responsible leader."""
    duty = duty_of(subject)
    if actor.role == Role.CHIEF:
        return _of_chief(actor, subject, duty)
    if actor.role == Role.LEADER and (duty is None or duty.leader_id in people_of(actor)):
        return None
    return Refusal("进展由牵头科室的负责人或责任领导确认。")


def _of_chief(actor: Actor, subject: Task | Target, duty: Duty | None) -> Refusal | None:
    if duty is None or actor.membership.division_id == duty.lead_id:
        return None
    return Refusal(f"这项任务由{duty.lead}牵头，进展由{duty.lead}的负责人或责任领导确认。")


def may_take_back(actor: Actor, report: Report) -> Refusal | None:
    """Who may withdraw a report: its maker while it waits, who answers for the task once it is confirmed."""
    if report.state == ReportState.WITHDRAWN:
        return Refusal("这次填报已经撤回。")
    if report.state == ReportState.CONFIRMED:
        return answers_for(actor, report.subject)
    if people_of(actor) & {report.made_by_id, report.made_for_id}:
        return None
    return Refusal("还没有确认的填报由填报人自己撤回。请退回修改并写明意见。")


def may_see_plan_progress(actor: Actor, plan: Plan) -> bool:
    return sees_all_reports(actor) and plan.state == PlanState.ISSUED
