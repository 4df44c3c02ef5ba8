"""An issued plan in July whose first task names everything that a duty can name, with figures and shares."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.cast import actor
from tests.workplan.dashboard.scene import in_july
from tests.workplan.duties.making import assign, complete, county, divided_plan, division, duty_of, person
from tests.workplan.progress.making import confirmed, target_of
from yaodian.workplan.duties.actions.issuing import issue_plan
from yaodian.workplan.plans.actions.amending import Change, amend_plan
from yaodian.workplan.plans.models import Plan, Version

__all__ = ["in_july"]
JUNE = date(2026, 6, 30)
LISTS = ["tasks", "responsibility", "progress", "shares"]
INTERNAL = ["whole", *LISTS]


def plan_in_july() -> Plan:
    plan = divided_plan()
    told = {"handler": person("clerk"), "weight": Decimal("12.5"), "supporting_others": "市统计局"}
    told |= {"supporting": [division("农村科技科")]}
    assign(duty_of(plan, "1"), **complete(), **told)
    rest = {"2": Decimal(30), "3": Decimal("27.5"), "4": Decimal(30)}
    for no, weight in rest.items():
        lead = division("农村科技科" if no == "3" else "高新技术科")
        assign(duty_of(plan, no), **(complete() | {"lead": lead, "weight": weight}))
    plan.refresh_from_db()
    plan = issue_plan(plan, by=actor("chief"), revision=plan.revision)
    confirmed(target_of(plan, "35家"), JUNE, 10)
    confirmed(target_of(plan, "450家"), JUNE, 460)
    confirmed(target_of(plan, "450家"), JUNE, 30, region=county())
    return plan


def amended(plan: Plan, *changes: Change) -> Version:
    plan.refresh_from_db()
    return amend_plan(
        plan, changes, by=actor("chief"), revision=plan.revision, reason="省里调整了任务",
        basis="局长办公会", decided_on=date(2026, 6, 1),
    )  # fmt: skip
