"""Every write to accounts: opened, renamed, closed, opened again, unlocked, signed out."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.db import transaction

from yaodian.foundation.audit.log import record
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import insist

from ..access import (
    may_change_account,
    may_deactivate,
    may_end_sessions,
    may_give_link,
    may_keep_accounts,
    may_reactivate,
    may_unlock,
)
from ..endings import end_all
from ..guesses import forget_guesses
from ..links import password_link
from ..models import User
from ..sessions import end_sessions_of
from ..watching import tell_watchers


@transaction.atomic
def add_user(username: str, name: str, *, by: Actor, password: str | None = None, **fields: Any) -> User:
    user = User.objects.create_user(username, name, password, **fields)
    record("add_user", user, by=by, after={"username": username, "name": name})
    return user


@transaction.atomic
def change_user(user: User, *, by: Actor, **changes: Any) -> User:
    """Another name, e-mail address or place in the order; the user name stays, the audit knows it.

    Of another e-mail address the person and the watchers are told: a forgotten password is sent there.
    """
    stored = User.objects.select_for_update().get(pk=user.pk)
    before = {name: getattr(stored, name) for name in changes if getattr(stored, name) != changes[name]}
    insist(may_change_account(by, stored, before))
    if before:
        User.objects.filter(pk=user.pk).update(**{name: changes[name] for name in before})
        record("change_user", stored, by=by, before=before, after={name: changes[name] for name in before})
    if "email" in before:
        tell_watchers(stored, by, "更换了电子邮箱")
    stored.refresh_from_db()
    return stored


@transaction.atomic
def make_password_link(user: User, *, by: Actor, address: str = "") -> str:
    """A link, good once and for some hours, with which the person sets a password; it is stored nowhere.

    The person is signed out everywhere and keeps the second factor; the person and the watchers are told.
    """
    User.objects.select_for_update().get(pk=user.pk)
    insist(may_give_link(by, user))
    record("make_password_link", user, by=by)
    end_sessions_of(user)
    tell_watchers(user, by, "发出了设置密码的链接")
    return password_link(user, address)


@transaction.atomic
def open_account(username: str, name: str, *, by: Actor, **fields: Any) -> User:
    """An account made by an administrator; it can do nothing before a role is given and a password is set."""
    insist(may_keep_accounts(by))
    return add_user(username, name, by=by, **fields)


@transaction.atomic
def close_account(user: User, *, by: Actor, reason: str) -> User:
    """`deactivate_user` as an administrator does it: never oneself, never the last for a duty."""
    insist(may_deactivate(by, user))
    return deactivate_user(user, by=by, reason=reason)


@transaction.atomic
def deactivate_user(user: User, *, by: Actor, reason: str = "") -> User:
    """Close an account: the person is signed out everywhere at once and holds nothing any more.

    The password goes with it, and with the password every link that was made to set one.
    """
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        user.set_unusable_password()
        User.objects.filter(pk=user.pk).update(password=user.password)
        record(
            "deactivate_user",
            user,
            by=by,
            before={"is_active": True},
            after={"is_active": False},
            reason=reason,
        )
        end_all(user, by=by, reason=reason)
    end_sessions_of(user)
    user.refresh_from_db()
    return user


@transaction.atomic
def reactivate_user(user: User, *, by: Actor, reason: str = "") -> User:
    """Open a closed account again; what it held stays ended, and a new password is set by link."""
    insist(may_reactivate(by, user))
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        record(
            "reactivate_user",
            user,
            by=by,
            before={"is_active": False},
            after={"is_active": True},
            reason=reason,
        )
    user.refresh_from_db()
    return user


@transaction.atomic
def unlock(user: User, *, by: Actor) -> None:
    """Let somebody who mistyped the password too often try again at once."""
    insist(may_unlock(by))
    forget_guesses(user)
    record("unlock_user", user, by=by)


@transaction.atomic
def end_session(session: UserSession, *, by: Actor, reason: str) -> None:
    """Sign a person out of one browser."""
    insist(may_end_sessions(by))
    seen = {"address": session.ip, "user_agent": session.user_agent}
    record("end_session", session.user, by=by, before=seen, reason=reason)
    session.end()
