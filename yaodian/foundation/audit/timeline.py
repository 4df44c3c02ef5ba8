"""The life of a record as its page tells it, newest first, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

from yaodian.foundation.common.components import Event

from . import words
from .models import Entry, Result

KINDS = {Result.DONE.value: "", Result.REFUSED.value: "warn", Result.FAILED.value: "late"}


@dataclass(frozen=True)
class Change:
    """One field that became another."""

    label: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.label} {self.before} → {self.after}"


@dataclass(frozen=True)
class Told(Event):
    """An event of the timeline with its entry: `id` is where the next page goes on."""

    id: int = 0
    changes: tuple[Change, ...] = ()


def timeline(obj: models.Model, limit: int, before: int | None = None) -> list[Told]:
    """Up to `limit` entries about `obj` or grouped under it, newest first, below entry `before`."""
    here = {"object_type": obj._meta.label_lower, "object_id": str(obj.pk)}
    under = {"group_type": obj._meta.label_lower, "group_id": str(obj.pk)}
    rows = Entry.objects.all() if before is None else Entry.objects.filter(id__lt=before)
    about = rows.filter(**here).order_by("-id")[:limit]
    grouped = rows.filter(**under).exclude(**here).order_by("-id")[:limit]
    found = list(about.union(grouped, all=True).order_by("-id")[:limit])
    names = words.names_in(found)
    return [tell(entry, obj, names) for entry in found]


def tell(entry: Entry, obj: models.Model | None = None, names: words.Names | None = None) -> Told:
    """One entry in words; on the page of `obj` its own name is left out."""
    changes = changes_of(entry, names)
    return Told(
        at=entry.at,
        what=_what(entry, obj, changes),
        who=_who(entry),
        opinion=entry.reason,
        kind=KINDS.get(entry.result, ""),
        id=entry.id,
        changes=changes,
    )


def changes_of(entry: Entry, told: words.Names | None = None) -> tuple[Change, ...]:
    """The fields whose value differs between before and after, in the order of the model; `told` names records."""
    names = sorted(
        {**entry.before, **entry.after} if entry.before else {},
        key=lambda name: words.place_of_field(entry.object_type, name),
    )
    return tuple(
        Change(
            words.of_field(entry.object_type, name),
            words.of_value(entry.object_type, name, entry.before.get(name), told),
            words.of_value(entry.object_type, name, entry.after.get(name), told),
        )
        for name in names
        if entry.before.get(name) != entry.after.get(name)
        and not words.is_understood(entry.object_type, name)
    )


def _what(entry: Entry, obj: models.Model | None, changes: tuple[Change, ...]) -> str:
    told = words.of_action(entry.action)
    own = obj is not None and (entry.object_type, entry.object_id) == (obj._meta.label_lower, str(obj.pk))
    if entry.object_label and not own:
        told += f"：{entry.object_label}"
    if entry.result != Result.DONE:
        told += f"（{Result(entry.result).label}）"
    return told + (f"（{'；'.join(map(str, changes))}）" if changes else "")


def _who(entry: Entry) -> str:
    who = f"{entry.actor_label}（{entry.role_label}）" if entry.role_label else entry.actor_label
    return f"{who}，代 {entry.behalf_label}" if entry.behalf_label else who
