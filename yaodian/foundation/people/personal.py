"""Personal details: who may see and change them, opening them for a reason, and every write to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any

from django.db import transaction

from yaodian.foundation.audit.log import record
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Problem, Refusal, insist, insist_none
from yaodian.foundation.common.row_security import rows_for
from yaodian.foundation.common.sealed import Sealed, SealedField, sealed_fields
from yaodian.foundation.flow.doors import Superseded, edit

from .models import PersonalDetails, User
from .numbers import plain_identity, plain_mobile, trouble_with_identity, trouble_with_mobile
from .roles import ACCOUNT_KEEPERS, ROLE_KEEPERS

KEEPERS = ACCOUNT_KEEPERS | ROLE_KEEPERS
SHORTEST_REASON, LONGEST_REASON = 4, 200
CHECKS = {"phone": (plain_mobile, trouble_with_mobile), "id_number": (plain_identity, trouble_with_identity)}
LABELS = {field.name: str(field.verbose_name) for field in sealed_fields(PersonalDetails)}
FIELDS = tuple(LABELS)


def is_own(actor: Actor, user: User) -> bool:
    """The person in their own name; whoever stands in for them has their role, not their life."""
    return actor.user is not None and actor.user.pk == user.pk


def may_see_details(actor: Actor, user: User) -> Refusal | None:
    """In masks."""
    if not is_own(actor, user) and actor.role not in KEEPERS:
        return Refusal("个人信息由本人、系统管理员和安全管理员查看。")
    return None


may_open_details = may_see_details


def may_change_details(actor: Actor, user: User) -> Refusal | None:
    if not is_own(actor, user) and actor.role not in ACCOUNT_KEEPERS:
        return Refusal("个人信息由本人或系统管理员更正。")
    return None


def context_of(actor: Actor, user: User) -> AbstractContextManager[None]:
    """The rows that the actor may reach: their own, or as a keeper all; nobody else's otherwise."""
    if is_own(actor, user):
        return rows_for(person=str(user.pk))
    return rows_for(keeper="details" if actor.role in KEEPERS else "")


def details_of(user: User, *, by: Actor) -> PersonalDetails:
    """What is held, sealed; an empty record (revision 0) where nothing is."""
    insist(may_see_details(by, user))
    with context_of(by, user):
        found = PersonalDetails.objects.filter(user=user).first()
    return found or PersonalDetails(user=user, revision=0, phone="", id_number="")


def change_details(
    user: User, changes: dict[str, str | Sealed], *, revision: int, by: Actor, reason: str = ""
) -> PersonalDetails:
    """Enter or correct; `revision` is what the person had on the screen, 0 for nothing. Values may be sealed already."""
    insist(may_change_details(by, user))
    clean = {name: _plain(name, value) for name, value in changes.items()}
    insist_none(_problems(clean, is_own(by, user), reason.strip()))
    wanted = {name: _sealed(name, value) for name, value in clean.items()}
    with context_of(by, user):
        User.objects.select_for_update().get(pk=user.pk)
        found = PersonalDetails.objects.filter(user=user).first()
        if found is None and revision == 0:
            return _enter(user, wanted, by, reason.strip())
        if found is None:
            raise Superseded(PersonalDetails(user=user, revision=0), [])
        return edit(found, by=by, revision=revision, action="change_details", reason=reason.strip(), **wanted)


def _enter(user: User, wanted: dict[str, Sealed], by: Actor, reason: str) -> PersonalDetails:
    details = PersonalDetails.objects.create(user=user, **wanted)
    record("enter_details", details, by=by, after=dict(wanted), reason=reason, group=user)
    return details


def _plain(name: str, value: str | Sealed) -> str | Sealed:
    return value if isinstance(value, Sealed) else CHECKS[name][0](value)


def _sealed(name: str, value: str | Sealed) -> Sealed:
    field = PersonalDetails._meta.get_field(name)
    assert isinstance(field, SealedField)  # noqa: S101 names of CHECKS are those of sealed fields
    sealed: Sealed = field.to_python(value)
    return sealed


def _problems(clean: dict[str, Any], own: bool, reason: str) -> Iterator[Problem]:
    for name, value in clean.items():
        trouble = "" if isinstance(value, Sealed) or not value else CHECKS[name][1](value)
        if trouble:
            yield Problem(name, trouble)
    if not own:
        yield from _problems_of_reason(reason)


def _problems_of_reason(reason: str) -> Iterator[Problem]:
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        yield Problem(
            "reason", f"请写明理由，{SHORTEST_REASON} 至 {LONGEST_REASON} 个字；理由会记入审计，本人能看到。"
        )


def _problems_of_nothing(details: PersonalDetails, wanted: Sequence[str]) -> Iterator[Problem]:
    if missing := [LABELS[name] for name in wanted if name not in held_in(details)]:
        yield Problem("wanted", f"没有登记{'、'.join(missing)}，没有全文可看，请去掉这一项。")


def held_in(details: PersonalDetails) -> list[str]:
    """The fields that hold something."""
    return [name for name in FIELDS if getattr(details, name)]


@transaction.atomic
def open_details(user: User, fields: Sequence[str], *, by: Actor, reason: str = "") -> dict[str, str]:
    """看全文: the clear values, and an entry that names the fields and the reason, never the values.

    Somebody else's only for a reason. The entry stands before anything is opened: if it cannot be written,
    nothing is shown. Of somebody else what is not held is not asked for: the entry would tell of a look that
    never was.
    """
    insist(may_open_details(by, user))
    wanted = [name for name in FIELDS if name in fields]
    own = is_own(by, user)
    insist_none([] if wanted else [Problem("wanted", "请选择要看的项目。")])
    insist_none([] if own else _problems_of_reason(reason.strip()))
    details = details_of(user, by=by)
    insist_none([] if own else _problems_of_nothing(details, wanted))
    action = "open_own_details" if own else "open_details"
    names = [LABELS[name] for name in wanted]
    record(action, user, by=by, after={"fields": names}, reason=reason.strip(), group=user)
    return {name: getattr(details, name).reveal() for name in wanted}


def who_looked(user: User, limit: int = 50) -> list[Entry]:
    """Who has seen this person's details in full, the newest first."""
    rows = Entry.objects.filter(
        action="open_details", object_type=user._meta.label_lower, object_id=str(user.pk)
    )
    return list(rows.order_by("-id")[:limit])
