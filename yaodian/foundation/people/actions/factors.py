"""The one write to other people's second factors: taking away a lost one, at the server."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction

from yaodian.foundation.audit.log import record
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Problem, insist, insist_none

from ..access import may_reset_second_factor
from ..models import User
from ..sessions import end_sessions_of
from ..watching import tell_watchers


@transaction.atomic
def reset_second_factor(user: User, *, by: Actor, reason: str) -> list[str]:
    """Take away authenticator app, security keys and recovery codes, and sign the person out; returns the kinds.

    The password stays; where the site requires a factor, the person sets up a new one before anything else.
    """
    insist(may_reset_second_factor(by, user))
    rows = Authenticator.objects.select_for_update().filter(user=user)
    kinds = sorted(row.type for row in rows)
    insist_none([] if reason.strip() else [Problem("reason", "请写明原因，会记入审计。")])
    insist_none([] if kinds else [Problem("user", f"{user.name}没有登记两步验证，不需要重置。")])
    rows.delete()
    record("reset_second_factor", user, by=by, before={"kinds": kinds}, reason=reason.strip())
    end_sessions_of(user)
    tell_watchers(user, by, "重置了两步验证")
    return kinds
