"""Splitting one item into several and merging several into one. The old rows stay, marked as replaced."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, TypeVar

from django.db import transaction

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Problem, insist_none
from yaodian.foundation.flow.doors import edit, move

from .. import extending
from ..details import put_together, shared_out
from ..finding import refresh
from ..models import Plan, Target, Task
from ..states import LIVE, ItemState, Origin
from .adding import add_target, add_task
from .opening import open_plan
from .restricting import restrict_task

Item = TypeVar("Item", bound=Task | Target)


@transaction.atomic
def split_target(
    target: Target, *, by: Actor, revision: int, parts: Sequence[dict[str, Any]]
) -> list[Target]:
    """Replace a target by two or more; each part gives start, end and its own fields, the rest is inherited."""
    plan = open_plan(target.plan_id, by=by)
    _replace(target, plan, by=by, revision=revision)
    insist_none(_part_problems(target, parts))
    common = {name: getattr(target, name) for name in Target.CONTENT}
    made = {"origin": Origin.SPLIT, "made_from": [target.pk]}
    return [add_target(plan, by=by, **{**common, **part, **made}) for part in parts]


@transaction.atomic
def split_task(task: Task, *, by: Actor, revision: int, at: int, no: str, title: str) -> list[Task]:
    """Cut a task in two before the character at `at`; the second part gets `no` and `title`, both inherit the rest.

    What the second part's text says, its targets and details, moves with it.
    """
    plan = open_plan(task.plan_id, by=by)
    if not task.start < at < task.end:
        insist_none([Problem("at", "请在这项任务的文字中间选择拆分的位置。")])
    _replace(task, plan, by=by, revision=revision)
    common = {name: getattr(task, name) for name in Task.CONTENT}
    common |= {"origin": Origin.SPLIT, "made_from": [task.pk]}
    before, after = shared_out(task.details, plan.text, task.start, at, task.end)
    first = add_task(plan, by=by, **{**common, "start": task.start, "end": at, "details": before})
    told = {"start": at, "end": task.end, "details": after, "no": no, "title": title}
    second = add_task(plan, by=by, **{**common, **told})
    _rehouse(task, [first, second], by=by)
    return _kept_apart([task], [first, second], by=by)


@transaction.atomic
def merge_targets(items: Sequence[tuple[Target, int]], *, by: Actor, **fields: Any) -> Target:
    """One target instead of several: from the first's start to the last's end, the first's fields unless told."""
    ordered, plan = _replace_all(items, by=by)
    common = {name: getattr(ordered[0], name) for name in Target.CONTENT}
    made = {"origin": Origin.MERGED, "made_from": [target.pk for target in ordered]}
    span = {"start": ordered[0].start, "end": max(target.end for target in ordered)}
    return add_target(plan, by=by, **{**common, **fields, **span, **made})


@transaction.atomic
def merge_tasks(items: Sequence[tuple[Task, int]], *, by: Actor, **fields: Any) -> Task:
    """One task instead of several, with the targets and details of all."""
    ordered, plan = _replace_all(items, by=by)
    common = {name: getattr(ordered[0], name) for name in Task.CONTENT}
    common["details"] = put_together(task.details for task in ordered)
    made = {"origin": Origin.MERGED, "made_from": [task.pk for task in ordered]}
    span = {"start": ordered[0].start, "end": max(task.end for task in ordered)}
    merged = add_task(plan, by=by, **{**common, **fields, **span, **made})
    for task in ordered:
        _rehouse(task, [merged], by=by)
    return _kept_apart(ordered, [merged], by=by)[0]


def _replace_all(items: Sequence[tuple[Item, int]], *, by: Actor) -> tuple[list[Item], Plan]:
    if len({item.pk for item, _revision in items}) < 2 or len({item.plan_id for item, _ in items}) != 1:
        insist_none([Problem("items", "请在同一份文件中选择两条或更多条来合并。")])
    plan = open_plan(items[0][0].plan_id, by=by)
    for item, revision in items:
        _replace(item, plan, by=by, revision=revision)
    return sorted((item for item, _revision in items), key=lambda item: item.start), plan


def _replace(item: Item, plan: Plan, *, by: Actor, revision: int) -> Item:
    action = f"replace_{item._meta.model_name}"
    stored = move(item, ItemState.REPLACED, by=by, revision=revision, action=action)
    stored.plan = plan
    refresh(stored)
    return stored


def _rehouse(old: Task, new: Sequence[Task], *, by: Actor) -> None:
    """Bring the live targets of a replaced task under the task whose text holds them now."""
    for target in old.targets.filter(state__in=LIVE):
        home = next((task for task in new if task.start <= target.start < task.end), new[0])
        move_home(target, home, by=by)


def _kept_apart(old: Sequence[Task], new: Sequence[Task], *, by: Actor) -> list[Task]:
    """What is made of a task of the restricted register stays in it; the replaced task's line goes."""
    apart = [task for task in old if task.restricted]
    if not apart:
        return list(new)
    told: dict[str, Any] = {"by": by, "reason": "由专项登记的任务拆分或合并而来"}
    kept = [restrict_task(task, True, revision=task.revision, **told) for task in new]
    for task in apart:
        task.restricted = False  # as the register is to see it; the replaced row itself stays as it was
        extending.restricted(task, by)
    return kept


def move_home(target: Target, task: Task, *, by: Actor) -> Target:
    """Put a target under another task without deciding on it."""
    return edit(target, by=by, revision=target.revision, action="rehouse_target", task=task)


def _part_problems(target: Target, parts: Sequence[dict[str, Any]]) -> list[Problem]:
    if len(parts) < 2:
        return [Problem("parts", "请至少拆分成两条。")]
    spans = sorted((part["start"], part["end"]) for part in parts)
    if spans[0][0] < target.start or max(end for _start, end in spans) > target.end:
        return [Problem("parts", "拆分出的文字超出了原来这一条的范围，请重新选择拆分的位置。")]
    if any(first[1] > second[0] for first, second in pairwise(spans)):
        return [Problem("parts", "拆分出的文字互相重叠，请让各部分首尾相接或留出间隔。")]
    return []
