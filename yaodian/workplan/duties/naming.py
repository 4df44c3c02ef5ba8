"""Who is meant by the names that a plan or a table uses: divisions, leaders, handlers of the plan's bureau."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from yaodian.foundation.people.models import Division, Membership, Region, User
from yaodian.foundation.people.roles import Role
from yaodian.workplan.plans.models import Plan
from yaodian.workplan.plans.takeover.lines import RowProblem
from yaodian.workplan.plans.takeover.values import Divisions

SEPARATORS = re.compile(r"[、，,；;/\s]+")
HANDLERS = (Role.CLERK, Role.CHIEF)


@dataclass
class Bureau:
    """The divisions and people of the bureau that a plan binds; each list is one query, made when needed."""

    plan: Plan

    @cached_property
    def divisions(self) -> list[Division]:
        """All of them in the office's order, closed ones too."""
        return list(Division.objects.filter(organisation=self.plan.organisation_id))

    @cached_property
    def open_divisions(self) -> list[Division]:
        return [division for division in self.divisions if division.closed_on is None]

    @cached_property
    def known(self) -> Divisions:
        return Divisions(self.divisions)

    @cached_property
    def leaders(self) -> list[User]:
        """Those who answer for work (局领导), in the office's order."""
        held = Membership.objects.current().filter(
            organisation=self.plan.organisation_id, role=Role.LEADER, user__is_active=True
        )
        return list(User.objects.filter(pk__in=held.values("user")).order_by("order", "pk"))

    @cached_property
    def handlers(self) -> list[Membership]:
        """Clerks and chiefs, by division in the office's order."""
        held = Membership.objects.current().filter(
            organisation=self.plan.organisation_id, role__in=HANDLERS, user__is_active=True
        )
        found = held.exclude(division=None).select_related("user", "division")
        return list(found.order_by("division__order", "user__order", "pk"))

    def leader_named(self, words: str) -> User | None:
        """The one leader whose name `words` are, or hold: 王海峰, 王海峰副局长."""
        wanted = folded(words)
        exact = [leader for leader in self.leaders if folded(leader.name) == wanted]
        within = [leader for leader in self.leaders if folded(leader.name) in wanted]
        found = exact or within
        return found[0] if len(found) == 1 else None

    def handlers_named(self, words: str) -> list[Membership]:
        return [one for one in self.handlers if folded(one.user.name) == folded(words)]

    def supporting(self, words: str) -> tuple[list[Division], str]:
        """The divisions that `words` name, each once, and the rest of the words."""
        named: dict[int, Division] = {}
        others = []
        for part in filter(None, SEPARATORS.split(words)):
            found = self.known.named(part)
            if isinstance(found, RowProblem):
                others.append(part)
            else:
                named[found.pk] = found
        return in_order(named.values()), "、".join(others)


def regions_in_order() -> list[Region]:
    """Counties, then parks, in the office's order; one query."""
    found = Region.objects.exclude(kind=Region.Kind.CITY)
    return sorted(found, key=lambda region: (region.kind != Region.Kind.COUNTY, region.order, region.code))


def in_order(divisions: Iterable[Division]) -> list[Division]:
    return sorted(divisions, key=lambda division: (division.order, division.pk))


def folded(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).split())
