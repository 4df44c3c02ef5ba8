"""Every sign-in event of Django and allauth becomes an audit entry; connected once in `apps.py`."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.core.internal import ratelimit
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth
from django.dispatch import Signal
from django.http import HttpRequest

from yaodian.foundation.audit.log import record
from yaodian.foundation.audit.models import Result
from yaodian.foundation.common.actor import ANONYMOUS, Actor

from .models import User, folded
from .sessions import begin

OWN_ACCOUNT: dict[str, Signal] = {
    "change_password": account.password_changed,
    "set_password": account.password_set,
    "reset_password": account.password_reset,
    "change_email": account.email_changed,
    "add_email": account.email_added,
    "remove_email": account.email_removed,
}
OWN_FACTOR: dict[str, Signal] = {
    "add_second_factor": mfa.authenticator_added,
    "remove_second_factor": mfa.authenticator_removed,
    "renew_second_factor": mfa.authenticator_reset,
    "use_second_factor": mfa.authenticator_used,
}


def connect() -> None:
    """Listen to each event under its own name."""
    auth.user_logged_in.connect(signed_in, dispatch_uid="audit sign_in")
    auth.user_logged_out.connect(signed_out, dispatch_uid="audit sign_out")
    auth.user_login_failed.connect(failed, dispatch_uid="audit sign_in_failed")
    account.password_reset.connect(forgive, dispatch_uid="forgive guesses")
    mfa.authentication_failed.connect(factor_failed, dispatch_uid="audit second_factor_failed")
    for action, signal in (OWN_ACCOUNT | OWN_FACTOR).items():
        signal.connect(_listener(action), weak=False, dispatch_uid=f"audit {action}")


def signed_in(sender: Any, request: HttpRequest, user: User, **told: Any) -> None:
    begin(request)
    record("sign_in", user, by=Actor(user))


def signed_out(sender: Any, request: HttpRequest, user: User | None, **told: Any) -> None:
    if user is not None:
        record("sign_out", user, by=getattr(request, "actor", None) or Actor(user))


def failed(sender: Any, credentials: dict[str, Any], **told: Any) -> None:
    """The name that was tried, never the password."""
    name = str(credentials.get("email") or credentials.get("username") or "")
    record("sign_in_failed", by=ANONYMOUS, result=Result.REFUSED, after={"login": name[:100]})


def factor_failed(sender: Any, user: User, **told: Any) -> None:
    record("second_factor_failed", user, by=Actor(user), result=Result.REFUSED)


def forgive(sender: Any, request: HttpRequest, user: User, **told: Any) -> None:
    """Who has set a new password by link may use it, however often the old one was mistyped."""
    ratelimit.clear(request, app="allauth.account", action="login_failed", key=folded(user.username))


def _listener(action: str) -> Any:
    def listen(sender: Any, user: User, **told: Any) -> None:
        factor = told.get("authenticator")
        record(action, user, by=Actor(user), after={"kind": factor.type} if factor is not None else {})

    return listen
