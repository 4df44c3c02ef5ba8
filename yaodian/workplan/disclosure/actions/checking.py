"""保密审查: somebody else reads what the public would read, and passes it or sends it back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.urls import reverse

from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Problem, insist, insist_none
from yaodian.foundation.flow.doors import edit, move
from yaodian.foundation.notices.actions import tell
from yaodian.foundation.people.roles import Role
from yaodian.workplan.plans.models import Plan

from ..access import may_check, may_send_back, people_of, preparers
from ..composing import Draft, compose, digest
from ..models import Disclosure
from ..states import DisclosureState
from .common import held, others, stood_in

NOT_CHECKED: dict[str, Any] = {
    "checked_by": None,
    "checked_for": None,
    "checked_at": None,
    "checked_sha256": "",
}


def drafted(disclosure: Disclosure) -> list[Draft]:
    """What the public would read of the disclosure if it were published now."""
    redacted = disclosure.redactions.values_list("task_id", flat=True)
    return compose(disclosure.plan, set(redacted))


def staleness(plan: Plan, disclosure: Disclosure) -> Iterator[Problem]:
    if disclosure.version.number != plan.version:
        words = f"计划已经调整到第 {plan.version} 版，这次公开拟办的是{disclosure.version}。请退回，由拟办人重新拟办。"
        yield Problem("", words)


@transaction.atomic
def check_disclosure(disclosure: Disclosure, *, by: Actor, revision: int, opinion: str) -> Disclosure:
    """It passes with the opinion. Raises `Refused`, `Problems` or `Superseded`."""
    plan, stored = held(disclosure)
    insist(may_check(by, stored))
    missing = (
        []
        if opinion.strip()
        else [Problem("opinion", "请写明审查意见，例如“不涉及国家秘密、工作秘密，可以公开”。")]
    )
    insist_none([*missing, *staleness(plan, stored)])
    passed = move(
        stored,
        DisclosureState.CHECKED,
        by=by,
        revision=revision,
        action="check_disclosure",
        reason=opinion.strip(),
        check_opinion=opinion.strip(),
        checked_at=clock.now(),
        checked_sha256=digest(drafted(stored)),
        **stood_in("checked", by),
    )
    told = others(plan, [Role.LEADER], people_of(by) | preparers(stored))
    tell(told, f"《{plan.title}》的公开已通过保密审查，请审批。", address(plan))
    return passed


@transaction.atomic
def send_back(disclosure: Disclosure, *, by: Actor, revision: int, opinion: str) -> Disclosure:
    """Back to who prepared it, with what is to be changed. Raises `Refused`, `Problems` or `Superseded`."""
    plan, stored = held(disclosure)
    insist(may_send_back(by, stored))
    insist_none([] if opinion.strip() else [Problem("opinion", "请写明退回的原因，拟办人会看到。")])
    told: dict[str, Any] = {"by": by, "revision": revision, "action": "send_disclosure_back"}
    told |= {"reason": opinion.strip(), "check_opinion": opinion.strip(), **NOT_CHECKED}
    if stored.state == DisclosureState.PREPARING:
        returned = edit(stored, **told)
    else:
        returned = move(stored, DisclosureState.PREPARING, **told)
    tell([stored.prepared_by], f"《{plan.title}》的公开被退回：{opinion.strip()[:120]}", address(plan))
    return returned


def address(plan: Plan) -> str:
    return reverse("disclosure:plan", args=[plan.pk])
