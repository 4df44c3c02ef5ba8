"""Saying who does a task, until when, by which steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from yaodian.foundation.audit.log import record
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Problem, insist_none
from yaodian.foundation.flow.doors import edit, move
from yaodian.foundation.notices.actions import tell
from yaodian.foundation.people.models import Division
from yaodian.workplan.plans.models import Plan
from yaodian.workplan.plans.states import PlanState

from ..checking import NEEDED, duty_problems, missing_fields
from ..models import Duty, Milestone
from ..naming import Bureau, in_order
from ..states import DutyState, Rhythm
from ..telling import staff_of
from .opening import open_for_division, reason_problems

CANCELLED = Problem("", "这项任务已经取消，不再分解。")
LONGEST_STEP = 120


@dataclass(frozen=True)
class Step:
    """A milestone as it should be: a new one without `key`, else the one of that key as seen at `revision`."""

    title: str
    due_on: date | None
    dropped: bool = False
    key: int | None = None
    revision: int = 0
    place: int = 0

    @property
    def fields(self) -> dict[str, Any]:
        return {"title": self.title, "due_on": self.due_on, "dropped": self.dropped}


@transaction.atomic
def assign_duty(
    duty: Duty,
    values: Mapping[str, Any],
    steps: Sequence[Step] = (),
    *,
    by: Actor,
    revision: int,
    reason: str = "",
) -> Duty:
    """Write `values` (fields; `supporting` as divisions) and milestones; what stays the same is left alone.

    Before the plan is issued it is the division of work; afterwards an adjustment, which takes a reason and is
    told to the leads concerned. Raises `Refused`, `Problems` (all at once) or `Superseded`.
    """
    plan = open_for_division(duty.task.plan_id, by=by)
    held = Duty.objects.select_related("task", "lead", "leader", "handler").get(pk=duty.pk)
    known = {one.pk: one for one in held.milestones.all()}
    insist_none(_all_problems(plan, held, values, steps, known, reason))
    stored = write_duty(held, values, by=by, revision=revision, reason=reason)
    for step in steps:
        write_step(stored, step, known, by=by, reason=reason)
    if plan.state == PlanState.ISSUED:
        stored = _issue_late(stored, by)
        _tell_leads(held, stored, plan, by, reason)
    return stored


def assignment_problems(
    plan: Plan, duty: Duty, values: Mapping[str, Any], steps: Sequence[Step], reason: str
) -> list[Problem]:
    """What `assign_duty` would say of these values; nothing is written."""
    known = {one.pk: one for one in duty.milestones.all()}
    return list(_all_problems(plan, duty, values, steps, known, reason))


def _all_problems(
    plan: Plan,
    held: Duty,
    values: Mapping[str, Any],
    steps: Sequence[Step],
    known: Mapping[int, Milestone],
    reason: str,
) -> Iterator[Problem]:
    if held.state == DutyState.CANCELLED:
        yield CANCELLED
    yield from reason_problems(plan, reason)
    yield from duty_problems(held, values, Bureau(plan))
    if plan.state == PlanState.ISSUED:
        gone = [name for name in missing_fields(held) if values.get(name) is None]
        emptied = [name for name in NEEDED if name in values and values[name] is None]
        yield from (Problem(name, NEEDED[name]) for name in dict.fromkeys([*gone, *emptied]))
    due_on = values.get("due_on", held.due_on)
    yield from step_problems(steps, known, due_on)


def step_problems(
    steps: Iterable[Step], known: Mapping[int, Milestone], due_on: date | None
) -> Iterator[Problem]:
    for step in steps:
        name = f"steps-{step.place}"
        if step.key is not None and step.key not in known:
            yield Problem("", "有一个节点不属于这项任务，请重新打开页面再改。")
        if not step.title:
            yield Problem(f"{name}-title", "请填写节点的内容，例如“印发实施方案”。")
        elif len(step.title) > LONGEST_STEP:
            yield Problem(f"{name}-title", f"节点最多 {LONGEST_STEP} 个字，请缩短。")
        if step.due_on is None:
            yield Problem(f"{name}-due_on", f"请填写节点“{step.title[:20]}”的时限。")
        elif due_on and step.due_on > due_on and not step.dropped:
            yield Problem(f"{name}-due_on", f"节点“{step.title[:20]}”的时限晚于任务的完成时限 {due_on}。")


def write_duty(held: Duty, values: Mapping[str, Any], *, by: Actor, revision: int, reason: str = "") -> Duty:
    """Write those of `values` that differ; raises `Superseded` when the row has moved on meanwhile."""
    changes = differing(held, values)
    supporting = changes.pop("supporting", None)
    if not changes and supporting is None:
        return held
    stored = edit(held, by=by, revision=revision, action="assign_duty", reason=reason.strip(), **changes)
    if supporting is not None:
        _set_supporting(stored, supporting, by=by, reason=reason)
    return stored


def differing(held: Duty, values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of `values` that are not what `held` has."""
    told = dict(values)
    if told.get("rhythm") == Rhythm.EVEN:
        told["rhythm_points"] = []
    supporting = told.pop("supporting", None)
    changes = {name: value for name, value in told.items() if getattr(held, name) != value}
    if supporting is not None and set(supporting) != set(held.supporting.all()):
        changes["supporting"] = in_order(supporting)
    return changes


def _set_supporting(duty: Duty, divisions: Sequence[Division], *, by: Actor, reason: str) -> None:
    before = [str(division) for division in duty.supporting.all()]
    duty.supporting.set(divisions)
    after = {"supporting": [str(division) for division in divisions]}
    told: dict[str, Any] = {"before": {"supporting": before}, "after": after, "reason": reason.strip()}
    record("set_supporting", duty, by=by, group=duty.audit_group, **told)


def write_step(duty: Duty, step: Step, known: Mapping[int, Milestone], *, by: Actor, reason: str) -> None:
    milestone = known.get(step.key) if step.key is not None else None
    if milestone is None:
        made = Milestone.objects.create(duty=duty, order=duty.milestones.count(), **step.fields)
        record("add_milestone", made, by=by, after=step.fields, reason=reason, group=duty.audit_group)
        return
    changes = {name: value for name, value in step.fields.items() if getattr(milestone, name) != value}
    if changes:
        action = "drop_milestone" if changes.get("dropped") else "change_milestone"
        edit(milestone, by=by, revision=step.revision, action=action, reason=reason, **changes)


def _issue_late(duty: Duty, by: Actor) -> Duty:
    """A duty that came to its plan after the issue is issued as soon as it is complete."""
    if duty.state == DutyState.PREPARED and duty.complete:
        return move(duty, DutyState.ISSUED, by=by, action="issue_duty")
    return duty


def _tell_leads(before: Duty, after: Duty, plan: Plan, by: Actor, reason: str) -> None:
    """Tell the divisions and leaders that answered and those that answer now."""
    people = staff_of({duty.lead_id for duty in (before, after) if duty.lead_id})
    people += [one for one in (before.leader, after.leader, before.handler, after.handler) if one]
    others = [person for person in people if person != by.user]
    words = f"《{plan.title}》的任务“{after.task}”责任有调整：{reason.strip()}"
    tell(others, words, after.get_absolute_url())


@transaction.atomic
def keep_open(duty: Duty, *, by: Actor, revision: int) -> Duty:
    """Say that a task which speaks of party matters is ordinary work all the same."""
    open_for_division(duty.task.plan_id, by=by)
    return edit(duty, by=by, revision=revision, action="keep_duty_open", kept_open=True)
