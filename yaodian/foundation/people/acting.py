"""Who the person at the browser is acting as."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from yaodian.foundation.audit.log import record
from yaodian.foundation.common.actor import Actor

from .models import Membership, User

SESSION_KEY = "acting_membership"


def memberships_of(user: User) -> list[Membership]:
    """The roles `user` holds today, in the order they were given; one query."""
    rows = Membership.objects.current().filter(user=user)
    return list(rows.select_related("organisation", "division", "region"))


def choose(request: HttpRequest, user: User) -> tuple[Actor, list[Membership]]:
    """The actor for this request: the role picked in the session while it is still held, else the first."""
    held = memberships_of(user)
    picked = request.session.get(SESSION_KEY)
    membership = next((row for row in held if row.pk == picked), held[0] if held else None)
    return Actor(user, membership), held


def act_as(request: HttpRequest, membership: Membership, *, by: Actor) -> None:
    """Act in `membership` from now on in this session; the caller has seen that the person holds it."""
    request.session[SESSION_KEY] = membership.pk
    record("act_as", membership, by=by, after={"membership": membership, "label": membership.label})


class ActingMiddleware:
    """Sets `request.actor` (None when nobody is signed in) and `request.memberships`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor, request.memberships = None, []  # type: ignore[attr-defined]
        if isinstance(request.user, User):
            request.actor, request.memberships = choose(request, request.user)  # type: ignore[attr-defined]
        return self.get_response(request)
