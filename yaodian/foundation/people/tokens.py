"""Tokens for the HTTP API: who may make and revoke them, and every write to them."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.db import transaction

from yaodian.foundation.audit.log import record
from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Problem, Refusal, insist, insist_none
from yaodian.foundation.flow.doors import move

from . import scopes
from .models import ApiToken, Membership, User
from .models.tokens import LONGEST
from .roles import ACCOUNT_KEEPERS

PREFIX = "yd_"
SECRET_BYTES, HINT_LENGTH = 40, 9
USUAL_DAYS, LONGEST_DAYS = 90, LONGEST.days
MOST = 20


def new_secret() -> str:
    """320 random bits, of which the hint that is kept tells 36."""
    return PREFIX + secrets.token_urlsafe(SECRET_BYTES)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def may_make_token(actor: Actor, membership: Membership) -> Refusal | None:
    """For one's own membership only: what is held for a colleague who is away is not handed to a program."""
    if actor.user is None or membership.user_id != actor.user.pk:
        return Refusal("只能为自己的身份建立接口令牌。")
    return None


def may_revoke_token(actor: Actor, token: ApiToken) -> Refusal | None:
    if actor.user is None or (
        token.membership.user_id != actor.user.pk and actor.role not in ACCOUNT_KEEPERS
    ):
        return Refusal("接口令牌由本人或系统管理员停用。")
    return None


@transaction.atomic
def make_token(
    membership: Membership, name: str, wanted: Sequence[str], days: int = USUAL_DAYS, *, by: Actor
) -> tuple[ApiToken, str]:
    """A token and its secret, which is told here once and kept nowhere."""
    insist(may_make_token(by, membership))
    User.objects.select_for_update().get(pk=membership.user_id)
    insist_none(_problems(membership, name.strip(), wanted, days))
    secret, now = new_secret(), clock.now()
    token = ApiToken.objects.create(
        state=ApiToken.State.VALID,
        name=name.strip(),
        membership=membership,
        digest=digest_of(secret),
        hint=secret[:HINT_LENGTH],
        scopes=[scope for scope in scopes.known() if scope in wanted],
        made_by=by.user,
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    told = {"name": token.name, "hint": token.hint, "scopes": token.scopes, "expires_at": token.expires_at}
    record("make_token", token, by=by, after=told | {"membership": membership}, group=membership.user)
    return token, secret


def _problems(membership: Membership, name: str, wanted: Sequence[str], days: int) -> Iterator[Problem]:
    if not Membership.objects.current().filter(pk=membership.pk, user__is_active=True).exists():
        yield Problem("membership", "这个身份今天不在任期内，请选择现任的身份。")
    if not 2 <= len(name) <= 60:
        yield Problem("name", "请写明给哪个程序、做什么用，2 至 60 个字。")
    if not wanted:
        yield Problem("scopes", "请至少选择一项可读内容。")
    elif unknown := sorted(set(wanted) - set(scopes.known())):
        yield Problem("scopes", f"没有“{'、'.join(unknown)}”这项内容，请重新选择。")
    if not 1 <= days <= LONGEST_DAYS:
        yield Problem("days", f"有效天数请填 1 至 {LONGEST_DAYS}。")
    if ApiToken.objects.usable().filter(membership__user=membership.user_id).count() >= MOST:
        yield Problem("", f"在用的令牌已有 {MOST} 个，请先停用不再需要的。")


def revoke_token(token: ApiToken, *, by: Actor, reason: str = "") -> ApiToken:
    """The next request with it is refused."""
    insist(may_revoke_token(by, token))
    return move(token, ApiToken.State.REVOKED, by=by, action="revoke_token", reason=reason)


def end_tokens_of(user: User, *, by: Actor, reason: str) -> None:
    """Revoke all that the person's memberships have, as the account is closed."""
    for token in ApiToken.objects.filter(membership__user=user, state=ApiToken.State.VALID):
        move(token, ApiToken.State.REVOKED, by=by, action="revoke_token", reason=reason)
