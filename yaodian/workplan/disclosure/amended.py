"""What amendments made of a plan's items, in words for the public: what holds now and since when, never why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from yaodian.workplan.plans.models import ItemVersion, Plan, Target, Task
from yaodian.workplan.plans.states import Comparator, ItemState, Modality
from yaodian.workplan.plans.tables import number

AROUND = {Comparator.ABOUT: "左右"}
FIRM = {Modality.MUST: "确保", Modality.STRIVE: "力争"}
Key = tuple[int | None, int | None]


@dataclass(frozen=True)
class Amended:
    """What was promised first and what the version in force says, for each item."""

    first: dict[Key, ItemVersion]
    latest: dict[Key, ItemVersion]

    def of(self, item: Task | Target) -> str:
        """The note beside the item; empty where it stands as it was approved."""
        key = _key(item)
        first, latest = self.first.get(key), self.latest.get(key)
        if first is None or latest is None or first.pk == latest.pk:
            return ""
        return _note(first.content, latest)

    def first_title(self, task: Task) -> str:
        first = self.first.get(_key(task))
        return str(first.content["title"]) if first is not None else task.title


def notes_of(plan: Plan) -> Amended:
    """One query."""
    first: dict[Key, ItemVersion] = {}
    latest: dict[Key, ItemVersion] = {}
    for row in (
        ItemVersion.objects.filter(version__plan=plan)
        .select_related("version")
        .order_by("version__number", "id")
    ):
        first.setdefault((row.task_id, row.target_id), row)
        latest[row.task_id, row.target_id] = row
    return Amended(first, latest)


def _key(item: Task | Target) -> Key:
    return (item.pk, None) if isinstance(item, Task) else (None, item.pk)


def _note(first: dict[str, Any], latest: ItemVersion) -> str:
    since = in_words(latest.version.decided_on)
    if latest.state == ItemState.CANCELLED:
        return f"已取消（{since}）"
    if "value" in first:
        before, now = promise(first), promise(latest.content)
        return f"调整后：{now}（{since}）" if now != before else ""
    renamed = latest.content["title"] != first["title"]
    return f"调整后：{latest.content['title']}（{since}）" if renamed else ""


def promise(content: dict[str, Any]) -> str:
    """A target's promise as a sentence says it: 确保高新技术企业不低于 30 家."""
    value = number(Decimal(content["value"]))
    if content["value_max"] is not None:
        value = f"{value}–{number(Decimal(content['value_max']))}"
    firm, sign = FIRM.get(content["modality"], ""), content["comparator"]
    amount = f"{value} {content['unit']}".strip()
    if sign in AROUND:
        return f"{firm}{content['indicator']} {amount}{AROUND[sign]}"
    return f"{firm}{content['indicator']}{Comparator(sign).label} {amount}"


def in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
