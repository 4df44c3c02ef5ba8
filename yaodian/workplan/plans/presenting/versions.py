"""What each version of a plan changed, and what was promised first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ..models import ItemVersion, Plan, Target, Task, Version
from ..states import ItemState
from ..tables import SIGNS, number


@dataclass(frozen=True)
class Changed:
    """One item in one version: what it was before and what it became."""

    item: Task | Target
    before: str
    after: str
    url: str


@dataclass(frozen=True)
class Told:
    """A version with what it changed; version 1 only counts what was approved."""

    version: Version
    tasks: int = 0
    targets: int = 0
    changes: list[Changed] = field(default_factory=list)


def promise(content: dict[str, Any], state: str = ItemState.ACCEPTED) -> str:
    """A kept content in few words: 高新技术企业 ≥ 35 家（确保）; a task is its title."""
    if state == ItemState.CANCELLED:
        return "已取消"
    if "value" not in content:
        return str(content["title"])
    value = number(Decimal(content["value"]))
    if content["value_max"] is not None:
        value = f"{value}–{number(Decimal(content['value_max']))}"
    soft = {"must": "（确保）", "strive": "（力争）"}.get(content["modality"], "")
    return f"{content['indicator']} {SIGNS[content['comparator']]} {value} {content['unit']}".strip() + soft


def versions_of(plan: Plan) -> list[Told]:
    """All versions, the newest first; two queries. Tasks of the restricted register are left out."""
    rows = ItemVersion.objects.filter(version__plan=plan).select_related("task", "target__task")
    kept: dict[int, list[ItemVersion]] = {}
    for row in rows.order_by("version__number", "id"):
        if not _restricted(row):
            kept.setdefault(row.version_id, []).append(row)
    versions = list(plan.versions.select_related("made_by"))
    return list(reversed(list(_told(versions, kept))))


def _restricted(row: ItemVersion) -> bool:
    task = row.task or (row.target.task if row.target else None)
    return task is not None and task.restricted


def _told(versions: list[Version], kept: dict[int, list[ItemVersion]]) -> Iterable[Told]:
    known: dict[tuple[int | None, int | None], ItemVersion] = {}
    for version in versions:
        rows = kept.get(version.pk, [])
        changes = [] if version.number == 1 else [_changed(row, known) for row in rows]
        tasks = sum(row.task_id is not None for row in rows)
        yield Told(version, tasks, len(rows) - tasks, changes)
        known |= {(row.task_id, row.target_id): row for row in rows}


def _changed(row: ItemVersion, known: dict[tuple[int | None, int | None], ItemVersion]) -> Changed:
    item: Any = row.task or row.target
    earlier = known.get((row.task_id, row.target_id))
    before = promise(earlier.content, earlier.state) if earlier else ""
    return Changed(item, before, promise(row.content, row.state), item.get_absolute_url())


@dataclass(frozen=True)
class Promised:
    """What one item promised in one version."""

    version: Version
    words: str


def history_of(item: Task | Target) -> list[Promised]:
    """Every promise of one item, the first one first; one query."""
    rows = item.versions.select_related("version").order_by("version__number")
    return [Promised(row.version, promise(row.content, row.state)) for row in rows]
