"""层层加码: county shares that ask more than the city has promised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from yaodian.foundation.people.models import Region
from yaodian.workplan.plans.models import Plan, Target
from yaodian.workplan.plans.states import Comparator, TargetKind
from yaodian.workplan.plans.tables import number

from .models import Share

SUMMED = (TargetKind.INCREMENT, TargetKind.LEVEL)


@dataclass(frozen=True)
class Overload:
    """A target whose county shares ask `shared` where the city has promised `promised`."""

    target: Target
    promised: Decimal
    shared: Decimal
    summed: bool

    @property
    def difference(self) -> Decimal:
        return self.shared - self.promised

    @property
    def words(self) -> str:
        shared, promised, difference = map(number, (self.shared, self.promised, self.difference))
        unit = f" {self.target.unit}".rstrip()
        if self.summed:
            return f"各县（市、区）合计 {shared}{unit}，全市承诺 {promised}{unit}，多出 {difference}{unit}。"
        return f"各县（市、区）都高于全市的 {promised}{unit}，最低的也有 {shared}{unit}，高出 {difference}{unit}。"

    def told(self) -> dict[str, Any]:
        """As an issuance keeps it."""
        return {
            "target": self.target.pk,
            "promised": format(self.promised.normalize(), "f"),
            "shared": format(self.shared.normalize(), "f"),
        }


def overload_of(target: Target, shares: Iterable[Decimal | None]) -> Overload | None:
    """The overload of one target, given what its counties undertake; parks overlap counties and do not count.

    A rate or ratio of the city lies among those of its counties, so it is overloaded when all of them lie above.
    """
    given = [share for share in shares if share is not None]
    if not given or target.comparator == Comparator.AT_MOST:
        return None
    promised = target.value_max if target.value_max is not None else target.value
    summed = target.kind in SUMMED
    shared = sum(given, Decimal(0)) if summed else min(given)
    return Overload(target, promised, shared, summed) if shared > promised else None


def overloads(plan: Plan) -> list[Overload]:
    """Every overloaded target of the plan's open work, in the order of the text; one query."""
    counties = Share.objects.filter(target__plan=plan, region__kind=Region.Kind.COUNTY).exclude(value=None)
    promised = plan.targets.promised().open_work()
    shares = (
        counties.filter(target__in=promised).select_related("target__task").order_by("target__start", "pk")
    )
    by_target: dict[int, list[Share]] = {}
    for share in shares:
        by_target.setdefault(share.target_id, []).append(share)
    found = (overload_of(held[0].target, [one.value for one in held]) for held in by_target.values())
    return [one for one in found if one is not None]


def open_targets(plan: Plan) -> list[Target]:
    return list(plan.targets.promised().open_work().select_related("task"))
