"""The leader's dashboard, a county's own page, and the records behind each figure."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yaodian.foundation.common.components import Item
from yaodian.foundation.desk.workbooks import as_download, workbook
from yaodian.workplan.plans.models import Plan
from yaodian.workplan.plans.states import PlanState
from yaodian.workplan.plans.views.common import signed_in
from yaodian.workplan.progress.standing import series
from yaodian.workplan.progress.states import Light

from .. import exporting, overview
from ..access import own_county
from ..describing import described
from ..months import Course, courses
from ..records import SHARES, TARGETS, TASKS, Choice, Picture
from .common import DashboardRequest, picture_of, plan_at_hand, plans_for, respond

ARRANGEMENTS = {"section": "按章节", "division": "按科室", "county": "按县（市、区）", "month": "按月"}
BEHIND = [(Choice(TARGETS, Light.RED.value), "滞后的指标"), (Choice(TASKS, Light.RED.value), "滞后的任务")]
SHEETS = {"section": "指标", "division": "科室", "county": "县（市、区）", "month": "按月"}


@require_safe
@signed_in
def dashboard(request: DashboardRequest, plan_id: int | None = None) -> HttpResponse:
    """The whole plan on one screen; for a county its own part."""
    plan, others = plan_at_hand(request.actor, plan_id)
    if plan is None or plan.state != PlanState.ISSUED:
        return render(request, "dashboard/nothing.html", {"plan": plan, "others": others})
    picture = picture_of(request.actor, plan)
    if own_county(request.actor) is not None:
        return _county(request, picture, others)
    by = request.GET.get("by", "section")
    return _whole(request, picture, by if by in ARRANGEMENTS else "section", others)


def _whole(request: DashboardRequest, picture: Picture, by: str, others: list[Plan]) -> HttpResponse:
    arranged = arrangement(request, picture, by)
    if request.GET.get("export") == "xlsx":
        return _workbook(picture, SHEETS[by], table_of(picture, by, arranged))
    context = _head(picture, others) | {
        "by": by,
        "tabs": tabs(picture.plan, by),
        "arranged": arranged,
        "sections": arranged if by == "section" else overview.by_section(picture),
        "lights": overview.PRESSING_FIRST,
        "export_url": f"?by={by}&export=xlsx",
        "months": overview.year_of(picture),
    }
    return respond(request, "dashboard/whole.html", "dashboard/_arranged.html", context)


def _head(picture: Picture, others: list[Plan]) -> dict[str, Any]:
    """The sentence with its figures, and what presses most."""
    kind = SHARES if picture.county is not None else TARGETS
    worries = overview.worries(picture) if picture.county is None else picture.shares
    return {
        "plan": picture.plan,
        "today": picture.today,
        "others": [one for one in others if one.pk != picture.plan.pk],
        "whole": overview.count(picture, Choice(kind)),
        "tasks": overview.count(picture, Choice(TASKS)),
        "told": overview.told(picture, kind),
        "pressing": worries[: overview.PRESSING_SHOWN],
        "pressing_more": max(len(worries) - overview.PRESSING_SHOWN, 0),
        "behind_all": [overview.count(picture, choice, words) for choice, words in BEHIND],
        "behind": bool(overview.pressing(picture)) if picture.county is None else False,
        "reported": any(record.reported for record in picture.of_kind(kind)),
        "missing": sum(not record.reported for record in picture.of_kind(kind)),
    }


def _county(request: DashboardRequest, picture: Picture, others: list[Plan]) -> HttpResponse:
    if request.GET.get("export") == "xlsx":
        return _workbook(picture, "分解数", exporting.of_records(picture.shares))
    context = _head(picture, others) | {"shares": picture.shares, "place": request.actor.membership.region}
    return render(request, "dashboard/county.html", context)


def arrangement(request: DashboardRequest, picture: Picture, by: str) -> Any:
    """What stands below the tabs."""
    if by == "division":
        division = request.actor.membership.division_id
        return overview.by_division(picture, division)
    if by == "county":
        return overview.by_county(picture)
    if by == "month":
        return _year(request, courses(picture, series(picture.plan)))
    return overview.by_section(picture)


def _year(request: DashboardRequest, found: list[Course]) -> dict[str, Any]:
    """All targets small, one of them large: the one asked for, or the most pressing that has figures."""
    asked = request.GET.get("target", "")
    chosen = next((course for course in found if str(course.record.target) == asked), None)
    told = [course for course in found if course.last]
    largest = chosen or min(told, key=lambda course: course.record.pressure, default=None)
    return {"courses": found, "large": largest}


def table_of(picture: Picture, by: str, arranged: Any) -> exporting.Table:
    if by == "division":
        return exporting.of_divisions(arranged)
    if by == "county":
        return exporting.of_heat(arranged)
    return (
        exporting.of_courses(arranged["courses"]) if by == "month" else exporting.of_records(picture.targets)
    )


def tabs(plan: Plan, by: str) -> list[Item]:
    here = reverse("dashboard:plan", args=[plan.pk])
    return [Item(label, f"{here}?by={name}", name, active=name == by) for name, label in ARRANGEMENTS.items()]


def _workbook(picture: Picture, sheet: str, table: exporting.Table) -> HttpResponse:
    heads, rows = table
    return as_download(workbook(sheet, heads, rows), f"{picture.plan.title}·总览·{sheet}.xlsx")


@require_safe
@signed_in
def records(request: DashboardRequest, plan_id: int) -> HttpResponse:
    """The records behind a figure, as many as it said."""
    plan = get_object_or_404(plans_for(request.actor), pk=plan_id)
    picture = picture_of(request.actor, plan)
    choice = Choice.read(request.GET.dict())
    picked = picture.pick(choice)
    if request.GET.get("export") == "xlsx":
        return _workbook(picture, "清单", exporting.of_records(picked))
    context = {
        "plan": plan,
        "today": picture.today,
        "choice": choice,
        "title": described(choice, picture),
        "records": picked,
        "export_url": f"?{choice.query}&export=xlsx",
        "whole_url": reverse("dashboard:plan", args=[plan.pk]),
        "of_county": picture.county is not None,
    }
    return render(request, "dashboard/records.html", context)
