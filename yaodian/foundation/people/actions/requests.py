"""Asking for a role, and deciding on it: one person asks, another decides, both say why.

In a small office the general administrator's wish takes effect at once; the audit administrator looks at it
afterwards.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from yaodian.foundation.audit.log import record
from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Problem, insist, insist_none
from yaodian.foundation.flow.doors import Superseded, differences, edit, move

from ..access import may_ask_roles, may_check, may_decide, may_withdraw
from ..checking import Wish, problems_of, problems_of_end
from ..models import Membership, RoleRequest, User
from ..profiles import is_small, profile
from .memberships import end_role, grant_role

State, Kind = RoleRequest.State, RoleRequest.Kind


@transaction.atomic
def ask_for_role(wish: Wish, *, by: Actor, reason: str) -> RoleRequest:
    insist(may_ask_roles(by, wish.user))
    insist_none(problems_of(wish))
    return _ask(Kind.GRANT, dict(wish.__dict__), by=by, reason=reason)


@transaction.atomic
def ask_to_end(membership: Membership, *, by: Actor, on: date, reason: str) -> RoleRequest:
    insist(may_ask_roles(by, membership.user))
    insist_none(problems_of_end(membership, on))
    names = ("user", "role", "organisation", "division", "region", "title", "starts_on")
    fields = {name: getattr(membership, name) for name in names}
    return _ask(Kind.END, fields | {"membership": membership, "ends_on": on}, by=by, reason=reason)


def _ask(kind: str, fields: dict[str, Any], *, by: Actor, reason: str) -> RoleRequest:
    asked = RoleRequest.objects.create(
        kind=kind,
        state=State.ASKED,
        profile=profile(),
        reason=reason,
        asked_by=by.user,
        asked_at=clock.now(),
        **fields,
    )
    after = {"kind": kind, "role": asked.role, "user": asked.user, "ends_on": asked.ends_on}
    record("ask_for_role", asked, by=by, after=after, reason=reason, group=asked.user)
    return _take_effect(asked, by=by, opinion="") if is_small() else asked


@transaction.atomic
def agree(asked: RoleRequest, *, by: Actor, revision: int, opinion: str) -> RoleRequest:
    """Let the request take effect. Raises `Superseded` when somebody was first, `Problems` when it no longer fits."""
    locked = _as_seen(asked, revision)
    insist(may_decide(by, locked))
    insist_none(_problems_now(locked))
    return _take_effect(locked, by=by, opinion=opinion)


def refuse(asked: RoleRequest, *, by: Actor, revision: int, opinion: str) -> RoleRequest:
    insist(may_decide(by, asked))
    insist_none([] if opinion else [Problem("opinion", "请写明不同意的理由，申请人会看到。")])
    return move(
        asked,
        State.REFUSED,
        by=by,
        action="refuse_role",
        reason=opinion,
        revision=revision,
        decided_by=by.user,
        decided_at=clock.now(),
        opinion=opinion,
    )


def withdraw(asked: RoleRequest, *, by: Actor, revision: int) -> RoleRequest:
    insist(may_withdraw(by, asked))
    return move(asked, State.WITHDRAWN, by=by, action="withdraw_role_request", revision=revision)


def check_afterwards(asked: RoleRequest, *, by: Actor, revision: int, opinion: str) -> RoleRequest:
    """The audit administrator has looked at what one person decided alone."""
    insist(may_check(by, asked))
    return edit(
        asked,
        by=by,
        revision=revision,
        action="check_role_request",
        reason=opinion,
        checked_by=by.user,
        checked_at=clock.now(),
    )


def _as_seen(asked: RoleRequest, revision: int) -> RoleRequest:
    """The request, locked, if it still is what the person saw; the person it is about gets one role at a time."""
    locked = RoleRequest.objects.select_for_update().get(pk=asked.pk)
    User.objects.select_for_update().get(pk=locked.user_id)
    if locked.revision != revision:
        raise Superseded(locked, differences(asked, {"state": State.DONE}, locked))
    return locked


def _problems_now(asked: RoleRequest) -> list[Problem]:
    """What stands in the way today; that the day of beginning has passed meanwhile is no fault."""
    if asked.kind == Kind.END and asked.membership is not None:
        found = problems_of_end(asked.membership, max(asked.ends_on or clock.today(), clock.today()))
    else:
        found = problems_of(_wish(asked))
    return [problem for problem in found if "正在等待审批" not in problem.words]


def _wish(asked: RoleRequest) -> Wish:
    return Wish(
        user=asked.user,
        role=asked.role,
        organisation=asked.organisation,
        division=asked.division,
        region=asked.region,
        title=asked.title,
        starts_on=max(asked.starts_on, clock.today()),
        ends_on=asked.ends_on,
    )


def _take_effect(asked: RoleRequest, *, by: Actor, opinion: str) -> RoleRequest:
    if asked.kind == Kind.END and asked.membership is not None:
        day = max(asked.ends_on or clock.today(), clock.today())
        membership = end_role(asked.membership, by=by, on=day, reason=asked.reason)
    else:
        membership = grant_role(by=by, **_wish(asked).__dict__)
    return move(
        asked,
        State.DONE,
        by=by,
        action="agree_role",
        reason=opinion,
        decided_by=by.user,
        decided_at=clock.now(),
        opinion=opinion,
        membership=membership,
    )
