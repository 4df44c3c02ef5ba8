"""Who is told of a plan's issue and of later adjustments."""

from __future__ import annotations

from collections.abc import Iterable

from yaodian.foundation.people.models import Division, Membership, Region, User
from yaodian.foundation.people.roles import Role

from .naming import HANDLERS

OFFICERS = (Role.COUNTY, Role.PARK)


def staff_of(divisions: Iterable[Division | int]) -> list[User]:
    """Clerks and chiefs of the divisions."""
    keys = [one if isinstance(one, int) else one.pk for one in divisions]
    held = Membership.objects.current().filter(division__in=keys, role__in=HANDLERS)
    return list(User.objects.filter(is_active=True, pk__in=held.values("user")))


def officers_of(regions: Iterable[Region | int]) -> list[User]:
    """The officers of counties and parks."""
    keys = [one if isinstance(one, int) else one.pk for one in regions]
    held = Membership.objects.current().filter(region__in=keys, role__in=OFFICERS)
    return list(User.objects.filter(is_active=True, pk__in=held.values("user")))
