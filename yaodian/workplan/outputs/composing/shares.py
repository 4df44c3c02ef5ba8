"""县（市、区）分解表: targets by counties with their sum beside the city's figure; to a county its own column alone."""

from __future__ import annotations

from typing import Any

from yaodian.foundation.people.models import Region
from yaodian.workplan.duties.lists import SharedTarget, shared_targets
from yaodian.workplan.duties.models import Share
from yaodian.workplan.duties.naming import regions_in_order
from yaodian.workplan.duties.tables import share_heads, share_rows
from yaodian.workplan.plans.tables import quantity

from ..access import own_region
from .output import Asked, Fact, Listing, Output, list_output

NAME = "县（市、区）分解表"
WIDTHS = {"任务": 22, "指标": 22, "全市承诺": 14, "单位": 8, "提示": 26}
SOURCE = ("来源", "责任分解")
COUNTED = ("合计", "园区和县（市、区）有重叠，合计只算县（市、区）；增长率和占比不合计。")


def shares(asked: Asked) -> Output:
    as_of = ("数据截至", asked.today.isoformat())
    if own_region(asked.actor) is not None:
        return _of_one(asked, as_of)
    regions = regions_in_order()
    found = shared_targets(asked.plan, regions, only_shared=True)
    kept = [place for place, region in enumerate(regions) if _has_a_column(place, region, found)]
    heads = [
        (words, WIDTHS.get(words, wide)) for words, wide in share_heads([regions[place] for place in kept])
    ]
    rows = list(share_rows(_narrowed(one, kept) for one in found))
    return list_output(asked, NAME, Listing(heads, rows), SOURCE, as_of, COUNTED)


def _has_a_column(place: int, region: Region, found: list[SharedTarget]) -> bool:
    """Every county, and each park that undertakes something."""
    return region.kind == Region.Kind.COUNTY or any(one.shares[place] is not None for one in found)


def _narrowed(one: SharedTarget, kept: list[int]) -> SharedTarget:
    return SharedTarget(one.target, [one.shares[place] for place in kept], one.total, one.overload)


def _of_one(asked: Asked, as_of: Fact) -> Output:
    """What the actor's own county or park undertakes, and nothing of another."""
    rows = Share.objects.visible_to(asked.actor).filter(target__plan=asked.plan)
    rows = rows.select_related("region", "target__task__duty").order_by("target__start")
    found = list(rows)
    name = found[0].region.name if found else ""
    heads = [("任务", 30), ("指标", 26), (f"{name}承担", 14), ("单位", 9), ("全市承诺", 15), ("完成时限", 17)]
    listing = Listing(heads, [_own_row(one) for one in found], across=False)
    return list_output(asked, NAME, listing, SOURCE, as_of, scope=name)


def _own_row(share: Share) -> list[Any]:
    target = share.target
    duty = getattr(target.task, "duty", None)
    start = [str(target.task or "总体目标"), target.indicator, share.value, target.unit, quantity(target)]
    return [*start, duty.due_on if duty is not None else None]
