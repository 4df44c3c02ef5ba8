"""Plans, tasks, targets and versions for other programs. A token sees what its membership sees on the pages."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from pydantic import Field

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.desk.api import Limit, Listing, NextKey, listed
from yaodian.foundation.people.bearer import Bearer

from .models import Plan, Target, Task, Version

SCOPE = "plans:read"
router = Router(auth=Bearer(SCOPE), tags=["工作要点"])


class PlanOut(Schema):
    """A document that binds the bureau."""

    id: int
    title: str = Field(description="标题")
    kind: str = Field(description="类别代码")
    kind_label: str = Field(alias="get_kind_display", description="类别")
    year: int | None = Field(description="年度")
    issuer: str = Field(description="发文机关")
    state: str = Field(description="状态代码")
    state_label: str = Field(alias="get_state_display", description="状态")
    version: int = Field(description="现行版本；0 为尚未审定")
    imported_at: datetime = Field(description="导入时间")
    reviewed_at: datetime | None = Field(description="核对完成时间")


class TaskOut(Schema):
    """A task of a plan, in the document's own words."""

    id: int
    plan_id: int
    no: str = Field(description="编号")
    section: list[str] = Field(description="所属章节，自上而下")
    title: str = Field(description="任务")
    text: str = Field(description="原文")
    start: int = Field(description="原文起点（字符）")
    end: int = Field(description="原文终点（字符）")
    state: str = Field(description="状态代码")
    version: int = Field(description="最近变化的版本")

    @staticmethod
    def resolve_text(task: Task) -> str:
        return task.plan.text[task.start : task.end]


class TargetOut(Schema):
    """A promised number."""

    id: int
    plan_id: int
    task_id: int | None = Field(description="所属任务；总体目标为空")
    indicator: str = Field(description="指标")
    comparator: str = Field(description="比较：>= > = ~ <=")
    value: Decimal = Field(description="数值")
    value_max: Decimal | None = Field(description="数值上限")
    unit: str = Field(description="单位")
    kind: str = Field(description="口径：increment level growth ratio")
    modality: str = Field(description="语气：plain must strive")
    year: int | None = Field(description="年度")
    text: str = Field(description="原文")
    start: int = Field(description="原文起点（字符）")
    end: int = Field(description="原文终点（字符）")
    state: str = Field(description="状态代码")
    version: int = Field(description="最近变化的版本")


class VersionOut(Schema):
    """What was approved (1), and each amendment since."""

    number: int = Field(description="版本")
    reason: str = Field(description="调整原因")
    basis: str = Field(description="依据")
    decided_on: date = Field(description="议定日期")


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def plan_of(request: HttpRequest, plan_id: int) -> Plan:
    """The plan if the token's membership sees it, else 404."""
    return get_object_or_404(Plan.objects.visible_to(actor_of(request)).shown(), pk=plan_id)


@router.get("/", response=Listing[PlanOut], summary="文件清单，最近导入的在前")
def plan_list(request: HttpRequest, next: NextKey, limit: Limit, year: int | None = None) -> dict[str, Any]:
    plans = Plan.objects.visible_to(actor_of(request)).shown().defer("text")
    return listed(plans.filter(year=year) if year else plans, ("-id",), next, limit)


@router.get("/{plan_id}", response=PlanOut, summary="一份文件")
def plan(request: HttpRequest, plan_id: int) -> Plan:
    return plan_of(request, plan_id)


@router.get("/{plan_id}/tasks", response=Listing[TaskOut], summary="一份文件的任务，按原文顺序")
def task_list(request: HttpRequest, plan_id: int, next: NextKey, limit: Limit) -> dict[str, Any]:
    found = plan_of(request, plan_id)
    return listed(_live(found.tasks.select_related("plan")), ("start", "id"), next, limit)


@router.get("/{plan_id}/targets", response=Listing[TargetOut], summary="一份文件的指标，按原文顺序")
def target_list(request: HttpRequest, plan_id: int, next: NextKey, limit: Limit) -> dict[str, Any]:
    return listed(_live(plan_of(request, plan_id).targets.all()), ("start", "id"), next, limit)


@router.get("/{plan_id}/targets/{target_id}", response=TargetOut, summary="一个指标")
def target(request: HttpRequest, plan_id: int, target_id: int) -> Target:
    return get_object_or_404(_live(plan_of(request, plan_id).targets.all()), pk=target_id)


@router.get("/{plan_id}/versions", response=Listing[VersionOut], summary="审定的版本和历次调整")
def version_list(request: HttpRequest, plan_id: int, next: NextKey, limit: Limit) -> dict[str, Any]:
    rows: QuerySet[Version] = plan_of(request, plan_id).versions.all()
    return listed(rows, ("number",), next, limit)


def _live(rows: Any) -> Any:
    """What lists speak of: neither rejected nor replaced, and never the restricted register."""
    return rows.live().open_work()
