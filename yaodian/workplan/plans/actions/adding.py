"""Adding what the reader missed, from text that a person selected."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import transaction

from yaodian.foundation.audit.log import record
from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import insist_none
from yaodian.workplan.reading.passage import read_passage

from ..checking import target_problems, task_problems
from ..finding import refresh
from ..models import Plan, Target, Task
from ..states import LIVE, ItemState, Origin
from .importing import target_fields
from .opening import open_plan


@transaction.atomic
def add_target(
    plan: Plan, *, by: Actor, start: int, end: int, origin: str = Origin.ADDED, **fields: Any
) -> Target:
    """A target that a person found at `start`–`end`; it counts as accepted. Raises `Refused` or `Problems`."""
    plan = open_plan(plan.pk, by=by)
    insist_none(target_problems(plan, None, {"start": start, "end": end, "modality": "plain", **fields}))
    target = Target.objects.create(
        plan=plan, start=start, end=end, text=plan.text[start:end], origin=origin, **_decided(by), **fields
    )
    return _added(target, by=by)


@transaction.atomic
def add_task(
    plan: Plan, *, by: Actor, start: int, end: int, origin: str = Origin.ADDED, **fields: Any
) -> Task:
    """A task that a person found at `start`–`end`; it counts as accepted. Raises `Refused` or `Problems`."""
    plan = open_plan(plan.pk, by=by)
    insist_none(task_problems(plan, None, {"start": start, "end": end, **fields}))
    task = Task.objects.create(plan=plan, start=start, end=end, origin=origin, **_decided(by), **fields)
    return _added(task, by=by)


def _decided(by: Actor) -> dict[str, Any]:
    return {"state": ItemState.ACCEPTED, "decided_by": by.user, "decided_at": clock.now()}


def _added(item: Any, *, by: Actor) -> Any:
    shown = {name: getattr(item, name) for name in item.CONTENT}
    after = {**shown, "origin": item.origin, "made_from": item.made_from}
    record(f"add_{item._meta.model_name}", item, by=by, after=after, group=item.plan)
    refresh(item)
    return item


def suggest_target(plan: Plan, start: int, end: int) -> dict[str, Any]:
    """What the reader makes of the selected text: the columns of a target, `task` included.

    Where no quantity is found only the span, the task and an empty indicator come back.
    """
    task = task_at(plan, start)
    found = read_passage(plan.text, start, end, plan.year)
    fields: dict[str, Any] = target_fields(asdict(found[0])) if found else {"indicator": ""}
    return fields | {"start": start, "end": end, "text": plan.text[start:end], "task": task}


def task_at(plan: Plan, place: int) -> Task | None:
    """The live task whose text holds the character at `place`."""
    return plan.tasks.filter(state__in=LIVE, start__lte=place, end__gt=place).first()
