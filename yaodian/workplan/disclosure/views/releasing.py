"""Letting out one internal thing: propose, decide, take back."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from yaodian.foundation.common.refusal import insist
from yaodian.workplan.plans.models import Plan
from yaodian.workplan.plans.views.common import PlanRequest, get_plan, signed_in

from ..access import may_decide, may_propose, may_take_back
from ..actions.releasing import decide_release, let_out, propose_release, releasable, take_back_release
from ..forms import OpinionForm, ReasonForm, ReleaseForm
from ..snapshots import Item
from .common import attempt, get_release

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_OR_POST
@signed_in
def propose(request: PlanRequest, plan_id: int) -> HttpResponse:
    plan = get_plan(request, plan_id)
    insist(may_propose(request.actor, plan))
    items = _items(plan)
    choices = [(key, str(item)) for key, item in items.items()]
    form = ReleaseForm(request.POST if request.method == "POST" else None, items=choices)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        act = partial(
            propose_release,
            items.get(given["item"]),
            plan=plan,
            kind=given["kind"],
            channel=given["channel"],
            reason=given["reason"],
            by=request.actor,
        )
        answer = attempt(request, form, plan.pk, act, "已提出，请局领导批准。")
        if answer is not None:
            return answer
    status = 422 if form.is_bound else 200
    return render(request, "disclosure/propose.html", {"plan": plan, "form": form}, status=status)


def _items(plan: Plan) -> dict[str, Item]:
    """What may be asked for, by "task-7" and "target-9"."""
    return {f"{item._meta.model_name}-{item.pk}": item for item in releasable(plan)}


@GET_OR_POST
@signed_in
def decide(request: PlanRequest, pk: int) -> HttpResponse:
    row = get_release(request, pk)
    insist(may_decide(request.actor, row))
    form = OpinionForm(request.POST if request.method == "POST" else None, initial={"revision": row.revision})
    if request.method == "POST" and form.is_valid():
        yes = request.POST.get("act") == "pass"
        act = partial(
            decide_release,
            row,
            yes,
            by=request.actor,
            revision=form.seen,
            opinion=form.cleaned_data["opinion"],
        )
        answer = attempt(
            request, form, row.plan_id, act, "已批准放开。" if yes else "没有批准，内容仍在内部。"
        )
        if answer is not None:
            return answer
    context = {"row": row, "plan": row.plan, "form": form, "content": let_out(row)}
    return render(request, "disclosure/release.html", context, status=422 if form.is_bound else 200)


@GET_OR_POST
@signed_in
def take_back(request: PlanRequest, pk: int) -> HttpResponse:
    row = get_release(request, pk)
    insist(may_take_back(request.actor, row))
    form = ReasonForm(request.POST if request.method == "POST" else None, initial={"revision": row.revision})
    if request.method == "POST" and form.is_valid():
        act = partial(
            take_back_release,
            row,
            by=request.actor,
            revision=form.seen,
            reason=form.cleaned_data["reason"],
        )
        answer = attempt(request, form, row.plan_id, act, "已收回，门户和大屏上不再出现。")
        if answer is not None:
            return answer
    context = {"row": row, "plan": row.plan, "form": form}
    return render(request, "disclosure/take_back.html", context, status=422 if form.is_bound else 200)
