"""Every write to regions, organisations, divisions, users and roles."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from yaodian.foundation.audit.log import record
from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.flow.doors import edit

from .models import Division, Membership, Organisation, Region, User
from .sessions import end_sessions_of


@transaction.atomic
def add_region(code: str, name: str, kind: str, *, by: Actor, **fields: Any) -> Region:
    region = Region.objects.create(code=code, name=name, kind=kind, **fields)
    record("add_region", region, by=by, after={"code": code, "name": name, "kind": kind})
    return region


@transaction.atomic
def add_organisation(name: str, kind: str, region: Region, *, by: Actor, **fields: Any) -> Organisation:
    organisation = Organisation.objects.create(name=name, kind=kind, region=region, **fields)
    record("add_organisation", organisation, by=by, after={"name": name, "kind": kind, "region": region})
    return organisation


@transaction.atomic
def add_division(organisation: Organisation, name: str, *, by: Actor, **fields: Any) -> Division:
    division = Division.objects.create(organisation=organisation, name=name, **fields)
    record("add_division", division, by=by, after={"name": name, "organisation": organisation})
    return division


@transaction.atomic
def add_user(username: str, name: str, *, by: Actor, password: str | None = None, **fields: Any) -> User:
    user = User.objects.create_user(username, name, password, **fields)
    record("add_user", user, by=by, after={"username": username, "name": name})
    return user


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
    """Give `user` a role from `starts_on` (today unless told) to `ends_on` (open unless told)."""
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


@transaction.atomic
def deactivate_user(user: User, *, by: Actor, reason: str = "") -> User:
    """Close an account: the person is signed out everywhere at once and cannot sign in."""
    return _set_active(user, False, "deactivate_user", by, reason)


@transaction.atomic
def reactivate_user(user: User, *, by: Actor, reason: str = "") -> User:
    """Open a closed account again; sessions from before stay ended."""
    return _set_active(user, True, "reactivate_user", by, reason)


def _set_active(user: User, active: bool, action: str, by: Actor, reason: str) -> User:
    """Compare and set: of two administrators at once, one changes it and leaves the entry."""
    if User.objects.filter(pk=user.pk, is_active=not active).update(is_active=active):
        record(action, user, by=by, before={"active": not active}, after={"active": active}, reason=reason)
    end_sessions_of(user)
    user.refresh_from_db()
    return user
