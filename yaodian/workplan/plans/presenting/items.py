"""Tasks and targets as the review shows them, and as the forms of the review hold them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Model
from django.utils.timezone import localtime

from yaodian.foundation.audit.log import plain
from yaodian.foundation.common import clock

from .. import tables
from ..models import Plan, Target, Task
from ..states import ItemState, Modality

PREAMBLE = "总体目标与其他"
LOOKS = {
    "proposed": "待核对",
    "accepted": "已采纳",
    "corrected": "已更正",
    "rejected": "已剔除",
    "replaced": "已被替换",
    "cancelled": "已取消",
}
DID = {
    "accept": "采纳",
    "reject": "剔除",
    "restore": "恢复待核对",
    "correct": "更正",
    "add": "添加",
    "rehouse": "改归",
}
LED_TO = {"accepted": "accept", "corrected": "correct", "rejected": "reject"}
TAG_KINDS = {
    "proposed": "plain",
    "accepted": "good",
    "corrected": "progress",
    "rejected": "off",
    "replaced": "off",
    "cancelled": "off",
}
PAGE_WORDS = {"looks": {look: [LOOKS[look], TAG_KINDS[look]] for look in LOOKS}, "signs": tables.SIGNS}
FORM_FIELDS = {
    "target": ("indicator", "comparator", "value", "value_max", "unit", "kind", "modality", "task", "year", "start", "end"),
    "task": ("no", "title", "lead", "supporting", "leader", "due_on", "goal", "start", "end"),
}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """One task or target with the words of its line in the list."""

    item: Task | Target
    plan: Plan

    @property
    def kind(self) -> str:
        return kind_of(self.item)

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.item.pk}"

    @property
    def url(self) -> str:
        """Built by hand: `reverse` for each of two hundred lines would cost more than the queries."""
        return f"/plans/{self.plan.pk}/{self.kind}s/{self.item.pk}/"

    @cached_property
    def look(self) -> str:
        """The state, with an accepted item that differs from what was read shown as corrected."""
        if self.item.state == ItemState.ACCEPTED and self.item.corrected:
            return "corrected"
        return self.item.state

    @property
    def look_words(self) -> str:
        return LOOKS[self.look]

    @property
    def tag_kind(self) -> str:
        return TAG_KINDS[self.look]

    @property
    def title(self) -> str:
        return self.item.indicator if isinstance(self.item, Target) else self.item.title

    @property
    def quantity(self) -> str:
        return tables.quantity(self.item) if isinstance(self.item, Target) else ""

    @property
    def nuance(self) -> str:
        """What stands beside a target's number: 力争 · 当年增量."""
        if not isinstance(self.item, Target):
            return ""
        soft = "" if self.item.modality == Modality.PLAIN else self.item.get_modality_display()
        return " · ".join(filter(None, [soft, self.item.get_kind_display()]))

    @property
    def text(self) -> str:
        return self.item.text if isinstance(self.item, Target) else ""

    @property
    def origin(self) -> str:
        return "" if self.item.origin == "read" else self.item.get_origin_display()

    @property
    def decided(self) -> str:
        """Who decided when: 吴建国 14:03 采纳."""
        if self.item.decided_by is None or self.item.decided_at is None:
            return ""
        verb = DID[LED_TO[self.look]] if self.look in LED_TO else "处理"
        return f"{self.item.decided_by.name} {moment_words(self.item.decided_at)} {verb}"

    @property
    def summary(self) -> str:
        """One line for a tooltip: 指标 · 待核对 · 高新技术企业 ≥ 30 家."""
        noun = "指标" if self.kind == "target" else "任务"
        return f"{noun} · {self.look_words} · {self.title} {self.quantity}".strip()

    def data(self) -> dict[str, Any]:
        """What the page's scripts know of the item."""
        return {
            "key": self.key,
            "kind": self.kind,
            "id": self.item.pk,
            "revision": self.item.revision,
            "state": self.item.state,
            "look": self.look,
            "fields": form_values(self.item),
        }


@dataclass
class Group:
    """A heading of the plan with the tasks and targets below it, in the order of the text."""

    title: str
    rows: list[Shown] = field(default_factory=list)


def kind_of(item: Model) -> str:
    return "target" if isinstance(item, Target) else "task"


def moment_words(moment: datetime) -> str:
    local, today = localtime(moment), clock.today()
    return f"{local:%H:%M}" if local.date() == today else f"{local:%m-%d %H:%M}"


def shown_items(plan: Plan) -> list[Shown]:
    """All items of the plan that were not replaced: two queries, however many there are."""
    tasks = plan.tasks.exclude(state=ItemState.REPLACED).select_related("decided_by")
    targets = plan.targets.exclude(state=ItemState.REPLACED).select_related("decided_by", "task")
    found: list[Task | Target] = [*tasks, *targets]
    return [Shown(item, plan) for item in found]


def grouped(items: Iterable[Shown]) -> list[Group]:
    """Items under their headings; each task is followed by its targets, targets without a task come first."""
    groups: list[Group] = []
    for title, shown in _in_order(items):
        if not groups or groups[-1].title != title:
            groups.append(Group(title))
        groups[-1].rows.append(shown)
    return groups


def _in_order(items: Iterable[Shown]) -> Iterator[tuple[str, Shown]]:
    ordered = sorted(items, key=lambda one: (one.item.start, one.item.pk))
    tasks = {one.item.pk: (one, one.item) for one in ordered if isinstance(one.item, Task)}
    below: dict[int | None, list[Shown]] = {}
    for one in ordered:
        if isinstance(one.item, Target):
            below.setdefault(one.item.task_id if one.item.task_id in tasks else None, []).append(one)
    yield from ((PREAMBLE, target) for target in below.get(None, ()))
    for pk, (shown, task) in tasks.items():
        title = " › ".join(task.section) or "任务"
        yield title, shown
        yield from ((title, target) for target in below.get(pk, ()))


def counts(items: Iterable[Shown]) -> dict[str, int]:
    states = [shown.item.state for shown in items]
    total = len(states)
    return {"total": total, "done": total - states.count(ItemState.PROPOSED)}


def form_values(item: Task | Target) -> dict[str, str]:
    """The item's fields as its form holds them: text, empty for nothing."""
    return {name: form_value(getattr(item, _column(item, name))) for name in FORM_FIELDS[kind_of(item)]}


def form_value(value: Any) -> str:
    return "" if value is None else str(plain(value))


def shown_value(item: Task | Target, name: str, value: str, titles: Mapping[str, str] | None = None) -> str:
    """A form's value in the words of the page: the label of a choice, the name of a task or division."""
    if name in ("task", "lead"):
        return (titles or {}).get(value, "") if value else "（无）"
    if name == "state":
        return LOOKS.get(value, value)
    choices = dict(item._meta.get_field(name).flatchoices)  # type: ignore[union-attr]
    return str(choices.get(value, value)) or "（空）"


def _column(item: Task | Target, name: str) -> str:
    column: str = item._meta.get_field(name).attname  # type: ignore[union-attr]
    return column
