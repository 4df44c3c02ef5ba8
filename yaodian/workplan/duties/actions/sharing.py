"""Where a target starts, how it is spread over the year, and what each county undertakes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse

from yaodian.foundation.audit.log import record
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Problem, insist_none
from yaodian.foundation.flow.doors import Superseded, edit
from yaodian.foundation.flow.models import Revised
from yaodian.foundation.notices.actions import tell
from yaodian.foundation.people.models import Region
from yaodian.workplan.plans.models import Plan, Target
from yaodian.workplan.plans.states import ItemState, PlanState

from ..models import Pace, Share
from ..states import Rhythm
from ..telling import officers_of
from .opening import open_for_division, reason_problems

PACE = "pace"
GREATEST = Decimal(10) ** 14


@transaction.atomic
def divide_target(
    target: Target,
    pace: Mapping[str, Any],
    shares: Mapping[Region, Decimal | None],
    *,
    by: Actor,
    seen: Mapping[str, int],
    reason: str = "",
) -> Target:
    """Write a target's pace and county shares; what stays the same is left alone.

    `seen` holds the revisions on the person's screen: "pace" and each region's key; 0 or nothing for no row.
    Raises `Refused`, `Problems` (all at once) or `Superseded`.
    """
    plan = open_for_division(target.plan_id, by=by)
    held = Target.objects.select_related("task", "plan").get(pk=target.pk)
    insist_none(division_problems(plan, held, pace, shares, reason))
    write_pace(held, pace, by=by, seen=seen.get(PACE, 0), reason=reason)
    known = {share.region_id: share for share in Share.objects.filter(target=held)}
    for region, value in shares.items():
        had, seen_at = known.get(region.pk), seen.get(str(region.pk), 0)
        changed = write_share(held, region, value, had, by=by, seen=seen_at, reason=reason)
        if changed and plan.state == PlanState.ISSUED:
            _tell_county(plan, held, region, reason)
    return held


def division_problems(
    plan: Plan, target: Target, pace: Mapping[str, Any], shares: Mapping[Region, Decimal | None], reason: str
) -> list[Problem]:
    """What `divide_target` would say of these values; nothing is written."""
    told = [*reason_problems(plan, reason), *_target_problems(target)]
    return [*told, *pace_problems(pace), *share_problems(shares)]


def _target_problems(target: Target) -> Iterator[Problem]:
    if target.state != ItemState.ACCEPTED or (target.task is not None and target.task.restricted):
        yield Problem("", "这个指标已经取消，不再分解。")


def pace_problems(pace: Mapping[str, Any]) -> Iterator[Problem]:
    if pace.get("rhythm") == Rhythm.POINTS and not pace.get("points"):
        yield Problem("points", "选了按月度节点，请写出节点，例如 6月 40%、9月 70%、12月 100%。")
    if len(pace.get("baseline_source", "")) > 120:
        yield Problem("baseline_source", "基数来源最多 120 个字，请缩短。")
    if pace.get("baseline") is not None and abs(pace["baseline"]) >= GREATEST:
        yield Problem("baseline", "数字太长，请核对单位。")


def share_problems(shares: Mapping[Region, Decimal | None]) -> Iterator[Problem]:
    for region, value in shares.items():
        if value is not None and value < 0:
            yield Problem(f"share-{region.pk}", f"{region}的分解数是负数，请改成零或正数。")
        elif value is not None and value >= GREATEST:
            yield Problem(f"share-{region.pk}", f"{region}的分解数太长，请核对单位。")


def write_pace(target: Target, pace: Mapping[str, Any], *, by: Actor, seen: int, reason: str = "") -> bool:
    """Whether anything changed."""
    wanted = dict(pace)
    if wanted.get("rhythm") == Rhythm.EVEN:
        wanted["points"] = []
    held = Pace.objects.filter(target=target).first()
    blank = Pace(target=target) if held is None else held
    changes = {name: value for name, value in wanted.items() if getattr(blank, name) != value}
    if not changes:
        return False
    if held is None:
        made = Pace.objects.create(target=target, **changes)
        record("set_pace", made, by=by, after=changes, reason=reason, group=target.plan)
    else:
        edit(held, by=by, revision=seen, action="set_pace", reason=reason, **changes)
    return True


def write_share(
    target: Target,
    region: Region,
    value: Decimal | None,
    held: Share | None,
    *,
    by: Actor,
    seen: int,
    reason: str = "",
) -> bool:
    """Whether anything changed. A share that somebody else made meanwhile raises `Superseded`."""
    if (held.value if held is not None else None) == value:
        return False
    if held is not None:
        _insist_seen(held, seen)
        edit(held, by=by, revision=seen, action="set_share", reason=reason, value=value)
    else:
        made = Share.objects.create(target=target, region=region, value=value)
        record("set_share", made, by=by, after={"value": value}, reason=reason, group=target.plan)
    return True


def _insist_seen(held: Revised, seen: int) -> None:
    if held.revision != seen:
        raise Superseded(held, [])


def _tell_county(plan: Plan, target: Target, region: Region, reason: str) -> None:
    words = f"《{plan.title}》中{region}承担的“{target.indicator}”有调整：{reason.strip()}"
    tell(officers_of([region]), words, reverse("duties:undertaken"))
