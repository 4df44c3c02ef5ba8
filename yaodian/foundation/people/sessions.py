"""How long a session lasts, what a browser may keep of it, and the second factor a site can require."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from yaodian.foundation.common import clock

from .models import User
from .parameters import number
from .passwords import password_is_old
from .roles import STAFF
from .single_sign_on.stages import PROVEN

STARTED, SEEN = "session_started", "session_seen"
BACKGROUND = "X-Background"
EVERY_SECONDS = 30
Respond = Callable[[HttpRequest], HttpResponse]


class TimeoutMiddleware:
    """Ends a session that was idle too long or has lasted too long (two parameters).

    A request that a page makes by itself (header `X-Background: 1`) is not a sign of life. What a signed-in
    person was shown is not stored by the browser, and leaving empties what it cached all the same. Its storage
    stays: there lies what the person has decided and the server has not yet received, kept per person and sent
    only as that person.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_in = request.user.is_authenticated
        if was_in:
            hold(request)
        response = self.get_response(request)
        if was_in or request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        if was_in and not request.user.is_authenticated:
            response["Clear-Site-Data"] = '"cache"'
        return response


def begin(request: HttpRequest) -> None:
    """A person has signed in: both clocks start."""
    request.session[STARTED] = request.session[SEEN] = clock.now().timestamp()


def hold(request: HttpRequest) -> None:
    """Sign out when either time is over; else note that the person is here."""
    now = clock.now().timestamp()
    started = request.session.setdefault(STARTED, now)
    seen = request.session.setdefault(SEEN, now)
    if (
        now - seen > number("session_idle_minutes") * 60
        or now - started > number("session_absolute_hours") * 3600
    ):
        logout(request)
    elif now - seen > EVERY_SECONDS and request.headers.get(BACKGROUND) != "1":
        request.session[SEEN] = now


def end_sessions_of(user: User) -> None:
    """Sign a person out everywhere, at once."""
    for session in UserSession.objects.filter(user=user):
        session.end()


class SecondFactorMiddleware:
    """Who owes a second factor, or a new password, can only see to that or sign out."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and not request.path.startswith(open_paths()):
            if owes_second_factor(request):
                return send_to(
                    request, "mfa_index", "本单位要求使用两步验证。请先开启身份验证应用，或者登记安全密钥。"
                )
            if password_is_old(request.user):
                words = f"密码已使用超过 {number('password_rotation_days')} 天，请先设置新密码。"
                return send_to(request, "account_change_password", words)
        return self.get_response(request)


def owes_second_factor(request: HttpRequest) -> bool:
    """Whether the site requires a factor of this person, who has a staff role, none set up, and proved none elsewhere."""
    if not settings.SECOND_FACTOR_REQUIRED:
        return False
    if request.session.get(PROVEN):
        return False
    staff = any(held.role in STAFF for held in request.memberships)  # type: ignore[attr-defined]
    return staff and not is_mfa_enabled(request.user)


def open_paths() -> tuple[str, ...]:
    names = ("mfa_index", "account_change_password", "account_reauthenticate", "account_logout", "health")
    return (*(reverse(name) for name in names), "/" + settings.STATIC_URL.lstrip("/"))


def send_to(request: HttpRequest, name: str, words: str) -> HttpResponse:
    """To the page where it is put right; a partial update moves the whole page there."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": reverse(name)})
    messages.warning(request, words)
    return HttpResponseRedirect(reverse(name))
