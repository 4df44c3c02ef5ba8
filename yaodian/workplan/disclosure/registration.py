"""What making public gives to the floors below: a tab, to-dos, words, and what follows from a restriction."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from yaodian.foundation.audit import words
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.notices import todos
from yaodian.foundation.people.roles import BUREAU, Role
from yaodian.workplan.plans import extending
from yaodian.workplan.plans.access import sees_plans
from yaodian.workplan.plans.models import Plan

from .access import may_approve, may_change, may_check, may_decide
from .actions.removing import take_off_page
from .models import Disclosure, Release
from .states import DisclosureState, ReleaseState
from .wording import ACTIONS


def register() -> None:
    words.register(ACTIONS)
    understood = ("state", "prepared_by", "prepared_at", "checked_by", "checked_at", "checked_sha256")
    words.register_understood(Disclosure, *understood, "approved_by", "approved_at", "check_opinion")
    words.register_understood(Release, "state", "approved_by", "approved_at", "content")
    extending.register_tab(extending.Tab("disclosure", "公开", "disclosure:plan", _shown, 40))
    extending.when_restricted(take_off_page)
    todos.register("disclosures", disclosures_waiting)
    todos.register("releases", releases_waiting)


def _shown(actor: Actor, plan: Plan) -> bool:
    return plan.stands and sees_plans(actor)


def disclosures_waiting(actor: Actor) -> Iterator[todos.Todo]:
    """What the person may check or approve, and what came back to them."""
    if actor.role not in BUREAU:
        return
    rows = Disclosure.objects.visible_to(actor).under_way().select_related("plan", "prepared_by")
    for row in rows.defer("plan__text").order_by("id"):
        for title in _waits(actor, row):
            yield todos.Todo(f"{title}《{row.plan.title}》", reverse("disclosure:plan", args=[row.plan_id]))


def _waits(actor: Actor, row: Disclosure) -> Iterator[str]:
    sent_back = row.state == DisclosureState.PREPARING and bool(row.check_opinion)
    if sent_back:
        if may_change(actor, row) is None:
            yield "公开被退回，请修改："
    elif may_check(actor, row) is None:
        yield "公开前保密审查"
    elif may_approve(actor, row) is None:
        yield "审批公开"


def releases_waiting(actor: Actor) -> Iterator[todos.Todo]:
    if actor.role != Role.LEADER:
        return
    rows = Release.objects.visible_to(actor).filter(state=ReleaseState.PROPOSED)
    for row in rows.select_related("plan", "task", "target").defer("plan__text").order_by("id"):
        if may_decide(actor, row) is None:
            title = f"审批放开：{row.get_kind_display()}"
            yield todos.Todo(title, reverse("disclosure:decide", args=[row.pk]), str(row.task or row.target))
