"""Acts on a plan as a whole: finish the review, open it again, withdraw the plan."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yaodian.foundation.common.refusal import Problems, insist
from yaodian.foundation.flow.doors import Superseded

from ..access import may_reopen, may_review, may_withdraw
from ..actions.reviewing import finish_review, open_points, reopen_review, withdraw_plan
from ..forms import ReasonForm
from ..models import Plan
from .common import PlanRequest, get_plan, signed_in

STALE = "这份文件刚刚被别人处理过，下面已是最新情况，请看过再决定。"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def finish(request: PlanRequest, plan_id: int) -> HttpResponse:
    """What still keeps the review open, and the button that finishes it."""
    plan = get_plan(request, plan_id)
    insist(may_review(request.actor, plan))
    if request.method != "POST":
        return render(request, "plans/finish.html", {"plan": plan, "open_points": list(open_points(plan))})
    try:
        finish_review(plan, by=request.actor, revision=_revision(request))
    except Problems as problems:
        context = {"plan": plan, "open_points": problems.items}
        return render(request, "plans/finish.html", context, status=422)
    except Superseded:
        messages.warning(request, STALE)
        return redirect(plan)
    messages.success(request, f"《{plan.title}》已核对完成，已通知科室负责人和局领导。")
    return redirect(plan)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def reopen(request: PlanRequest, plan_id: int) -> HttpResponse:
    plan = get_plan(request, plan_id)
    insist(may_reopen(request.actor, plan))
    return _with_reason(request, plan, "plans/reopen.html", reopen_review, "已重新打开核对。")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def withdraw(request: PlanRequest, plan_id: int) -> HttpResponse:
    plan = get_plan(request, plan_id)
    insist(may_withdraw(request.actor, plan))
    return _with_reason(request, plan, "plans/withdraw.html", withdraw_plan, "已撤下，记录和原文件仍然保留。")


def _with_reason(
    request: PlanRequest, plan: Plan, template: str, act: Callable[..., Plan], done: str
) -> HttpResponse:
    form = ReasonForm(request.POST if request.method == "POST" else None, initial={"revision": plan.revision})
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, template, {"plan": plan, "form": form}, status=status)
    try:
        act(
            plan, by=request.actor, revision=form.cleaned_data["revision"], reason=form.cleaned_data["reason"]
        )
    except Superseded:
        messages.warning(request, STALE)
    else:
        messages.success(request, done)
    return redirect(plan)


def _revision(request: PlanRequest) -> int:
    given = request.POST.get("revision", "")
    return int(given) if given.isdecimal() and len(given) < 9 else 0
