"""Plans whose work is divided and issued, made through the actions like any other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests.cast import actor
from tests.workplan.plans.making import TEXT, target_of
from tests.workplan.plans.standing import approved_plan
from yaodian.foundation.common.actor import SYSTEM
from yaodian.foundation.people.actions import add_region
from yaodian.foundation.people.models import Division, Region, User
from yaodian.workplan.duties.actions.assigning import Step, assign_duty
from yaodian.workplan.duties.actions.issuing import issue_plan
from yaodian.workplan.duties.actions.sharing import divide_target
from yaodian.workplan.duties.models import Duty, Share
from yaodian.workplan.plans.models import Plan, Target

START, END = date(2026, 1, 1), date(2026, 12, 31)


def division(name: str = "高新技术科") -> Division:
    return Division.objects.get(name=name)


def person(login: str) -> User:
    return User.objects.get(username=login)


def complete() -> dict[str, Any]:
    """All that a duty must name to be issued."""
    return {"lead": division(), "leader": person("leader"), "starts_on": START, "due_on": END}


def duty_of(plan: Plan, no: str) -> Duty:
    return Duty.objects.select_related("task", "lead", "leader", "handler").get(task__plan=plan, task__no=no)


def assign(duty: Duty, login: str = "clerk", steps: list[Step] | None = None, **values: Any) -> Duty:
    return assign_duty(duty, values, steps or [], by=actor(login), revision=duty.revision)


def second_county() -> Region:
    """永宁区 beside the cast's 青河县, so that shares can be summed."""
    known = Region.objects.filter(code="990122").first()
    city = Region.objects.get(kind=Region.Kind.CITY)
    return known or add_region("990122", "永宁区", Region.Kind.COUNTY, by=SYSTEM, parent=city, order=2)


def county() -> Region:
    return Region.objects.get(name="青河县")


def share(target: Target, shares: dict[Region, int | None], login: str = "clerk", reason: str = "") -> Target:
    """Give each region its share as it now stands on the screen."""
    held = {one.region_id: one.revision for one in Share.objects.filter(target=target)}
    seen = {str(region.pk): held.get(region.pk, 0) for region in shares}
    values = {region: None if value is None else Decimal(value) for region, value in shares.items()}
    return divide_target(target, {}, values, by=actor(login), seen=seen, reason=reason)


def divided_plan(text: str = TEXT) -> Plan:
    """An approved plan in which every duty is complete and one target is shared out among two counties."""
    plan = approved_plan(text)
    for duty in Duty.objects.filter(task__plan=plan).select_related("task"):
        assign(duty, **complete())
    if text == TEXT:
        share(target_of(plan, "450家"), {county(): 200, second_county(): 150})
    return plan


def issued_plan(text: str = TEXT) -> Plan:
    plan = divided_plan(text)
    return issue_plan(plan, by=actor("chief"), revision=plan.revision)
