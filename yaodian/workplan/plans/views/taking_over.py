"""Pages of taking over a 任务分解表: hand in, name the columns, look, take over."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yaodian.foundation.common.refusal import Problem, Problems, insist
from yaodian.foundation.desk.models import ImportBatch
from yaodian.foundation.desk.workbooks import as_download, workbook
from yaodian.foundation.flow.doors import NotInNext, Superseded
from yaodian.workplan.reading.formats import Unreadable

from ..access import may_review
from ..actions import taking_over as actions
from ..models import Plan
from ..states import LIVE
from ..takeover import heads
from ..takeover.forms import ColumnsForm, TableForm, choices_in, picked, table_choices
from ..takeover.lines import sample
from ..takeover.preview import Choices, Preview, preview
from ..takeover.sheets import problem_heads, problem_rows, template_heads, template_rows
from .common import PlanRequest, get_plan, signed_in

State = ImportBatch.State
ALREADY = "这份表刚刚已由别人处理，下面是处理的结果。"


def _own(request: PlanRequest, plan_id: int, batch_id: int) -> tuple[Plan, ImportBatch]:
    """The plan if the person may see it and its batch, else 404."""
    plan = get_plan(request, plan_id)
    return plan, get_object_or_404(actions.batches_of(plan), pk=batch_id)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def hand_in_table(request: PlanRequest, plan_id: int) -> HttpResponse:
    """Upload a table; those handed in before are listed."""
    plan = get_plan(request, plan_id)
    insist(may_review(request.actor, plan))
    form = TableForm(request.POST, request.FILES) if request.method == "POST" else TableForm()
    if request.method == "POST" and form.is_valid():
        try:
            return _handed_in(request, plan, form)
        except Unreadable as trouble:
            form.add_error("table", trouble.words)
    status = 422 if request.method == "POST" else 200
    context = {"plan": plan, "form": form, "batches": actions.batches_of(plan).defer("tables", "rows")[:10]}
    return render(request, "plans/taking_over/hand_in.html", context, status=status)


def _handed_in(request: PlanRequest, plan: Plan, form: TableForm) -> HttpResponse:
    table = form.cleaned_data["table"]
    batch = actions.hand_in(plan, table.read(), table.name, by=request.actor)
    if batch.state == State.TAKEN:
        messages.info(request, "这份表已经接入过，没有再接入一次，下面是当时的结果。")
    elif batch.columns:
        messages.info(request, "各列的含义按上次的对应，请看看要接入的内容。")
    return redirect("plans:task_table_batch", plan.pk, batch.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def columns(request: PlanRequest, plan_id: int, batch_id: int) -> HttpResponse:
    """Choose the table, its row of heads, and what each column means."""
    plan, batch = _own(request, plan_id, batch_id)
    insist(may_review(request.actor, plan))
    if batch.state != State.PREVIEWED:
        return redirect("plans:task_table_batch", plan.pk, batch.pk)
    sheet, row = picked(request.POST or request.GET, batch)
    names = batch.tables[sheet]["rows"][row]
    form = ColumnsForm(request.POST if request.method == "POST" else None, names=names,
                       places=_proposed(plan, batch, sheet, row))  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            actions.name_columns(batch, by=request.actor, sheet=sheet, head_row=row, places=form.places())
        except Superseded:
            messages.warning(request, "别人刚刚改过各列的对应，下面按最新的来。")
        return redirect("plans:task_table_batch", plan.pk, batch.pk)
    context = {
        "plan": plan,
        "batch": batch,
        "form": form,
        "sheet": sheet,
        "head_row": row,
        "tables": table_choices(batch, sheet),
        "names": names,
        "sample": list(sample(batch.tables[sheet], row)),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "plans/taking_over/columns.html", context, status=status)


def _proposed(plan: Plan, batch: ImportBatch, sheet: int, row: int) -> dict[str, int]:
    """What the columns were said to mean, here or in an earlier table, or what their heads suggest."""
    told = batch.columns
    if told and (told["sheet"], told["head_row"]) == (sheet, row):
        places: dict[str, int] = told["places"]
        return places
    names = batch.tables[sheet]["rows"][row]
    return actions.remembered_places(plan, names) or heads.guess(names)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def batch_page(request: PlanRequest, plan_id: int, batch_id: int) -> HttpResponse:
    """What taking the table over would do; after that, what it did."""
    plan, batch = _own(request, plan_id, batch_id)
    if batch.state != State.PREVIEWED and request.method != "POST":
        return _result(request, plan, batch)
    insist(may_review(request.actor, plan))
    if not batch.columns:
        return redirect("plans:task_table_columns", plan.pk, batch.pk)
    choices = choices_in(request.POST)
    if request.method != "POST" or "again" in request.POST:
        return _look(request, plan, batch, choices)
    try:
        actions.take_over(batch, choices, request.actor)
    except Problems as problems:
        return _look(request, plan, batch, choices, problems.items)
    except (NotInNext, Superseded):
        messages.warning(request, ALREADY)
    else:
        messages.success(request, "已接入任务分解表。")
    return redirect("plans:task_table_batch", plan.pk, batch.pk)


def _look(
    request: PlanRequest,
    plan: Plan,
    batch: ImportBatch,
    choices: Choices,
    problems: list[Problem] | None = None,
) -> HttpResponse:
    looked = preview(batch, plan, choices)
    context = {
        "plan": plan,
        "batch": batch,
        "looked": looked,
        "choices": choices,
        "problems": looked.grouped(choices) if problems else [],
        "counts": _counts(looked),
        "likenesses": looked.likenesses(),
        "seen": json.dumps({task.pk: task.revision for task in looked.tasks}),
    }
    return render(request, "plans/taking_over/preview.html", context, status=422 if problems else 200)


def _counts(looked: Preview) -> dict[str, int]:
    counted = looked.counts()
    words = {
        "updated": "会更新",
        "same": "没有变化",
        "troubled": "有问题",
        "unmatched": "未找到",
        "skipped": "不接入",
    }
    return {name: counted[word] for name, word in words.items()}


def _result(request: PlanRequest, plan: Plan, batch: ImportBatch) -> HttpResponse:
    tasks = {task.pk: task for task in plan.tasks.filter(state__in=LIVE).select_related("lead")}
    table = batch.tables[batch.columns["sheet"]] if batch.columns else None
    place = batch.columns["places"]["title"] if batch.columns else 0
    rows = [
        {
            **done,
            "title": table["rows"][done["row"] - 1][place] if table else "",
            "task": tasks.get(done["task"]),
        }
        for done in batch.rows
    ]
    context: dict[str, Any] = {
        "plan": plan,
        "batch": batch,
        "rows": rows,
        "updated": sum(row["did"] == "updated" for row in rows),
        "same": sum(row["did"] == "same" for row in rows),
        "skipped": sum(row["did"] == "skipped" for row in rows),
        "troubled": sum(bool(row["why"]) for row in rows),
        "may_review": may_review(request.actor, plan) is None,
    }
    return render(request, "plans/taking_over/result.html", context)


@require_safe
@signed_in
def problems(request: PlanRequest, plan_id: int, batch_id: int) -> HttpResponse:
    """The rows that need correction, as an Excel file that can be handed in again."""
    plan, batch = _own(request, plan_id, batch_id)
    if not batch.columns:
        return redirect("plans:task_table_batch", plan.pk, batch.pk)
    looked = preview(batch, plan, Choices()) if batch.state == State.PREVIEWED else None
    data = workbook("要改的行", problem_heads(batch), problem_rows(batch, looked))
    return as_download(data, f"{plan.title}·任务分解表要改的行.xlsx")


@require_safe
@signed_in
def template(request: PlanRequest, plan_id: int) -> HttpResponse:
    """An empty task table with the plan's tasks filled in."""
    plan = get_plan(request, plan_id)
    tasks = plan.tasks.filter(state__in=LIVE).select_related("lead")
    data = workbook("任务分解表", template_heads(), template_rows(tasks))
    return as_download(data, f"{plan.title}·任务分解表.xlsx")


@require_POST
@signed_in
def drop_table(request: PlanRequest, plan_id: int, batch_id: int) -> HttpResponse:
    plan, batch = _own(request, plan_id, batch_id)
    insist(may_review(request.actor, plan))
    try:
        actions.drop(batch, by=request.actor)
    except (NotInNext, Superseded):
        messages.warning(request, ALREADY)
        return redirect("plans:task_table_batch", plan.pk, batch.pk)
    messages.success(request, "已放弃这份表，任务没有改动。")
    return redirect("plans:task_table", plan.pk)


@require_POST
@signed_in
def again(request: PlanRequest, plan_id: int, batch_id: int) -> HttpResponse:
    """Look at the same file once more, for a plan that has changed since."""
    plan, batch = _own(request, plan_id, batch_id)
    insist(may_review(request.actor, plan))
    fresh = actions.hand_in_again(batch, by=request.actor)
    return redirect("plans:task_table_batch", plan.pk, fresh.pk)
