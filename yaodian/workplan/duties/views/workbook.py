"""Dividing in Excel: the workbook out, handed in again, looked at, taken over."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yaodian.foundation.common.refusal import Problem, Problems, insist
from yaodian.foundation.desk.models import ImportBatch
from yaodian.foundation.desk.workbooks import as_download
from yaodian.foundation.flow.doors import NotInNext, Superseded
from yaodian.workplan.plans.models import Plan
from yaodian.workplan.reading.formats import Unreadable

from ..access import may_divide
from ..actions import importing
from ..forms import WorkbookForm
from ..naming import regions_in_order
from ..workbook.correcting import bad_in, bad_left_out, bad_rows_workbook
from ..workbook.preview import BAD, CHANGED, SAME, grouped, preview
from ..workbook.writing import workbook_for
from .common import PlanRequest, frame, page, signed_in, standing_plan

State = ImportBatch.State
ALREADY = "这份表刚刚已由别人处理，下面是处理的结果。"


def _own(request: PlanRequest, plan_id: int, batch_id: int) -> tuple[Plan, ImportBatch]:
    """The plan if the person may see it and its batch, else 404."""
    plan = standing_plan(request, plan_id)
    return plan, get_object_or_404(importing.batches_of(plan), pk=batch_id)


@require_safe
@signed_in
def workbook(request: PlanRequest, plan_id: int) -> HttpResponse:
    """The workbook with everything the system holds already."""
    plan = standing_plan(request, plan_id)
    return as_download(workbook_for(plan), f"{plan.title}·责任分解表.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def hand_in(request: PlanRequest, plan_id: int) -> HttpResponse:
    """Upload a workbook; those handed in before are listed."""
    plan = standing_plan(request, plan_id)
    insist(may_divide(request.actor, plan))
    form = WorkbookForm(request.POST, request.FILES) if request.method == "POST" else WorkbookForm()
    if request.method == "POST" and form.is_valid():
        table = form.cleaned_data["table"]
        try:
            batch = importing.hand_in(plan, table.read(), table.name, by=request.actor)
        except Unreadable as trouble:
            form.add_error("table", trouble.words)
        else:
            return redirect("duties:batch", plan.pk, batch.pk)
    batches = importing.batches_of(plan).defer("tables", "rows")[:10]
    context = {**frame(request, plan, "tasks"), "form": form, "batches": batches}
    return page(request, "hand_in", context, 422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def batch_page(request: PlanRequest, plan_id: int, batch_id: int) -> HttpResponse:
    """What taking the workbook over would do; after that, what it did."""
    plan, batch = _own(request, plan_id, batch_id)
    if batch.state != State.PREVIEWED and request.method != "POST":
        return _result(request, plan, batch)
    insist(may_divide(request.actor, plan))
    if request.method != "POST":
        return _look(request, plan, batch)
    try:
        importing.take_over(batch, by=request.actor, seen=request.POST.get("seen", ""))
    except Problems as problems:
        return _look(request, plan, batch, problems.items)
    except (NotInNext, Superseded):
        messages.warning(request, ALREADY)
    else:
        messages.success(request, "已接入责任分解表。")
    return redirect("duties:batch", plan.pk, batch.pk)


def _look(
    request: PlanRequest, plan: Plan, batch: ImportBatch, problems: list[Problem] | None = None
) -> HttpResponse:
    looked = preview(plan, batch.tables)
    counts = looked.counts()
    context = {
        **frame(request, plan, "tasks"),
        "batch": batch,
        "looked": looked,
        "sheets": grouped(looked.rows).items(),
        "counts": {"changed": counts[CHANGED], "same": counts[SAME], "bad": counts[BAD]},
        "errors": problems or [],
    }
    return page(request, "preview", context, 422 if problems else 200)


def _result(request: PlanRequest, plan: Plan, batch: ImportBatch) -> HttpResponse:
    did = [row["did"] for row in batch.rows]
    context = {
        **frame(request, plan, "tasks"),
        "batch": batch,
        "counts": {name: did.count(name) for name in ("updated", "same", "left_out")},
        "bad": [row for row in batch.rows if row["did"] == "left_out"],
    }
    return page(request, "result", context)


@require_safe
@signed_in
def bad_rows(request: PlanRequest, plan_id: int, batch_id: int) -> HttpResponse:
    """The rows that need correction, as an Excel file that can be handed in again."""
    plan, batch = _own(request, plan_id, batch_id)
    waiting = batch.state == State.PREVIEWED
    bad = bad_in(preview(plan, batch.tables)) if waiting else bad_left_out(batch)
    return as_download(bad_rows_workbook(batch.tables, bad, regions_in_order()), "错误行.xlsx")


@require_POST
@signed_in
def drop(request: PlanRequest, plan_id: int, batch_id: int) -> HttpResponse:
    plan, batch = _own(request, plan_id, batch_id)
    insist(may_divide(request.actor, plan))
    try:
        importing.drop(batch, by=request.actor)
    except (NotInNext, Superseded):
        messages.warning(request, ALREADY)
        return redirect("duties:batch", plan.pk, batch.pk)
    messages.success(request, "已放弃这份表，任务没有改动。")
    return redirect("duties:hand_in", plan.pk)
