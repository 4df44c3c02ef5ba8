"""Every request has a number and an address in the audit; an unsafe one leaves at least one entry."""

from __future__ import annotations

import ipaddress
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from yaodian.foundation.common.actor import ANONYMOUS, Actor

from .context import Visit, visiting
from .log import record
from .models import Entry, Result

SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}


class VisitMiddleware:
    """Opens the visit and records what became of an unsafe request.

    The entry is written after the view's transactions have ended, one way or the other, in a transaction of
    its own. A request that went well and left an entry that stands has said enough. When the entry cannot
    be written the request fails: nobody is told of a success that the audit does not know.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        visit = Visit(
            request_id=uuid.uuid4().hex,
            address=client_address(request),
            method=_storable(request.method or "")[:8],
            path=_storable(request.path)[:300],
        )
        with visiting(visit):
            response = self.get_response(request)
            if visit.method not in SAFE:
                _conclude(visit, request, response)
        response["X-Request-ID"] = visit.request_id
        return response


def client_address(request: HttpRequest) -> str:
    """The visitor's address: what our own proxy added last; without a proxy, who is connected."""
    connected = request.META.get("REMOTE_ADDR", "")
    if not settings.BEHIND_PROXY:
        return _address(connected)
    last_hop = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    return _address(last_hop) or _address(connected)


def _conclude(visit: Visit, request: HttpRequest, response: HttpResponse) -> None:
    actor, result = _actor(request), _result(request, response)
    if result == Result.DONE and Entry.objects.filter(pk__in=visit.entries).exists():
        return
    record("request", by=actor, result=result, after={"status": response.status_code})


def _actor(request: HttpRequest) -> Actor:
    """Who it was, known by now even if they have signed in or out with this very request."""
    actor: Actor | None = getattr(request, "actor", None)
    user = getattr(request, "user", None)
    if actor is None and user is not None and user.is_authenticated:
        return Actor(user)
    return actor or ANONYMOUS


def _result(request: HttpRequest, response: HttpResponse) -> Result:
    if response.status_code >= 500:
        return Result.FAILED
    if response.status_code >= 400 or _sent_to_sign_in(request, response):
        return Result.REFUSED
    return Result.DONE


def _sent_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    """A stranger's request that was answered with the way to the sign-in page was refused."""
    if _actor(request) is not ANONYMOUS or response.status_code not in (301, 302, 303):
        return False
    entrance = resolve_url(settings.LOGIN_URL)
    return response.get("Location", "").partition("?")[0] == entrance and request.path != entrance


def _address(told: str) -> str:
    """An IP address in its usual form; "" for anything else, because anybody may send anything."""
    try:
        return str(ipaddress.ip_address(told.strip("[]")))
    except ValueError:
        return ""


def _storable(text: str) -> str:
    """Text that PostgreSQL can hold and a log line can show: control characters become visible."""
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in text)
