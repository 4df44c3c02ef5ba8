"""Every write to regions, organisations and divisions."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models, transaction

from yaodian.foundation.audit.log import record
from yaodian.foundation.common.actor import Actor

from ..models import Division, Organisation, Region

Place = TypeVar("Place", bound=models.Model)


@transaction.atomic
def add_region(code: str, name: str, kind: str, *, by: Actor, **fields: Any) -> Region:
    region = Region.objects.create(code=code, name=name, kind=kind, **fields)
    record("add_region", region, by=by, after={"code": code, "name": name, "kind": kind})
    return region


@transaction.atomic
def add_organisation(name: str, kind: str, region: Region, *, by: Actor, **fields: Any) -> Organisation:
    organisation = Organisation.objects.create(name=name, kind=kind, region=region, **fields)
    record("add_organisation", organisation, by=by, after={"name": name, "kind": kind, "region": region})
    return organisation


@transaction.atomic
def add_division(organisation: Organisation, name: str, *, by: Actor, **fields: Any) -> Division:
    division = Division.objects.create(organisation=organisation, name=name, **fields)
    record("add_division", division, by=by, after={"name": name, "organisation": organisation})
    return division


def change_region(region: Region, *, by: Actor, **changes: Any) -> Region:
    return _change("change_region", region, by, changes)


def change_organisation(organisation: Organisation, *, by: Actor, **changes: Any) -> Organisation:
    return _change("change_organisation", organisation, by, changes)


def change_division(division: Division, *, by: Actor, **changes: Any) -> Division:
    """Rename, reorder, close (`closed_on`) or open a division again; records that name it keep naming it."""
    return _change("change_division", division, by, changes)


@transaction.atomic
def _change(action: str, place: Place, by: Actor, changes: dict[str, Any]) -> Place:
    """Write what differs from the row as it is now, with one entry; nothing when nothing differs."""
    stored: Place = type(place)._base_manager.select_for_update().get(pk=place.pk)
    before = {name: getattr(stored, name) for name in changes if getattr(stored, name) != changes[name]}
    if before:
        for name in before:
            setattr(stored, name, changes[name])
        stored.save(update_fields=list(before))
        record(action, stored, by=by, before=before, after={name: changes[name] for name in before})
    return stored
