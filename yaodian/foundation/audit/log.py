"""The one function that writes an audit entry."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models

from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor

from .context import current
from .models import Entry, Result


def record(
    action: str,
    obj: models.Model | None = None,
    *,
    by: Actor,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    result: str = Result.DONE,
    group: models.Model | None = None,
) -> Entry:
    """Write one entry in the transaction at hand and return it.

    `action` is a verb with its noun (`accept_target`); `group` is the record on whose timeline the entry also
    appears (a target's plan). Values of `before` and `after` are turned into what JSON can hold.
    """
    visit = current()
    behalf = by.on_behalf_of
    entry = Entry.objects.create(
        at=clock.now(),
        actor_id=by.id,
        actor_label=by.label[:80],
        role=by.role,
        role_label=by.role_label[:120],
        behalf_id=str(behalf.pk) if behalf is not None else "",
        behalf_label=str(behalf)[:80] if behalf is not None else "",
        action=action,
        result=result,
        **_object(obj),
        **_group(group),
        before=plain(before or {}),
        after=plain(after or {}),
        reason=reason,
        request_id=visit.request_id,
        address=visit.address,
        method=visit.method,
        path=visit.path[:300],
    )
    visit.entries.append(entry.pk)
    return entry


def plain(value: Any) -> Any:
    """`value` in types that JSON holds: decimals and dates as text, records as their key."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [plain(item) for item in value]
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, models.Model):
        return value.pk
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _object(obj: models.Model | None) -> dict[str, str]:
    if obj is None:
        return {}
    return {"object_type": obj._meta.label_lower, "object_id": str(obj.pk), "object_label": str(obj)[:200]}


def _group(group: models.Model | None) -> dict[str, str]:
    if group is None:
        return {}
    return {"group_type": group._meta.label_lower, "group_id": str(group.pk)}
