"""Reports about issued plans for tests of progress, made through the actions like any other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests.cast import actor
from tests.workplan.duties.making import county, issued_plan
from tests.workplan.duties.making import share as divide
from yaodian.foundation.people.models import Region
from yaodian.workplan.duties.actions.assigning import Step, assign_duty
from yaodian.workplan.duties.models import Duty, Milestone, Share
from yaodian.workplan.plans.models import Plan, Target, Task
from yaodian.workplan.progress.actions.deciding import confirm_report
from yaodian.workplan.progress.actions.reporting import report_progress
from yaodian.workplan.progress.actions.said import Said
from yaodian.workplan.progress.models import Report

__all__ = ["Said", "confirmed", "county", "issued_plan", "report", "said", "share_of", "target_of"]

JUNE = date(2026, 6, 30)


def target_of(plan: Plan, words: str) -> Target:
    return plan.targets.get(text__contains=words)


def share_of(target: Target, value: int) -> Share:
    """The county's part of a target, given by the chief after the plan was issued."""
    divide(target, {county(): value}, "chief", "补充分解")
    return Share.objects.get(target=target, region=county())


def said(as_of: date = JUNE, **told: Any) -> Said:
    """A report that lacks nothing, unless told otherwise; a `value` may be a plain number."""
    if isinstance(told.get("value"), int | str):
        told["value"] = Decimal(told["value"])
    return Said(as_of, **{"words": "按计划推进", "reference": "云科发〔2026〕9号", **told})


def report(
    about: Task | Target,
    as_of: date = JUNE,
    value: Decimal | int | str | None = None,
    *,
    percent: int | None = None,
    region: Region | None = None,
    login: str = "",
    **told: Any,
) -> Report:
    """A report that waits; without value and percent it says 无变化."""
    unchanged = value is None and percent is None
    content = said(as_of, value=value, percent=percent, no_change=unchanged, **told)
    maker = login or ("county" if region is not None else "clerk")
    return report_progress(about, content, by=actor(maker), region=region)


def confirmed(about: Task | Target, as_of: date = JUNE, *args: Any, **told: Any) -> Report:
    """The same, confirmed by the chief."""
    made = report(about, as_of, *args, **told)
    return confirm_report(made, by=actor("chief"), revision=made.revision)


def milestone_of(target: Target, due_on: date = JUNE) -> Milestone:
    """A step of the target's task, given by the chief after the plan was issued."""
    duty = Duty.objects.select_related("task").get(task=target.task_id)
    steps = [Step("完成摸底", due_on)]
    assign_duty(duty, {}, steps, by=actor("chief"), revision=duty.revision, reason="补充节点")
    return Milestone.objects.select_related("duty__task").get(duty=duty, title="完成摸底")
