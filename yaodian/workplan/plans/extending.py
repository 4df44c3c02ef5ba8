"""What the apps above add to a plan's page and to its life: tabs, acts, and what must hold.

An app registers in `AppConfig.ready`; plans never import them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.components import Item
from yaodian.foundation.common.refusal import Refusal

from .models import Plan, Target, Task, Version

Link = Callable[[Actor, "Task | Target"], Item | None]
Allowed = Callable[[Actor, Plan], Refusal | None]


@dataclass(frozen=True)
class Tab:
    """A page about a plan, shown as a tab on the plan's own page: `url_name` takes `plan_id`.

    Tabs stand in the order of the plan's life, by `place`: divided, issued, reported, disclosed.
    """

    name: str
    label: str
    url_name: str
    shown: Callable[[Actor, Plan], bool]
    place: int = 50


@dataclass(frozen=True)
class Act:
    """Something to do with a plan as a whole: a button on its page for whom `may` does not refuse."""

    name: str
    label: str
    url_name: str
    may: Allowed
    primary: bool = False


_tabs: list[Tab] = []
_acts: list[Act] = []
_links: list[Link] = []
_approved: list[Callable[[Plan, Actor], object]] = []
_amended: list[Callable[[Version, Actor], object]] = []
_restricted: list[Callable[[Task, Actor], object]] = []


def register_tab(tab: Tab) -> None:
    _tabs.append(tab)


def register_act(act: Act) -> None:
    _acts.append(act)


def register_link(link: Link) -> None:
    """Add a link to the page of a task or target: to its duty, its progress."""
    _links.append(link)


def when_approved(then: Callable[[Plan, Actor], object]) -> None:
    """Run `then` in the transaction that approves a plan."""
    _approved.append(then)


def when_amended(then: Callable[[Version, Actor], object]) -> None:
    """Run `then` in the transaction that makes a later version; the version's items say what changed."""
    _amended.append(then)


def when_restricted(then: Callable[[Task, Actor], object]) -> None:
    """Run `then` in the transaction that puts a task into the restricted register or takes it out."""
    _restricted.append(then)


def tabs_of(plan: Plan, actor: Actor) -> list[Tab]:
    return sorted((tab for tab in _tabs if tab.shown(actor, plan)), key=lambda tab: tab.place)


def acts_of(plan: Plan, actor: Actor) -> list[Act]:
    """What the person may do with the plan now, the primary act first."""
    return sorted((act for act in _acts if act.may(actor, plan) is None), key=lambda act: not act.primary)


def links_of(item: Task | Target, actor: Actor) -> list[Item]:
    """Where else the person finds something about the item."""
    found = (link(actor, item) for link in _links)
    return [one for one in found if one is not None]


def approved(plan: Plan, by: Actor) -> None:
    _tell(_approved, plan, by)


def amended(version: Version, by: Actor) -> None:
    _tell(_amended, version, by)


def restricted(task: Task, by: Actor) -> None:
    _tell(_restricted, task, by)


def _tell(those: Iterable[Callable[[Any, Actor], object]], what: Plan | Version | Task, by: Actor) -> None:
    for then in those:
        then(what, by)
