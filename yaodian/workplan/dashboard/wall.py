"""What the wall shows: exactly what the office released for it, with the figures of the last minute.

What may be shown is asked at every look, so that a withdrawn release leaves at once; the figures themselves are
kept for a minute, under a key that names what is released.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Q

from yaodian.foundation.common import clock
from yaodian.workplan.disclosure.models import Release
from yaodian.workplan.disclosure.readable import readable
from yaodian.workplan.disclosure.states import WALL_KINDS, Channel, ReleaseKind
from yaodian.workplan.plans.models import Plan
from yaodian.workplan.plans.states import PlanState
from yaodian.workplan.progress.standing import standings_of

from .records import SHARES, Picture, Record

SECONDS = 60


@dataclass
class Panel:
    """One task or target on the wall; what was not released is empty."""

    title: str
    plan: str
    light: str = ""
    light_words: str = ""
    value: str = ""
    promise: str = ""
    unit: str = ""
    share: int | None = None
    due: int | None = None
    as_of: str = ""
    source: str = ""
    counties: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Wall:
    panels: list[dict[str, Any]]
    told: list[tuple[str, str, int]]
    counted_at: datetime


def shown_now() -> Wall:
    """The wall at this moment; two queries and the cache's while the figures of the last minute are kept."""
    released = _released()
    if not released:
        return Wall([], [], clock.now())
    name = "wall:" + hashlib.sha256(repr((clock.today(), released)).encode()).hexdigest()
    kept = cache.get(name)
    if kept is None:
        kept = _count(released)
        cache.set(name, kept, SECONDS)
    return Wall(**kept)


def _released() -> list[tuple[Any, ...]]:
    """What may be shown now: released, of an issued plan, and read on the plan's public page as it stands."""
    rows = list(
        Release.objects.shown_on(Channel.WALL)
        .filter(kind__in=WALL_KINDS, plan__state=PlanState.ISSUED)
        .exclude(Q(task__restricted=True) | Q(target__task__restricted=True))
        .order_by("id")
        .values_list("id", "plan_id", "kind", "task_id", "target_id", "target__task_id")
    )
    if not rows:
        return []
    page = readable({row[1] for row in rows})
    return [row[:5] for row in rows if page.holds(row[3] or row[5], row[4])]


def _count(released: list[tuple[Any, ...]]) -> dict[str, Any]:
    kinds: dict[tuple[int | None, int | None], set[str]] = defaultdict(set)
    for _id, _plan, kind, task, target in released:
        kinds[task, target].add(kind)
    plans = Plan.objects.filter(pk__in={row[1] for row in released}).defer("text").order_by("-year", "-id")
    standing = standings_of(plans, clock.today())
    panels = [panel for one in standing.values() for panel in _panels(Picture(one), kinds)]
    return {
        "panels": [asdict(panel) for panel in panels],
        "told": _told(panels),
        "counted_at": clock.now(),
    }


def _panels(picture: Picture, kinds: dict[tuple[int | None, int | None], set[str]]) -> list[Panel]:
    """In the order of the document: targets, then tasks."""
    shares: dict[int, list[Record]] = defaultdict(list)
    for record in picture.of_kind(SHARES):
        shares[record.target].append(record)
    targets = [
        _panel(picture.plan, record, kinds[None, record.target], shares[record.target])
        for record in picture.targets
        if (None, record.target) in kinds
    ]
    tasks = zip(picture.standing.tasks, picture.tasks, strict=True)
    return targets + [
        _panel(picture.plan, record, kinds[one.task.pk, None], [])
        for one, record in tasks
        if (one.task.pk, None) in kinds
    ]


def _panel(plan: Plan, record: Record, kinds: set[str], shares: Iterable[Record]) -> Panel:
    panel = Panel(record.title, plan.title)
    if ReleaseKind.LIGHT in kinds:
        panel.light, panel.light_words = record.light.value, record.light.label
    if ReleaseKind.PROGRESS in kinds:
        _measure(panel, record)
    if ReleaseKind.SHARES in kinds:
        panel.unit = record.unit
        panel.counties = [_county(share) for share in shares]
    return panel


def _measure(panel: Panel, record: Record) -> None:
    panel.value, panel.promise, panel.unit = _plain(record.value), _plain(record.promise), record.unit
    panel.share, panel.source = record.share, record.source
    panel.as_of = record.as_of.isoformat() if record.as_of else ""
    if record.due_now is not None and record.promise:
        panel.due = int(record.due_now / record.promise * 100)


def _county(share: Record) -> dict[str, Any]:
    """What a county undertakes; its progress is the county's own and is not on the wall."""
    return {"name": share.county.name if share.county else "", "promise": _plain(share.promise)}


def _plain(value: Any) -> str:
    return "" if value is None else f"{value.normalize():,f}"


def _told(panels: list[Panel]) -> list[tuple[str, str, int]]:
    """How many of the released lights are which."""
    found: dict[tuple[str, str], int] = {}
    for panel in panels:
        if panel.light:
            found[panel.light, panel.light_words] = found.get((panel.light, panel.light_words), 0) + 1
    order = ("done", "green", "amber", "red", "none")
    return sorted(((*key, number) for key, number in found.items()), key=lambda one: order.index(one[0]))
