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
    Presence.objects.bulk_create(
        [Presence(user=by.user, place=place, seen_at=now)],
        update_conflicts=True,
        unique_fields=["place", "user"],
        update_fields=["seen_at"],
    )
    others = Presence.objects.filter(place=place, seen_at__gte=now - HERE).exclude(user=by.user)
    return [row.user.name for row in others.select_related("user").order_by("user__order", "user_id")]
