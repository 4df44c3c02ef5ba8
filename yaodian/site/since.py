"""Since when a person's home tells what changed: their sign-in before this one, else the last seven days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest

from yaodian.foundation.audit.models import Entry, Result
from yaodian.foundation.common import clock
from yaodian.foundation.people.models import User
from yaodian.foundation.people.sessions import STARTED

FALLBACK = timedelta(days=7)
KEY = "home_since"


@dataclass(frozen=True)
class Since:
    """`signed_in` tells a sign-in from the seven days that stand for one."""

    at: datetime
    signed_in: bool


def since_last_visit(request: HttpRequest) -> Since:
    """Asked once a session; what is kept belongs to the sign-in that it was asked for."""
    started: float = request.session.get(STARTED) or clock.now().timestamp()
    kept = request.session.get(KEY)
    if not kept or kept[0] != started:
        kept = request.session[KEY] = [started, _sign_in_before(request.user, started)]  # type: ignore[arg-type]
    if kept[1] is None:
        return Since(clock.now() - FALLBACK, signed_in=False)
    return Since(datetime.fromtimestamp(kept[1], UTC), signed_in=True)


def _sign_in_before(user: User, started: float) -> float | None:
    before = Entry.objects.filter(
        actor_id=str(user.pk),
        action="sign_in",
        result=Result.DONE,
        at__lt=datetime.fromtimestamp(started, UTC),
    )
    at = before.order_by("-id").values_list("at", flat=True).first()
    return at.timestamp() if at is not None else None
