"""Plans that wait for clerks and chiefs in one state or another: one query, with what the apps above count."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.notices.todos import Todo

from .access import WRITERS
from .models import Plan
from .states import PlanState

Counts = Callable[[], Mapping[str, Any]]


@dataclass(frozen=True)
class Waiting:
    """What a plan in `state` waits for, in words; `counts` are added to the query of the plans."""

    state: PlanState
    told: Callable[[Actor, Plan], Todo]
    counts: Counts = dict


_waiting: dict[PlanState, Waiting] = {}


def register(waiting: Waiting) -> None:
    _waiting[waiting.state] = waiting


def plans_waiting(actor: Actor) -> Iterator[Todo]:
    """In the order of the list of plans."""
    if actor.role not in WRITERS:
        return
    plans = Plan.objects.visible_to(actor).filter(state__in=list(_waiting)).with_counts().defer("text")
    counts = {name: count for one in _waiting.values() for name, count in one.counts().items()}
    for plan in plans.annotate(**counts):
        yield _waiting[PlanState(plan.state)].told(actor, plan)


def to_review(actor: Actor, plan: Plan) -> Todo:
    waiting: int = plan.n_open  # type: ignore[attr-defined]
    detail = f"还有 {waiting} 项待核对" if waiting else "已全部核对，可以完成"
    return Todo(f"核对《{plan.title}》", reverse("plans:review", args=[plan.pk]), detail, waiting)


register(Waiting(PlanState.REVIEWING, to_review))
