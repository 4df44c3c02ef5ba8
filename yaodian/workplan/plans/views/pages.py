"""Pages of the plans."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ..models import Plan


@require_safe
@login_required
def plan_list(request: HttpRequest) -> HttpResponse:
    plans = Plan.objects.visible_to(request.actor).shown()  # type: ignore[attr-defined]
    return render(request, "plans/list.html", {"plans": plans})


@require_safe
@login_required
def plan_detail(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan = get_object_or_404(Plan.objects.visible_to(request.actor), pk=plan_id)  # type: ignore[attr-defined]
    return render(request, "plans/detail.html", {"plan": plan})
