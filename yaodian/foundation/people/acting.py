"""Who the person at the browser is acting as."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from yaodian.foundation.audit.log import record
from yaodian.foundation.common.actor import Actor

from .models import Delegation, Membership, User

SESSION_KEY = "acting_membership"


def memberships_of(user: User) -> list[Membership]:
    """The roles `user` may act in today: first their own, then those handed to them; one query.

    What is handed over counts while its giver is in office and the delegate still belongs to the same
    organisation. Such a membership names its giver in `on_behalf_of`.
    """
    own = Membership.objects.current().filter(user=user)
    handed = Delegation.objects.current().filter(delegate=user).values("membership")
    lent = Q(pk__in=handed, user__is_active=True, organisation__in=own.values("organisation"))
    rows = list(
        Membership.objects.current()
        .filter(Q(user=user) | lent)
        .select_related("user", "organisation", "division", "region")
    )
    for row in rows:
        row.on_behalf_of = row.user if row.user_id != user.pk else None
    return sorted(rows, key=lambda row: row.on_behalf_of is not None)


def acting_in(user: User, membership: Membership | None) -> Actor:
    return Actor(user, membership, membership.on_behalf_of if membership is not None else None)


def oneself(actor: Actor) -> Actor:
    """The person in a matter of their own, whoever they are standing in for at the moment."""
    return actor if actor.on_behalf_of is None else Actor(actor.user)


def choose(request: HttpRequest, user: User) -> tuple[Actor, list[Membership]]:
    """The actor for this request: the role picked in the session while it may be acted in, else the first."""
    held = memberships_of(user)
    picked = request.session.get(SESSION_KEY)
    own = held[0] if held and held[0].on_behalf_of is None else None
    return acting_in(user, next((row for row in held if row.pk == picked), own)), held


def act_as(request: HttpRequest, membership: Membership, *, by: Actor) -> None:
    """Act in `membership` from now on in this session; the caller has seen that the person may."""
    request.session[SESSION_KEY] = membership.pk
    after = {"membership": membership, "label": membership.label}
    record("act_as", membership, by=by, after=after, group=membership.on_behalf_of)


class ActingMiddleware:
    """Sets `request.actor` (None when nobody is signed in) and `request.memberships`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor, request.memberships = None, []  # type: ignore[attr-defined]
        if isinstance(request.user, User):
            request.actor, request.memberships = choose(request, request.user)  # type: ignore[attr-defined]
        return self.get_response(request)
