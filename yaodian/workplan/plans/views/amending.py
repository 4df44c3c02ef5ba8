"""Amending an approved plan: choose the items, say what becomes of each, see it, make the next version."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yaodian.foundation.common.components import ErrorLine, error_lines
from yaodian.foundation.common.refusal import Problem, Problems, insist
from yaodian.foundation.flow.doors import NotInNext, Superseded

from ..access import may_amend
from ..actions.amending import AMENDABLE, amend_plan
from ..forms_standing import AmendmentForm, ChangeForm, change_form
from ..models import Plan, Target, Task
from ..presenting.versions import history_of
from .common import PlanRequest, get_plan, signed_in
from .items import AMENDED

MOST = 100
AGAIN = "这份文件刚刚被别人调整过，下面的“现在”已是最新。请核对您的改动，再提交一次。"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def amend(request: PlanRequest, plan_id: int) -> HttpResponse:
    """GET without items chooses them; with `task` and `target` keys it shows their forms; POST amends."""
    plan = get_plan(request, plan_id)
    insist(may_amend(request.actor, plan))
    chosen = request.POST if request.method == "POST" else request.GET
    items = _chosen(plan, chosen)
    if not items:
        return _choose(request, plan, asked=bool(request.method == "POST" or request.GET))
    data = request.POST if request.method == "POST" else None
    forms = [change_form(item, data) for item in items]
    paper = AmendmentForm(data, initial={"revision": plan.revision})
    if data is None:
        return _page(request, plan, paper, forms)
    if not all([paper.is_valid(), *(form.is_valid() for form in forms)]):
        return _page(request, plan, paper, forms, status=422)
    return _amend(request, plan, paper, forms)


def _amend(request: PlanRequest, plan: Plan, paper: AmendmentForm, forms: list[ChangeForm]) -> HttpResponse:
    try:
        version = amend_plan(plan, [form.change() for form in forms], by=request.actor, **paper.cleaned_data)
    except Problems as problems:
        for problem in problems.items:
            paper.add_error(problem.field if problem.field in paper.fields else None, problem.words)
        return _page(request, plan, paper, forms, status=422)
    except (Superseded, NotInNext):
        plan.refresh_from_db()
        changed = paper.data.copy() if isinstance(paper.data, QueryDict) else QueryDict(mutable=True)
        changed["revision"] = str(plan.revision)
        renewed = AmendmentForm(changed)
        renewed.is_valid()
        renewed.add_error(None, AGAIN)
        items = [change_form(form.item.__class__.objects.get(pk=form.item.pk), changed) for form in forms]
        return _page(request, plan, renewed, items, status=409)
    messages.success(request, f"已形成{version}，原来的承诺保留在“版本”中。")
    return redirect(f"{plan.get_absolute_url()}?tab=versions")


def _chosen(plan: Plan, chosen: QueryDict) -> list[Task | Target]:
    """The items named by keys, in the order of the text; what is not of this plan is left out."""
    keys = {
        name: [int(key) for key in chosen.getlist(name) if key.isdecimal()] for name in ("task", "target")
    }
    rows: list[Any] = [
        *plan.tasks.filter(pk__in=keys["task"][:MOST], state__in=AMENDED, restricted=False),
        *plan.targets.filter(pk__in=keys["target"][:MOST], state__in=AMENDED)
        .open_work()
        .select_related("task"),
    ]
    for row in rows:
        row.plan = plan
    return sorted(rows, key=lambda row: (row.start, isinstance(row, Target)))


def _choose(request: PlanRequest, plan: Plan, *, asked: bool) -> HttpResponse:
    targets: dict[int | None, list[Target]] = {}
    for target in plan.targets.filter(state__in=AMENDED).open_work():
        targets.setdefault(target.task_id, []).append(target)
    tasks = [
        (task, targets.pop(task.pk, [])) for task in plan.tasks.filter(state__in=AMENDED, restricted=False)
    ]
    problems = [Problem("", "请至少勾选一项要调整的任务或指标。")] if asked else []
    context = {"plan": plan, "tasks": tasks, "others": targets.get(None, []), "problems": problems}
    return render(request, "plans/amend_choose.html", context, status=422 if problems else 200)


def _page(
    request: PlanRequest, plan: Plan, paper: AmendmentForm, forms: list[ChangeForm], status: int = 200
) -> HttpResponse:
    context = {
        "plan": plan,
        "paper": paper,
        "errors": _error_lines(paper, forms),
        "forms": [(form, history_of(form.item)) for form in forms],
        "choose_url": reverse("plans:amend", args=[plan.pk]),
        "next_number": plan.version + 1,
    }
    return render(request, "plans/amend.html", context, status=status)


def _error_lines(paper: AmendmentForm, forms: list[ChangeForm]) -> list[ErrorLine]:
    """What is wrong with the whole leads to the first field that could change it."""
    first = f"#{forms[0][next(iter(AMENDABLE[type(forms[0].item)]))].id_for_label}"
    return [replace(line, href=line.href or first) for line in error_lines(paper)]
