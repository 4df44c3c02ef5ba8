"""What a release lets out on the portal: the words of one internal thing as they stand on a day, nothing beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from yaodian.workplan.duties.models import Duty, Share
from yaodian.workplan.plans.models import Target, Task
from yaodian.workplan.plans.tables import number
from yaodian.workplan.progress.standing import Figure, PlanStanding, standings
from yaodian.workplan.progress.states import Light

from .models import Release
from .states import ReleaseKind

Item = Task | Target
# Which things there are about a task, and which about a target.
KINDS: dict[type[Item], tuple[str, ...]] = {
    Task: (ReleaseKind.HANDLER, ReleaseKind.WEIGHT, ReleaseKind.LIGHT, ReleaseKind.PROGRESS),
    Target: (ReleaseKind.LIGHT, ReleaseKind.PROGRESS, ReleaseKind.SHARES),
}


def snapshot(item: Item, kind: str, today: date) -> dict[str, Any]:
    """`content` of a release: {"words": […], "as_of": "2026-06-30"}; empty where there is nothing to let out."""
    words, as_of = _READERS[kind](item, today)
    return {"words": words, "as_of": as_of.isoformat()} if words else {}


def item_of(release: Release) -> Item:
    item = release.task or release.target
    if item is None:
        raise ValueError("a release is of a task or of a target")
    return item


Told = tuple[list[str], date]


def _handler(item: Item, today: date) -> Told:
    duty = _duty(item)
    return ([f"责任人：{duty.handler.name}"] if duty and duty.handler else []), today


def _weight(item: Item, today: date) -> Told:
    duty = _duty(item)
    return ([f"权重：{number(duty.weight)}%"] if duty and duty.weight is not None else []), today


def _duty(item: Item) -> Duty | None:
    return Duty.objects.filter(task=item.pk).select_related("handler").first()


def _shares(item: Item, today: date) -> Told:
    shares = Share.objects.filter(target=item.pk).exclude(value=None).select_related("region", "target")
    return [f"{share.region.name} {_amount(share.value, share.target.unit)}" for share in shares], today


def _light(item: Item, today: date) -> Told:
    standing = _standing(item, today)
    if standing is None or standing.light == Light.NONE:
        return [], today
    return [f"进度：{standing.light.label}"], _day(standing.figure, today)


def _progress(item: Item, today: date) -> Told:
    standing = _standing(item, today)
    figure: Figure | None = standing.figure if standing is not None else None
    if figure is None:
        return [], today
    if figure.percent is not None:
        return [f"已完成 {figure.percent}%"], figure.as_of
    if figure.value is None or not isinstance(item, Target):
        return [], today
    return [f"{item.indicator}：{_amount(figure.value, item.unit)}"], figure.as_of


def _standing(item: Item, today: date) -> Any:
    plan: PlanStanding = standings(item.plan, today)
    return plan.task(item.pk) if isinstance(item, Task) else plan.target(item.pk)


def _day(figure: Figure | None, today: date) -> date:
    return figure.as_of if figure is not None else today


def _amount(value: Any, unit: str) -> str:
    return f"{number(value)} {unit}".strip()


_READERS: dict[str, Callable[[Item, date], Told]] = {
    ReleaseKind.HANDLER: _handler,
    ReleaseKind.WEIGHT: _weight,
    ReleaseKind.LIGHT: _light,
    ReleaseKind.PROGRESS: _progress,
    ReleaseKind.SHARES: _shares,
}
