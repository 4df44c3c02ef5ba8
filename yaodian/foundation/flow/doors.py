"""The two doors through which a record changes.

Both write with a compare-and-set: the UPDATE names the state or the revision that the person saw, so that of
two people at once exactly one gets through and the other is told what has changed meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models, transaction

from yaodian.foundation.audit.log import plain, record
from yaodian.foundation.common.actor import Actor

from .models import Flowing, Revised

Record = TypeVar("Record", bound=Revised)
Stateful = TypeVar("Stateful", bound=Flowing)


class NotInNext(Exception):
    """The state asked for does not follow the state the record is in."""

    def __init__(self, obj: Flowing, to: str) -> None:
        super().__init__(f"{obj._meta.label}: {obj.state} → {to}")
        self.obj, self.to = obj, to


@dataclass(frozen=True)
class Difference:
    """One field on which the record and what the person wanted disagree; values as JSON holds them."""

    field: str
    label: str
    seen: Any
    now: Any
    wanted: Any


class Superseded(Exception):
    """Somebody was first. `current` is the record as it is now, `differences` what the person would overwrite."""

    def __init__(self, current: Revised, differences: list[Difference]) -> None:
        super().__init__(f"{current._meta.label} {current.pk} is at revision {current.revision}")
        self.current, self.differences = current, differences


def move(
    obj: Stateful,
    to: str,
    *,
    by: Actor,
    action: str = "",
    reason: str = "",
    revision: int | None = None,
    **changes: Any,
) -> Stateful:
    """Bring `obj` into state `to`, with `changes` of other fields, and write the audit entry.

    `revision` is what the person had on the screen; without it only the state is compared. Returns the record
    as stored. Raises `NotInNext` or `Superseded`; then nothing is written.
    """
    if revision is not None and revision != obj.revision:
        raise Superseded(obj, differences(obj, {"state": to, **changes}, obj))
    if to not in obj.NEXT.get(obj.state, set()):
        raise NotInNext(obj, to)
    where: dict[str, Any] = {"state": obj.state, "revision": obj.revision}
    return _write(obj, where, {"state": to, **changes}, by=by, action=action or f"{to}", reason=reason)


def edit(
    obj: Record, *, by: Actor, revision: int, action: str = "edit", reason: str = "", **changes: Any
) -> Record:
    """Change fields of `obj` that the person saw at `revision`. Never changes the state.

    Returns the record as stored. Raises `Superseded` when the row has moved on; then nothing is written.
    """
    if "state" in changes:
        raise ValueError("edit() does not change a state; move() does.")
    return _write(obj, {"revision": revision}, changes, by=by, action=action, reason=reason)


def _write(
    obj: Record, where: dict[str, Any], changes: dict[str, Any], *, by: Actor, action: str, reason: str
) -> Record:
    manager = type(obj)._base_manager
    with transaction.atomic():
        before = {name: getattr(obj, _column(obj, name)) for name in changes}
        won = manager.filter(pk=obj.pk, **where).update(**changes, revision=models.F("revision") + 1)
        if not won:
            current = manager.get(pk=obj.pk)
            raise Superseded(current, differences(obj, changes, current))
        stored = manager.get(pk=obj.pk)
        after = {name: getattr(stored, _column(stored, name)) for name in changes}
        record(action, stored, by=by, before=before, after=after, reason=reason, group=stored.audit_group)
    return stored


def differences(seen: Revised, wanted: dict[str, Any], current: Revised) -> list[Difference]:
    """Fields whose present value is not what the person wants, with what the person saw."""
    found = []
    for name, value in wanted.items():
        column = _column(seen, name)
        old, new = plain(getattr(seen, column)), plain(getattr(current, column))
        if new != plain(value):
            label = str(getattr(seen._meta.get_field(name), "verbose_name", name))
            found.append(Difference(name, label, old, new, plain(value)))
    return found


def _column(obj: models.Model, name: str) -> str:
    """The attribute that holds a field's own value: a foreign key's id rather than a query for its row."""
    attname: str = obj._meta.get_field(name).attname  # type: ignore[union-attr]
    return attname
