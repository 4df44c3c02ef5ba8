"""专项登记: the list for who keeps it or is named in it, and one line of it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from yaodian.foundation.common.components import Item
from yaodian.foundation.common.refusal import Problems
from yaodian.foundation.flow.doors import Superseded
from yaodian.workplan.plans.views.common import PlanRequest, signed_in

from ..access import entered, keeps_register
from ..actions.keeping import change_matter
from ..forms import DoneForm, MatterForm
from ..models import Matter, is_known_in_register

STALE = "这一项刚刚被别人改过，下面已是最新情况，请看过再改。"


@require_safe
@signed_in
def register_list(request: PlanRequest) -> HttpResponse:
    if not is_known_in_register(request.actor):
        raise Http404
    done = request.GET.get("done") == "1"
    with entered(request.actor):
        seen = Matter.objects.visible_to(request.actor).select_related("person")
        rows = list(seen.filter(done_on__isnull=not done))
    tabs = [Item("未办结", request.path, active=not done), Item("已办结", "?done=1", active=done)]
    context = {"rows": rows, "tabs": tabs, "done": done, "keeps": keeps_register(request.actor)}
    return render(request, "restricted/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def matter(request: PlanRequest, pk: int) -> HttpResponse:
    """Person, day and done; for the person named, done alone."""
    with entered(request.actor):
        seen = Matter.objects.visible_to(request.actor).select_related("person", "task__plan")
        row = get_object_or_404(seen, pk=pk)
    form = _form(request, row)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        revision = given.pop("revision") or 0
        answer = _change(
            request, form, partial(change_matter, row, by=request.actor, revision=revision, **given)
        )
        if answer is not None:
            return answer
    context = {"row": row, "form": form, "keeps": keeps_register(request.actor)}
    return render(request, "restricted/matter.html", context, status=422 if form.is_bound else 200)


def _form(request: PlanRequest, row: Matter) -> DoneForm:
    data = request.POST if request.method == "POST" else None
    initial = {"due_on": row.due_on, "done_on": row.done_on, "revision": row.revision}
    if not keeps_register(request.actor):
        return DoneForm(data, initial=initial)
    return MatterForm(data, initial=initial | {"person": str(row.person_id or "")}, plan=row.task.plan)


def _change(request: PlanRequest, form: DoneForm, act: Any) -> HttpResponse | None:
    try:
        act()
    except Problems as problems:
        for problem in problems.items:
            form.add_error(problem.field if problem.field in form.fields else None, problem.words)
        return None
    except Superseded:
        messages.warning(request, STALE)
        return redirect(request.path)
    messages.success(request, "已保存。")
    return redirect("restricted:list")
