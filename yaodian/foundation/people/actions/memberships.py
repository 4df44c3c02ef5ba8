"""Every write to the roles that people hold."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from yaodian.foundation.audit.log import record
from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import insist
from yaodian.foundation.flow.doors import edit

from ..models import Division, Membership, Organisation, Region, User
from ..profiles import may_exist


@transaction.atomic
def grant_role(
    user: User,
    role: str,
    organisation: Organisation,
    *,
    by: Actor,
    division: Division | None = None,
    region: Region | None = None,
    title: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Membership:
    """Give `user` a role from `starts_on` (today unless told) to `ends_on` (open unless told).

    Refuses a role that the security profile does not know.
    """
    insist(may_exist(role))
    membership = Membership.objects.create(
        user=user,
        role=role,
        organisation=organisation,
        division=division,
        region=region,
        title=title,
        starts_on=starts_on or clock.today(),
        ends_on=ends_on,
    )
    record(
        "grant_role", user, by=by, after={"role": role, "membership": membership, "label": membership.label}
    )
    return membership


def end_role(membership: Membership, *, by: Actor, on: date | None = None, reason: str = "") -> Membership:
    """Let a role end on a day (today unless told)."""
    day = on or clock.today()
    return edit(
        membership, by=by, revision=membership.revision, action="end_role", reason=reason, ends_on=day
    )
