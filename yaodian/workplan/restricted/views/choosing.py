"""Which tasks of a plan belong into the register: those that look like party matters are offered first."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yaodian.foundation.common.refusal import Problems, insist
from yaodian.foundation.flow.doors import Superseded
from yaodian.workplan.plans.access import may_restrict
from yaodian.workplan.plans.actions.restricting import looks_restricted
from yaodian.workplan.plans.models import Plan, Task
from yaodian.workplan.plans.views.common import PlanRequest, get_plan, signed_in

from ..actions.keeping import restrict_several
from ..forms import ChooseForm, ticked

STALE = "有任务刚刚被别人改过，这次没有变动。下面已是最新情况，请重新勾选。"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def choose(request: PlanRequest, plan_id: int) -> HttpResponse:
    plan = get_plan(request, plan_id)
    insist(may_restrict(request.actor, plan))
    form = ChooseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answer = _restrict(request, plan, form)
        if answer is not None:
            return answer
    context = {"plan": plan, "form": form, **_lists(request, plan)}
    return render(request, "restricted/choose.html", context, status=422 if form.is_bound else 200)


def _lists(request: PlanRequest, plan: Plan) -> dict[str, Any]:
    tasks = list(plan.tasks.live().select_related("lead"))
    first = request.method != "POST"
    chosen = {words.partition(":")[0] for words in request.POST.getlist("task")}
    open_work = [task for task in tasks if not task.restricted]
    offered = [(task, first or str(task.pk) in chosen) for task in open_work if looks_restricted(task)]
    others = [(task, str(task.pk) in chosen) for task in open_work if not looks_restricted(task)]
    return {"offered": offered, "others": others, "inside": [task for task in tasks if task.restricted]}


def _restrict(request: PlanRequest, plan: Plan, form: ChooseForm) -> HttpResponse | None:
    tasks: dict[int, Task] = {task.pk: task for task in plan.tasks.live()}
    wanted, out = (ticked(request.POST.getlist(name), tasks) for name in ("task", "out"))
    try:
        changed = restrict_several(plan, wanted, out, by=request.actor, reason=form.cleaned_data["reason"])
    except Problems as problems:
        for problem in problems.items:
            form.add_error(problem.field or None, problem.words)
        return None
    except Superseded:
        messages.warning(request, STALE)
        return redirect(request.path)
    messages.success(request, f"已变动 {changed} 项。专项登记的任务不再出现在清单、检索、进度和公开页面中。")
    return redirect(plan)
