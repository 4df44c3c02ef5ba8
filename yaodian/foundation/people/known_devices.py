"""Browsers from which a person has signed in before: nobody else can use up the tries that are counted for them.

The cookie names, for up to eight people who share a browser, the person, a random device and a digest that holds
as long as the password does. It opens nothing; it only says in which count a try is counted.
"""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from .models import User

SALT = "known device"
PEOPLE = 8


def cookie_name() -> str:
    return "__Host-devices" if settings.PRODUCTION else "devices"


def device_of(request: HttpRequest, user: User) -> str:
    """The device that this browser is to `user`, or nothing where they have not signed in with this password."""
    for row in _rows(request):
        if row[0] == user.pk and constant_time_compare(row[2], _digest(user, row[1])):
            return str(row[1])
    return ""


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Note in the browser that `user` has signed in from it; a device that is known keeps its name."""
    device = device_of(request, user) or token_urlsafe(12)
    others = [row for row in _rows(request) if row[0] != user.pk][: PEOPLE - 1]
    value = signing.dumps([[user.pk, device, _digest(user, device)], *others], salt=SALT)
    response.set_cookie(
        cookie_name(),
        value,
        max_age=settings.KNOWN_DEVICE_DAYS * 86_400,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _rows(request: HttpRequest) -> list[list[Any]]:
    try:
        rows = signing.loads(
            request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=settings.KNOWN_DEVICE_DAYS * 86_400
        )
    except signing.BadSignature:
        return []
    return list(rows)


def _digest(user: User, device: str) -> str:
    return salted_hmac(SALT, f"{user.pk} {device} {user.password}", algorithm="sha256").hexdigest()[:32]
