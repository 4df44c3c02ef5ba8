"""What the site adds to the background jobs and to the to-dos of its administrators."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from yaodian.foundation.audit.health import ALERT_AFTER, late_words, sealing_lag
from yaodian.foundation.common import clock, periodic
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.desk.models import Presence
from yaodian.foundation.notices import todos
from yaodian.foundation.people.roles import Role

PRESENCE_KEPT = timedelta(hours=1)


def connect() -> None:
    periodic.register("clear_presence", 60.0, clear_presence)
    periodic.register("clear_sessions", 3600.0, SessionStore.clear_expired)
    todos.register("late sealing", late_sealing)


def clear_presence() -> int:
    """Forget who has not been seen for an hour; returns how many rows went."""
    return Presence.objects.filter(seen_at__lt=clock.now() - PRESENCE_KEPT).delete()[0]


def late_sealing(actor: Actor) -> Iterator[todos.Todo]:
    """The audit administrator is told when entries wait too long for their seal."""
    if actor.role != Role.AUDIT_ADMIN:
        return
    lag = sealing_lag()
    if lag > ALERT_AFTER:
        yield todos.Todo(
            title="审计记录封存停顿", url=reverse("administration:chain"), detail=late_words(lag)
        )
