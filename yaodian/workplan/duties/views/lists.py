"""任务清单, 责任清单 and 县区分解, on the page and in Excel."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from yaodian.foundation.desk.paging import page_address
from yaodian.foundation.desk.workbooks import as_download, workbook
from yaodian.workplan.plans.models import Plan

from ..forms import DutyFilter
from ..lists import (
    Line,
    Outline,
    by_division,
    by_section,
    duties_seen,
    lines,
    outline_of,
    shared_targets,
)
from ..naming import Bureau, regions_in_order
from ..tables import POST_HEADS, TASK_HEADS, post_rows, share_heads, share_rows, task_rows
from .common import PlanRequest, frame, page, signed_in, standing_plan

# Filters that stand behind 更多条件.
MORE = ("county", "missing", "state", "order")


def _listed(request: PlanRequest, plan: Plan, outline: Outline) -> tuple[DutyFilter, Bureau, list[Line]]:
    """The filters, whose names they know, and the duties they let through."""
    bureau = Bureau(plan)
    form = DutyFilter(request.GET, bureau=bureau, regions=regions_in_order(), sections=outline.sections)
    found = lines(duties_seen(plan, request.actor, form.wanted()), bureau)
    return form, bureau, found


def _context(request: PlanRequest, plan: Plan, active: str, form: DutyFilter) -> dict[str, Any]:
    names = [name for name in form.fields if name != "order"]
    return {
        **frame(request, plan, active),
        "form": form,
        "filtered": any(request.GET.get(name) for name in names),
        "more_filters": any(request.GET.get(name) for name in MORE),
        "export_url": page_address(request.GET, export="xlsx"),
    }


@require_safe
@signed_in
def tasks(request: PlanRequest, plan_id: int) -> HttpResponse:
    """任务清单: by section, in the order of the document."""
    plan = standing_plan(request, plan_id)
    outline = outline_of(plan)
    form, _bureau, found = _listed(request, plan, outline)
    if request.GET.get("export") == "xlsx":
        return as_download(workbook("任务清单", TASK_HEADS, task_rows(found)), f"{plan.title}·任务清单.xlsx")
    ordered = bool(form.cleaned_data.get("order"))
    context = {
        **_context(request, plan, "tasks", form),
        "groups": [{"title": "", "lines": found}] if ordered and found else by_section(found),
        "count": len(found),
        "weight": outline.weight,
    }
    return page(request, "tasks", context)


@require_safe
@signed_in
def responsibility(request: PlanRequest, plan_id: int) -> HttpResponse:
    """责任清单: by division, in the office's order."""
    plan = standing_plan(request, plan_id)
    form, bureau, found = _listed(request, plan, outline_of(plan))
    only = form.cleaned_data.get("division")
    division = next((one for one in bureau.divisions if str(one.pk) == only), None)
    posts = by_division(found, bureau, division)
    if request.GET.get("export") == "xlsx":
        return as_download(workbook("责任清单", POST_HEADS, post_rows(posts)), f"{plan.title}·责任清单.xlsx")
    context = {**_context(request, plan, "responsibility", form), "posts": posts}
    return page(request, "responsibility", context)


@require_safe
@signed_in
def shares(request: PlanRequest, plan_id: int) -> HttpResponse:
    """县区分解: targets by counties and parks."""
    plan = standing_plan(request, plan_id)
    regions = regions_in_order()
    only_shared = request.GET.get("only") == "shared"
    rows = shared_targets(plan, regions, only_shared=only_shared)
    if request.GET.get("export") == "xlsx":
        data = workbook("县区分解", share_heads(regions), share_rows(rows))
        return as_download(data, f"{plan.title}·县区分解.xlsx")
    context = {
        **frame(request, plan, "shares"),
        "regions": regions,
        "rows": rows,
        "overloads": [row.overload for row in rows if row.overload],
        "only_shared": only_shared,
        "export_url": page_address(request.GET, export="xlsx"),
    }
    return page(request, "shares", context)
