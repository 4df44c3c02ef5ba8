"""What the addresses of the administrators' pages are about, made through actions."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore

from tests import cast
from yaodian.foundation.audit.log import record
from yaodian.foundation.common import clock
from yaodian.foundation.people.actions.requests import ask_for_role
from yaodian.foundation.people.checking import Wish
from yaodian.foundation.people.models import Division, Membership, Organisation, Region, User
from yaodian.foundation.people.roles import Role


@dataclass
class Administered:
    """A colleague with a role, a request for another role, a session, and an act of the audit administrator."""

    known: dict[str, int | str]

    def argument(self, name: str, argument: str) -> int | str:
        return self.known[argument]


def administration() -> Administered:
    user = User.objects.get(username="colleague")
    bureau = Organisation.objects.get(kind=Organisation.Kind.BUREAU)
    division = Division.objects.get(name="农村科技科")
    wish = Wish(user, Role.CHIEF, bureau, clock.today(), division=division)
    asked = ask_for_role(wish, by=cast.actor("system_admin"), reason="主持科室工作")
    return Administered(
        {
            "user_id": user.pk,
            "membership_id": Membership.objects.get(user=user).pk,
            "request_id": asked.pk,
            "region_id": Region.objects.get(kind=Region.Kind.COUNTY).pk,
            "organisation_id": bureau.pk,
            "division_id": division.pk,
            "name": "session_idle_minutes",
            "job_name": "clear_sessions",
            "session_id": open_session(user).pk,
            "entry_id": record("verify_chain", by=cast.actor("audit_admin")).pk,
        }
    )


def open_session(user: User) -> UserSession:
    """As a browser leaves it that has signed in."""
    store = SessionStore()
    store.create()
    return UserSession.objects.create(
        user=user, ip="192.0.2.7", session_key=store.session_key, user_agent="Mozilla/5.0"
    )
