"""Every write to messages."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model

from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor

from .models import Message


def tell(users: Iterable[Model], words: str, url: str = "") -> list[Message]:
    """Send one sentence to each of `users`, in the transaction at hand, each person once."""
    once = {user.pk: user for user in users}
    rows = [Message(user_id=pk, words=words[:300], url=url, sent_at=clock.now()) for pk in once]
    return Message.objects.bulk_create(rows)


def mark_read(*, by: Actor, ids: Iterable[int] | None = None) -> int:
    """Mark the person's own unread messages as read (those in `ids`, or all); returns how many."""
    rows = Message.objects.unread().filter(user=by.user)
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    return rows.update(read_at=clock.now())
