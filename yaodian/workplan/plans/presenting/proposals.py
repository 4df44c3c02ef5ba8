"""What the reader proposed for an item, beside what the item says now; and where it stands in the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..models import Target, Task
from .document import painted
from .items import form_value, kind_of, shown_value

FOUND = {
    "target": (
        "indicator",
        "comparator",
        "value",
        "value_max",
        "unit",
        "kind",
        "modality",
        "year",
        "task_no",
    ),
    "task": ("no", "title"),
}
DETAILS = (
    ("deadlines", "时限"),
    ("frequency", "频次"),
    ("divisions", "科室"),
    ("units", "单位"),
    ("counties", "县（市、区）"),
    ("milestones", "成果"),
)


@dataclass(frozen=True)
class Proposed:
    """One field as it was read and as it is now."""

    label: str
    seen: str
    now: str

    @property
    def changed(self) -> bool:
        return self.seen != self.now


@dataclass(frozen=True)
class Place:
    """The paragraph an item stands in, and the item's own part of it."""

    text: str
    start: int
    end: int


def proposal(item: Task | Target) -> list[Proposed]:
    """Nothing for an item that a person added."""
    rows = [_row(item, name) for name in FOUND[kind_of(item)] if name in item.found] + _span(item)
    return rows + (_details(item) if isinstance(item, Task) else [])


def _row(item: Task | Target, name: str) -> Proposed:
    if name == "task_no":
        number = form_value(item.task.no if isinstance(item, Target) and item.task else None)
        return Proposed("所属任务", form_value(item.found[name]) or "（无）", number or "（无）")
    label = str(item._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    values = (item.found[name], getattr(item, name))
    return Proposed(label, *(shown_value(item, name, form_value(value)) for value in values))


def _details(task: Task) -> list[Proposed]:
    """What the reader found in the task's words beside its numbers."""
    told = [(label, "、".join(map(_words, task.details.get(name, [])))) for name, label in DETAILS]
    return [Proposed(label, words, words) for label, words in told if words]


def _words(found: Any) -> str:
    """A deadline by its own words, a milestone by verb and object, anything else as it stands."""
    if not isinstance(found, dict):
        return str(found)
    return str(found.get("text") or f"{found.get('verb', '')}{found.get('object', '')}")


def _span(item: Task | Target) -> list[Proposed]:
    found: dict[str, Any] = item.found
    if not {"start", "end"} <= set(found) or (found["start"], found["end"]) == (item.start, item.end):
        return []
    text = item.plan.text
    return [Proposed("原文范围", text[found["start"] : found["end"]], text[item.start : item.end])]


def place_in_text(item: Task | Target) -> Place:
    """The lines around the item; of a task its own lines with the head marked."""
    text = item.plan.text
    start, end = painted(item.plan, item)
    first = text.rfind("\n", 0, item.start) + 1
    last = text.find("\n", item.end - 1)
    return Place(text[first : last if last >= 0 else len(text)], start - first, end - first)
