"""Every sign-in event of Django and allauth becomes an audit entry; connected once in `apps.py`."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.account.authentication import get_authentication_records
from allauth.mfa import signals as mfa
from allauth.socialaccount import signals as social
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.auth import signals as auth
from django.dispatch import Signal
from django.http import HttpRequest, HttpResponse

from yaodian.foundation.audit.log import record
from yaodian.foundation.audit.models import Result
from yaodian.foundation.common.actor import ANONYMOUS, Actor

from .guesses import forget_guesses
from .known_devices import remember
from .models import User
from .sessions import begin
from .single_sign_on.stages import PROVEN, proven_elsewhere

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
    account.user_logged_in.connect(all_the_way_in, dispatch_uid="known device")
    social.social_account_added.connect(linked, dispatch_uid="audit link_identity")
    social.social_account_removed.connect(unlinked, dispatch_uid="audit unlink_identity")
    auth.user_logged_out.connect(signed_out, dispatch_uid="audit sign_out")
    auth.user_login_failed.connect(failed, dispatch_uid="audit sign_in_failed")
    account.password_reset.connect(forgive, dispatch_uid="forgive guesses")
    mfa.authentication_failed.connect(factor_failed, dispatch_uid="audit second_factor_failed")
    for action, signal in (OWN_ACCOUNT | OWN_FACTOR).items():
        signal.connect(_listener(action), weak=False, dispatch_uid=f"audit {action}")


def signed_in(sender: Any, request: HttpRequest, user: User, **told: Any) -> None:
    begin(request)
    by_provider = any(one["method"] == "socialaccount" for one in get_authentication_records(request, user))
    record("sign_in", user, by=Actor(user), after={"by": "single_sign_on"} if by_provider else {})


def all_the_way_in(
    sender: Any, request: HttpRequest, response: HttpResponse, user: User, **told: Any
) -> None:
    """Every step is done: the browser is known from now on, and the session notes a second factor proven elsewhere."""
    remember(request, response, user)
    if proven_elsewhere(told):
        request.session[PROVEN] = True


def linked(sender: Any, sociallogin: SocialLogin, **told: Any) -> None:
    user = sociallogin.user
    after = {"name": sociallogin.account.extra_data["name"], "subject": sociallogin.account.uid}
    record("link_identity", user, by=Actor(user), after=after)


def unlinked(sender: Any, socialaccount: SocialAccount, **told: Any) -> None:
    user = socialaccount.user
    record("unlink_identity", user, by=Actor(user), before={"subject": socialaccount.uid})


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
    forget_guesses(user)


def _listener(action: str) -> Any:
    def listen(sender: Any, user: User, **told: Any) -> None:
        factor = told.get("authenticator")
        record(action, user, by=Actor(user), after={"kind": factor.type} if factor is not None else {})

    return listen
