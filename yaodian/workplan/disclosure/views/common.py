"""What the pages of making public share."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from yaodian.foundation.common.refusal import Problem, Problems
from yaodian.foundation.flow.doors import NotInNext, Superseded
from yaodian.workplan.plans.views.common import PlanRequest

from ..models import Disclosure, Release

STALE = "这次公开刚刚被别人处理过，下面已是最新情况，请看过再决定。"


def get_disclosure(request: PlanRequest, pk: int) -> Disclosure:
    """The disclosure if the actor may see it, else 404."""
    seen = Disclosure.objects.visible_to(request.actor)
    related = ("plan", "version", "prepared_by", "checked_by", "approved_by")
    return get_object_or_404(seen.select_related(*related), pk=pk)


def get_release(request: PlanRequest, pk: int) -> Release:
    seen = Release.objects.visible_to(request.actor)
    return get_object_or_404(seen.select_related("plan", "task", "target", "proposed_by"), pk=pk)


def attempt(
    request: PlanRequest, form: forms.Form, plan_id: int, act: Callable[[], object], done: str
) -> HttpResponse | None:
    """Do it and go to the plan's page; None when something is to be put right, said in the form."""
    try:
        act()
    except Problems as problems:
        tell_in(form, problems.items)
        return None
    except (Superseded, NotInNext):
        messages.warning(request, STALE)
    else:
        messages.success(request, done)
    return redirect("disclosure:plan", plan_id=plan_id)


def tell_in(form: forms.Form, problems: Iterable[Problem]) -> None:
    """Each problem at its field; what belongs to none, at the top."""
    for problem in problems:
        form.add_error(problem.field if problem.field in form.fields else None, problem.words)
