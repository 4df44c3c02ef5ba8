"""Confirmed progress and where a plan stands, for other programs."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from yaodian.foundation.common import clock
from yaodian.foundation.desk.api import Limit, Listing, NextKey, listed
from yaodian.foundation.people.bearer import Bearer
from yaodian.workplan.plans.api import actor_of, plan_of

from .models import Report
from .standing import TargetStanding, TaskStanding, standings

SCOPE = "progress:read"
router = Router(auth=Bearer(SCOPE), tags=["进展"])


class ReportOut(Schema):
    """A confirmed report: the value reached, a percent, or no change."""

    id: int
    plan_id: int
    task_id: int | None = Field(description="任务")
    target_id: int | None = Field(description="指标")
    region: str | None = Field(description="县（市、区）代码；空为全市")
    as_of: date = Field(description="截至日期")
    value: Decimal | None = Field(description="完成数，单位同指标")
    percent: int | None = Field(description="完成百分比")
    no_change: bool = Field(description="无变化")
    words: str = Field(description="进展说明")
    reference: str = Field(description="文号")
    link: str = Field(description="链接")
    confirmed_at: datetime = Field(description="确认时间")

    @staticmethod
    def resolve_region(report: Report) -> str | None:
        return report.region.code if report.region is not None else None


class TargetStandingOut(Schema):
    """Where one target stands today."""

    target_id: int
    indicator: str = Field(description="指标")
    promised: Decimal = Field(description="承诺数")
    unit: str = Field(description="单位")
    light: str = Field(description="进度灯：done green amber red none")
    words: str = Field(description="为什么是这个灯")
    value: Decimal | None = Field(description="最近确认的完成数")
    as_of: date | None = Field(description="截至日期")
    source: str | None = Field(description="来源")


class TaskStandingOut(Schema):
    """Where one task stands today: the worst of its targets, its percent and its milestones."""

    task_id: int
    no: str = Field(description="编号")
    title: str = Field(description="任务")
    light: str = Field(description="进度灯")
    words: str = Field(description="为什么是这个灯")
    lead: str | None = Field(description="牵头科室")
    due_on: date | None = Field(description="完成时限")


class StandingOut(Schema):
    """Where a plan stands today."""

    plan_id: int
    on: date = Field(description="日期")
    targets: list[TargetStandingOut] = Field(description="指标")
    tasks: list[TaskStandingOut] = Field(description="任务")


@router.get("/reports", response=Listing[ReportOut], summary="已确认的进展，最近截至的在前")
def report_list(
    request: HttpRequest,
    next: NextKey,
    limit: Limit,
    plan_id: int | None = None,
    target_id: int | None = None,
) -> dict[str, Any]:
    rows = Report.objects.visible_to(actor_of(request)).confirmed().select_related("region")
    for name, value in (("plan", plan_id), ("target", target_id)):
        rows = rows.filter(**{name: value}) if value else rows
    return listed(rows, ("-as_of", "-id"), next, limit)


@router.get("/plans/{plan_id}", response=StandingOut, summary="一份计划今天的进度")
def standing(request: HttpRequest, plan_id: int) -> dict[str, Any]:
    plan, today = plan_of(request, plan_id), clock.today()
    stands = standings(plan, today)
    return {
        "plan_id": plan.pk,
        "on": today,
        "targets": [_target(one) for one in stands.targets],
        "tasks": [_task(one) for one in stands.tasks],
    }


def _target(one: TargetStanding) -> dict[str, Any]:
    figure = one.figure
    return {
        "target_id": one.target.pk,
        "indicator": one.target.indicator,
        "promised": one.target.value,
        "unit": one.target.unit,
        "light": str(one.light),
        "words": one.judgement.words,
        "value": figure.value if figure else None,
        "as_of": figure.as_of if figure else None,
        "source": figure.source if figure else None,
    }


def _task(one: TaskStanding) -> dict[str, Any]:
    duty = one.duty
    return {
        "task_id": one.task.pk,
        "no": one.task.no,
        "title": one.task.title,
        "light": str(one.light),
        "words": one.words,
        "lead": duty.lead.name if duty and duty.lead else None,
        "due_on": duty.due_on if duty else None,
    }
