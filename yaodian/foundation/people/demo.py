"""The demo's accounts, one click away; every function here refuses outside demo mode."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from allauth.account.utils import perform_login
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from .models import Membership, User
from .roles import Role

ORDER = {role: place for place, role in enumerate(Role.values)}


@dataclass(frozen=True)
class Account:
    """A person of the demo and what they may act as."""

    user: User
    memberships: list[Membership]

    @property
    def label(self) -> str:
        return self.user.name

    @property
    def login(self) -> str:
        return self.user.username

    @property
    def role(self) -> str:
        return "、".join(membership.label for membership in self.memberships)


def accounts() -> list[Account]:
    """Everybody with a role today, those of the first role first, in the office's own order."""
    if not settings.DEMO:
        return []
    held = Membership.objects.current().filter(user__is_active=True).order_by("user__order", "user_id", "id")
    rows = held.select_related("user", "organisation", "division")
    people = [Account(user, list(of_one)) for user, of_one in groupby(rows, key=lambda row: row.user)]
    return sorted(people, key=lambda account: ORDER[account.memberships[0].role])


def grouped() -> Iterator[tuple[str, list[Account]]]:
    """The accounts under the name of their first role, as the sign-in page shows them."""
    for role, people in groupby(accounts(), key=lambda account: account.memberships[0].role):
        yield Role(role).label, list(people)


@require_POST
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Come in as a person of the demo, without a password; a second factor is still asked for."""
    known = [account.user.pk for account in accounts()]
    if not known:
        raise Http404
    user = get_object_or_404(User, pk__in=known, username=request.POST.get("username", ""))
    return perform_login(request, user, email_verification="none")
