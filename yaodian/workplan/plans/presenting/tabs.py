"""The tabs of a plan's page: its own, and those the apps above have registered."""

from __future__ import annotations

from django.urls import reverse

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.components import Item

from .. import extending
from ..models import Plan

OWN = (("tasks", "任务"), ("targets", "指标"), ("versions", "版本"), ("log", "办理记录"))


def plan_tabs(plan: Plan, actor: Actor, active: str, counts: dict[str, int] | None = None) -> list[Item]:
    """All tabs of `plan` that `actor` may open, in the order of the plan's life; no query.

    `active` is the name of an own tab or of a registered one; pages of other apps call this too, so that the
    tabs are the same everywhere.
    """
    address = plan.get_absolute_url()
    own = {
        name: Item(label, f"{address}?tab={name}", active=name == active, count=(counts or {}).get(name))
        for name, label in OWN
        if name != "versions" or plan.stands
    }
    others = [
        Item(tab.label, reverse(tab.url_name, args=[plan.pk]), active=tab.name == active)
        for tab in extending.tabs_of(plan, actor)
    ]
    log = own.pop("log")
    return [*own.values(), *others, log]
