"""Issued plans with duties, shares and reports for tests of progress."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.cast import actor
from tests.workplan.plans.making import TEXT
from tests.workplan.plans.standing import approved_plan
from yaodian.foundation.common import clock
from yaodian.foundation.people.models import Division, Region
from yaodian.workplan.duties.models import Duty, Share
from yaodian.workplan.plans.models import Plan, Target, Task
from yaodian.workplan.progress.models import Report

START, DUE = date(2026, 1, 1), date(2026, 12, 31)


def issued_plan(text: str = TEXT) -> Plan:
    """An issued plan whose tasks all belong to the high-tech division, from January to December."""
    plan = approved_plan(text)
    lead = Division.objects.get(name="高新技术科")
    for task in plan.tasks.promised():
        said = {"state": "issued", "lead": lead, "leader": actor("leader").user}
        Duty.objects.update_or_create(task=task, defaults={**said, "starts_on": START, "due_on": DUE})
    Plan.objects.filter(pk=plan.pk).update(state="issued")
    return Plan.objects.get(pk=plan.pk)


def target_of(plan: Plan, words: str) -> Target:
    return plan.targets.get(text__contains=words)


def county() -> Region:
    return Region.objects.get(name="青河县")


def share_of(target: Target, value: int) -> Share:
    return Share.objects.create(target=target, region=county(), value=Decimal(value))


def confirmed(
    about: Task | Target,
    as_of: date,
    value: Decimal | int | None = None,
    *,
    percent: int | None = None,
    region: Region | None = None,
) -> Report:
    """A confirmed report; without value and percent it says 无变化."""
    return Report.objects.create(
        plan=about.plan,
        task=about if isinstance(about, Task) else None,
        target=about if isinstance(about, Target) else None,
        region=region,
        as_of=as_of,
        value=value,
        percent=percent,
        no_change=value is None and percent is None,
        words="按月填报",
        state="confirmed",
        made_by=actor("clerk").user,
        made_at=clock.now(),
        confirmed_by=actor("chief").user,
        confirmed_at=clock.now(),
    )
