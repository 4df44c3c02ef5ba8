"""Noting that a milestone is reached."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from yaodian.foundation.common.refusal import Problems, insist
from yaodian.foundation.flow.doors import Superseded
from yaodian.workplan.duties.models import Milestone

from ..access import may_report
from ..actions.stepping import reach_milestone
from ..forms import MilestoneForm
from .common import PlanRequest, get_task, signed_in

STALE = "这个节点刚刚被别人改过，下面已是最新情况，请看过再登记。"


@require_POST
@signed_in
def reach(request: PlanRequest, pk: int) -> HttpResponse:
    """With a day the step is reached; without one it is open again."""
    step = get_object_or_404(Milestone.objects.select_related("duty__task"), pk=pk, dropped=False)
    task = get_task(request, step.duty.task_id)
    insist(may_report(request.actor, task))
    form = MilestoneForm(request.POST)
    if not form.is_valid():
        messages.error(request, "；".join(str(words) for errors in form.errors.values() for words in errors))
        return redirect("progress:task", task.pk)
    try:
        reach_milestone(step, by=request.actor, **form.cleaned_data)
    except Problems as problems:
        messages.error(request, str(problems))
    except Superseded:
        messages.warning(request, STALE)
    else:
        done = form.cleaned_data["done_on"]
        messages.success(request, f"节点“{step.title}”{'已登记完成' if done else '已改为未完成'}。")
    return redirect("progress:task", task.pk)
