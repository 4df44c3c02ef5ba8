"""What the home page tells of the plans: how far each one is, and what happened lately."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Q

from yaodian.foundation.audit import words
from yaodian.foundation.audit.models import Entry, Result
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.clock import SHANGHAI
from yaodian.foundation.common.components import Event

from ..models import Plan

SHOWN = 4
LOOKED_AT = 120
CHANGING_NOTHING = ("export",)


@dataclass(frozen=True)
class Overview:
    """One plan with its counts of live tasks and targets; `total` counts rejected ones too, as the review does."""

    plan: Plan
    tasks: int
    targets: int
    total: int
    waiting: int

    @property
    def done(self) -> int:
        return self.total - self.waiting


def overviews(actor: Actor) -> list[Overview]:
    """The latest plans that `actor` may see; one query."""
    plans = Plan.objects.visible_to(actor).shown().with_counts().defer("text")[:SHOWN]
    return [
        Overview(plan, plan.n_tasks, plan.n_targets, plan.n_items, plan.n_open)  # type: ignore[attr-defined]
        for plan in plans
    ]


def recent_changes(plans: Sequence[Plan], since: datetime, limit: int = 6) -> list[Event]:
    """What was done in `plans` since then, newest first; the same act repeated by a person is one line."""
    if not plans:
        return []
    by_key = {str(plan.pk): plan for plan in plans}
    here = Q(group_type=Plan._meta.label_lower, group_id__in=by_key)
    itself = Q(object_type=Plan._meta.label_lower, object_id__in=by_key)
    done = Entry.objects.filter(here | itself, at__gte=since, result=Result.DONE).exclude(
        action__in=CHANGING_NOTHING
    )
    entries = done.order_by("-id")[:LOOKED_AT]
    return list(_told(entries, by_key))[:limit]


def _told(entries: Iterable[Entry], plans: dict[str, Plan]) -> Iterator[Event]:
    for (_actor, action, _day, plan_key), run in groupby(entries, key=_alike):
        same, plan = list(run), plans[plan_key]
        latest = same[0]
        what = f"{words.of_action(action)} {len(same)} 项" if len(same) > 1 else _one(latest, plan)
        url = f"{plan.get_absolute_url()}?tab=log"
        yield Event(latest.at, what, f"{latest.actor_label} · {plan.title}", url=url)


def _one(entry: Entry, plan: Plan) -> str:
    own = entry.object_type == Plan._meta.label_lower
    done = words.of_action(entry.action)
    return done if own or not entry.object_label else f"{done}：{entry.object_label[:40]}"


def _alike(entry: Entry) -> tuple[str, str, str, str]:
    """Entries that make one line: the same person, the same act, the same day, the same plan."""
    own = entry.object_type == Plan._meta.label_lower
    plan_key = entry.object_id if own else entry.group_id
    return entry.actor_id, entry.action, str(entry.at.astimezone(SHANGHAI).date()), plan_key


def latest_year(actor: Actor) -> int | None:
    """The year of the newest annual plan that `actor` may see."""
    plans = Plan.objects.visible_to(actor).shown().exclude(year=None)
    return plans.order_by("-year").values_list("year", flat=True).first()
