"""审批公开: a third person lets the checked words out, or keeps the plan for a reason; taking a page down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Problem, insist, insist_none
from yaodian.foundation.flow.doors import Superseded, move
from yaodian.foundation.notices.actions import tell
from yaodian.workplan.plans.actions.reviewing import interested
from yaodian.workplan.plans.models import Approval, Plan

from ..access import may_approve, may_withdraw
from ..composing import Draft, digest
from ..models import Disclosure, PublishedPart
from ..states import DisclosureState, PublicAttribute
from .checking import address, drafted, staleness
from .common import held, stood_in
from .taking_back import take_back_unreadable


@transaction.atomic
def approve_and_publish(disclosure: Disclosure, *, by: Actor, revision: int) -> Disclosure:
    """The page is there, or the plan is kept. Raises `Refused`, `Problems` (all at once) or `Superseded`.

    1. what is published is what was checked, to the letter; 2. the page that stood is replaced;
    3. the parts are written for good; 4. what was released of an item that left the page is taken back;
    5. people are told.
    """
    plan, stored = held(disclosure)
    if stored.revision != revision:
        raise Superseded(stored, [])
    insist(may_approve(by, stored))
    drafts = drafted(stored)
    insist_none([*staleness(plan, stored), *_content_problems(stored, drafts)])
    if stored.attribute == PublicAttribute.ACTIVE:
        done = _publish(plan, stored, drafts, by)
        words = f"《{plan.title}》已经公开，公众可以在门户上查阅。"
    else:
        done = move(stored, DisclosureState.KEPT, action="keep_from_public", **_approval(by, revision))
        words = f"《{plan.title}》已定为{done.get_attribute_display()}。"
    tell({stored.prepared_by, *interested(plan, by)}, words, address(plan))
    return done


def _approval(by: Actor, revision: int) -> dict[str, Any]:
    return {"by": by, "revision": revision, "approved_at": clock.now(), **stood_in("approved", by)}


def _content_problems(disclosure: Disclosure, drafts: list[Draft]) -> Iterator[Problem]:
    if disclosure.checked_sha256 != digest(drafts):
        yield Problem("", "保密审查以后内容有变化，请退回，重新拟办和审查。")
    active = disclosure.attribute == PublicAttribute.ACTIVE
    if active and not any(draft.kind == PublishedPart.Kind.TASK for draft in drafts):
        yield Problem("", "没有可以公开的任务，页面上不会有内容。请退回，改选公开属性。")


def _publish(plan: Plan, disclosure: Disclosure, drafts: list[Draft], by: Actor) -> Disclosure:
    replace_published(plan, by=by)
    done = move(
        disclosure,
        DisclosureState.PUBLISHED,
        action="publish_disclosure",
        published_on=clock.today(),
        title=plan.title,
        issuer=plan.issuer or plan.organisation.name,
        document_no=Approval.objects.get(plan=plan).document_no,
        **_approval(by, disclosure.revision),
    )
    parts = [draft.part(order) for order, draft in enumerate(drafts)]
    for part in parts:
        part.disclosure = done
    PublishedPart.objects.bulk_create(parts)
    take_back_unreadable(plan, by=by, reason="新版公开页面上没有这一项，放开随之收回")
    return done


def replace_published(plan: Plan, *, by: Actor) -> Disclosure | None:
    """The page that stands goes, in the transaction that brings the next one."""
    standing = plan.disclosures.published().first()
    if standing is None:
        return None
    return move(standing, DisclosureState.REPLACED, by=by, action="replace_disclosure")


@transaction.atomic
def withdraw_disclosure(disclosure: Disclosure, *, by: Actor, revision: int, reason: str) -> Disclosure:
    """Take the page down at once, or give up what is under way. Raises `Refused`, `Problems` or `Superseded`.

    With the page goes all that was released beside it.
    """
    plan, stored = held(disclosure)
    insist(may_withdraw(by, stored))
    insist_none([] if reason.strip() else [Problem("reason", "请写明撤回的原因，它会留在办理记录中。")])
    was_public = stored.state == DisclosureState.PUBLISHED
    done = move(
        stored,
        DisclosureState.WITHDRAWN,
        by=by,
        revision=revision,
        action="withdraw_disclosure",
        reason=reason.strip(),
    )
    if was_public:
        take_back_unreadable(plan, by=by, reason="公开页面撤下，放开随之收回")
    words = "的公开页面已经撤下" if was_public else "的公开不再办理"
    tell(interested(plan, by), f"《{plan.title}》{words}：{reason.strip()[:120]}", address(plan))
    return done
