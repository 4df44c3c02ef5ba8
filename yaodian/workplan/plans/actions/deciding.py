"""Accepting, rejecting and taking back a decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from django.db import transaction

from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.flow.doors import Superseded, move

from ..finding import refresh
from ..models import Plan, Target, Task
from ..states import ItemState
from .opening import open_plan

Item = TypeVar("Item", bound=Task | Target)


def accept(item: Item, *, by: Actor, revision: int) -> Item:
    """The item stands as it is. Raises `Refused`, `NotInNext` or `Superseded`, as all decisions do."""
    return _decide(item, ItemState.ACCEPTED, "accept", by=by, revision=revision)


def reject(item: Item, *, by: Actor, revision: int, reason: str = "") -> Item:
    """The item is not a task or target of this plan; the row stays, with the reason."""
    return _decide(item, ItemState.REJECTED, "reject", by=by, revision=revision, reason=reason)


def restore(item: Item, *, by: Actor, revision: int) -> Item:
    """Back among what waits for a decision."""
    return _decide(item, ItemState.PROPOSED, "restore", by=by, revision=revision)


@transaction.atomic
def accept_seen(task: Task, revisions: Mapping[str, int], *, by: Actor) -> list[Task | Target]:
    """Accept a task and those of its targets that wait, all or none, each as it was seen.

    `revisions` names what was seen, as `target-5` → 3; what it does not name is left alone.
    """
    plan = open_plan(task.plan_id, by=by)
    items: list[Task | Target] = [task, *task.targets.all()]
    waiting = [one for one in items if one.state == ItemState.PROPOSED and _name(one) in revisions]
    if not waiting and revisions.get(_name(task), task.revision) != task.revision:
        raise Superseded(task, [])
    return [
        _decided(one, plan, ItemState.ACCEPTED, "accept", by=by, revision=revisions[_name(one)])
        for one in waiting
    ]


def _name(item: Task | Target) -> str:
    return f"{item._meta.model_name}-{item.pk}"


@transaction.atomic
def _decide(item: Item, to: ItemState, verb: str, *, by: Actor, revision: int, reason: str = "") -> Item:
    plan = open_plan(item.plan_id, by=by)
    return _decided(item, plan, to, verb, by=by, revision=revision, reason=reason)


def _decided(
    item: Item, plan: Plan, to: ItemState, verb: str, *, by: Actor, revision: int, reason: str = ""
) -> Item:
    stored = move(
        item,
        to,
        by=by,
        revision=revision,
        action=f"{verb}_{item._meta.model_name}",
        reason=reason,
        decided_by=None if to == ItemState.PROPOSED else by.user,
        decided_at=None if to == ItemState.PROPOSED else clock.now(),
    )
    stored.plan = plan
    refresh(stored)
    return stored
