"""What is behind, for a person's home: a division's own, a county's own, for leaders and auditors all of it.

The answer is kept for a minute for everybody who may see the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.cache import cache
from django.urls import reverse

from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.people.roles import Role
from yaodian.workplan.plans.models import Plan
from yaodian.workplan.plans.states import PlanState
from yaodian.workplan.progress.standing import standings_of
from yaodian.workplan.progress.states import Light

from .access import own_county, sees_any
from .overview import pressing
from .records import SHARES, Picture, Record
from .views.common import plans_for

SHOWN, PLANS, SECONDS = 6, 3, 60


@dataclass(frozen=True)
class Behind:
    """One thing that is behind, as the home page names it."""

    title: str
    words: str
    owner: str
    url: str


@dataclass(frozen=True)
class Late:
    """Whose it is, how much of it, the most pressing, and where all of it stands; `url` is empty without plans."""

    whose: str = ""
    total: int = 0
    shown: list[Behind] = field(default_factory=list)
    url: str = ""


def late_for(actor: Actor, kept: Mapping[str, Any] | None = None) -> Late | None:
    """None for those who see no progress; `kept` are answers of the cache that the caller has asked already."""
    name = kept_as(actor)
    if name is None:
        return None
    known: dict[str, Any] | None = cache.get(name) if kept is None else kept.get(name)
    if known is None:
        known = asdict(_reckon(actor))
        cache.set(name, known, SECONDS)
    return Late(**known)


def kept_as(actor: Actor) -> str | None:
    """The name under which the cache keeps the answer; None for those who see no progress."""
    if not sees_any(actor):
        return None
    return f"late:{clock.today()}:{own_county(actor) or 0}:{_division(actor) or 0}"


def _division(actor: Actor) -> int | None:
    """Clerks and chiefs have their own division's, leaders and auditors everybody's."""
    division: int | None = actor.membership.division_id if actor.role in (Role.CLERK, Role.CHIEF) else None
    return division


def _reckon(actor: Actor) -> Late:
    plans = list(plans_for(actor).filter(state=PlanState.ISSUED)[:PLANS])
    if not plans:
        return Late(_whose(actor))
    standing = standings_of(plans, clock.today())
    found = [
        record for plan in plans for record in _behind(actor, Picture(standing[plan.pk], own_county(actor)))
    ]
    shown = [Behind(one.title, one.words, one.owner, one.url) for one in found[:SHOWN]]
    return Late(_whose(actor), len(found), shown, _address(actor, plans))


def _behind(actor: Actor, picture: Picture) -> list[Record]:
    if picture.county is not None:
        return [record for record in picture.of_kind(SHARES) if record.light == Light.RED]
    division = _division(actor)
    return [
        record
        for record in pressing(picture)
        if division is None or (record.division is not None and record.division.pk == division)
    ]


def _whose(actor: Actor) -> str:
    if own_county(actor) is not None:
        return str(actor.membership.region)
    return str(actor.membership.division) if _division(actor) else "全局"


def _address(actor: Actor, plans: list[Plan]) -> str:
    here = reverse("dashboard:plan", args=[plans[0].pk])
    return here if len(plans) == 1 else reverse("dashboard:newest")
