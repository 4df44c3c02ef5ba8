"""Duties come and go with the tasks of an approved plan."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from yaodian.foundation.audit.log import record
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.flow.doors import move
from yaodian.foundation.people.models import Division
from yaodian.workplan.plans.models import Plan, Task, Version
from yaodian.workplan.plans.states import ItemState, PlanState

from ..models import Duty
from ..naming import Bureau
from ..states import DutyState


def make_duties(plan: Plan, by: Actor) -> list[Duty]:
    """One duty for each promised task of open work, with what the plan itself says of it."""
    tasks: Any = plan.tasks.promised().open_work().filter(duty=None).select_related("lead")
    return _make(plan, tasks, by=by)


def _make(plan: Plan, tasks: Iterable[Task], *, by: Actor) -> list[Duty]:
    bureau = Bureau(plan)
    named = [(task, *bureau.supporting(task.supporting)) for task in tasks]
    duties = Duty.objects.bulk_create(_prefilled(task, others, bureau) for task, _divisions, others in named)
    pairs = [
        Duty.supporting.through(duty_id=duty.pk, division_id=division.pk)
        for duty, (_task, divisions, _others) in zip(duties, named, strict=True)
        for division in _without(divisions, duty.lead)
    ]
    Duty.supporting.through._default_manager.bulk_create(pairs)
    record("prepare_duties", plan, by=by, after={"duties": len(duties)}, group=plan)
    return duties


def _prefilled(task: Task, others: str, bureau: Bureau) -> Duty:
    return Duty(
        state=DutyState.PREPARED,
        task=task,
        lead=task.lead,
        supporting_others=others,
        leader=bureau.leader_named(task.leader) if task.leader else None,
        due_on=task.due_on,
    )


def _without(divisions: list[Division], lead: Division | None) -> list[Division]:
    return [division for division in divisions if division != lead]


def follow_version(version: Version, by: Actor) -> None:
    """Cancel the duties of tasks that an amendment cancels, and bring back those that it reinstates."""
    for item in version.items.exclude(task=None).select_related("task"):
        if item.task is not None:
            follow_task(item.task, by, reason=version.reason)


def follow_task(task: Task, by: Actor, reason: str = "") -> None:
    """Bring a task's duty into line with it: cancelled or restricted work has no duty that stands."""
    plan = Plan.objects.get(pk=task.plan_id)
    if not plan.stands:
        return
    wanted = task.state == ItemState.ACCEPTED and not task.restricted
    duty = Duty.objects.filter(task=task).first()
    if duty is None:
        if wanted:
            _make(plan, [task], by=by)
    elif wanted and duty.state == DutyState.CANCELLED:
        move(duty, _home(duty, plan), by=by, action="reinstate_duty", reason=reason)
    elif not wanted and duty.state != DutyState.CANCELLED:
        move(duty, DutyState.CANCELLED, by=by, action="cancel_duty", reason=reason)


def _home(duty: Duty, plan: Plan) -> DutyState:
    """Where a duty returns to: issued with its plan, if it names all that an issued one must."""
    return DutyState.ISSUED if plan.state == PlanState.ISSUED and duty.complete else DutyState.PREPARED
