"""Correcting what was read. A correction is also a decision: the corrected item stands."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import insist_none
from yaodian.foundation.flow.doors import Superseded, differences, edit, move

from ..checking import target_problems, task_problems
from ..finding import refresh
from ..models import Plan, Target, Task
from ..states import ItemState
from .opening import open_plan


@transaction.atomic
def correct_target(target: Target, *, by: Actor, revision: int, **changes: Any) -> Target:
    """Change fields of a target. Raises `Refused`, `Problems` or `Superseded`; then nothing is written."""
    plan = open_plan(target.plan_id, by=by)
    _insist_current(target, revision, changes)
    insist_none(target_problems(plan, target, changes))
    if "start" in changes or "end" in changes:
        start, end = changes.get("start", target.start), changes.get("end", target.end)
        changes["text"] = plan.text[start:end]
    return _correct(target, plan, by=by, revision=revision, **changes)


@transaction.atomic
def correct_task(task: Task, *, by: Actor, revision: int, **changes: Any) -> Task:
    """Change fields of a task. Raises as `correct_target` does."""
    plan = open_plan(task.plan_id, by=by)
    _insist_current(task, revision, changes)
    insist_none(task_problems(plan, task, changes))
    return _correct(task, plan, by=by, revision=revision, **changes)


def _insist_current(item: Task | Target, revision: int, changes: dict[str, Any]) -> None:
    current = type(item)._base_manager.get(pk=item.pk)
    if current.revision != revision:
        raise Superseded(current, differences(item, changes, current))


def _correct(item: Any, plan: Plan, *, by: Actor, revision: int, **changes: Any) -> Any:
    action = f"correct_{item._meta.model_name}"
    decided = {"decided_by": by.user, "decided_at": clock.now()}
    if item.state == ItemState.ACCEPTED:
        stored = edit(item, by=by, revision=revision, action=action, **changes, **decided)
    else:
        stored = move(item, ItemState.ACCEPTED, by=by, revision=revision, action=action, **changes, **decided)
    stored.plan = plan
    refresh(stored)
    return stored
