"""Who else has this page open."""

from __future__ import annotations

from datetime import timedelta

from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor

from .models import Presence

HERE = timedelta(seconds=20)


def arrive(place: str, *, by: Actor) -> list[str]:
    """Note that the person is at `place` and return the names of the others seen there in the last 20 s."""
    now = clock.now()
    Presence.objects.update_or_create(user=by.user, place=place, defaults={"seen_at": now})
    others = Presence.objects.filter(place=place, seen_at__gte=now - HERE).exclude(user=by.user)
    return [row.user.name for row in others.select_related("user").order_by("user__order", "user_id")]
