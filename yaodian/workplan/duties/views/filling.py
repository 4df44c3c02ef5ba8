"""批量填写: choose sections or tasks, look at what would change, write it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from yaodian.foundation.common.components import error_lines
from yaodian.foundation.common.refusal import Problems, insist
from yaodian.foundation.flow.doors import Superseded
from yaodian.workplan.plans.models import Plan

from ..access import may_divide
from ..actions.filling import fill_duties, filling
from ..actions.issuing import duties_of
from ..forms import FillForm
from ..naming import Bureau
from .common import PlanRequest, frame, page, signed_in, standing_plan


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def fill(request: PlanRequest, plan_id: int) -> HttpResponse:
    """The form; sent once it shows what would change, sent with 写入 it is written."""
    plan = standing_plan(request, plan_id)
    insist(may_divide(request.actor, plan))
    duties = duties_of(plan)
    form = FillForm(request.POST or None, bureau=Bureau(plan), duties=duties)
    if request.method != "POST":
        return _page(request, plan, form)
    if not form.is_valid():
        return _page(request, plan, form, 422)
    if "write" not in request.POST:
        return _page(request, plan, form)
    return _written(request, plan, form)


def _written(request: PlanRequest, plan: Plan, form: FillForm) -> HttpResponse:
    try:
        count = fill_duties(
            plan,
            [duty.pk for duty in form.chosen()],
            form.values(),
            only_empty=bool(form.cleaned_data["only_empty"]),
            by=request.actor,
            seen=_seen(request),
        )
    except Problems as problems:
        return _page(request, plan, form, 422, problems)
    except Superseded:
        messages.warning(request, "预览以后有人改过这些任务，下面是最新的情况，请再看一遍。")
        return _page(request, plan, form, 409)
    messages.success(request, f"已写入 {count} 项任务。")
    return redirect("duties:tasks", plan.pk)


def _seen(request: PlanRequest) -> dict[int, int]:
    pairs = (pair.split(":") for pair in request.POST.getlist("seen") if pair.count(":") == 1)
    return {int(key): int(revision) for key, revision in pairs if key.isdecimal() and revision.isdecimal()}


def _page(
    request: PlanRequest, plan: Plan, form: FillForm, status: int = 200, problems: Any = None
) -> HttpResponse:
    only_empty = form.is_bound and bool(form.cleaned_data.get("only_empty"))
    ready = form.is_bound and form.is_valid()
    context = {
        **frame(request, plan, "tasks"),
        "form": form,
        "errors": [*error_lines(form), *error_lines(problems)],
        "looked": filling(form.chosen(), form.values(), only_empty=only_empty) if ready else None,
        "chosen": len(form.chosen()) if ready else 0,
    }
    return page(request, "fill", context, status)
