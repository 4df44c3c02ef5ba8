"""待确认: the reports that wait for a chief or leader, confirmed one by one or several together."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yaodian.foundation.common.components import capped
from yaodian.foundation.common.refusal import Refusal, insist
from yaodian.foundation.desk.paging import page_address, page_by_key
from yaodian.workplan.plans.access import DECIDERS

from ..actions.deciding import confirm_together
from ..finding import SUBJECTS, awaiting
from ..forms import ConfirmingFilter
from ..models import Report
from ..naming import name_of
from ..presenting.awaiting import awaiting_rows
from .common import PlanRequest, signed_in

SIZE = 50
NOT_YOURS = Refusal("确认进展由科室负责人或局领导办理。")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def confirming(request: PlanRequest) -> HttpResponse:
    insist(None if request.actor.role in DECIDERS else NOT_YOURS)
    if request.method == "POST":
        return _confirm(request)
    form = ConfirmingFilter(request.GET)
    order = ("-id",) if request.GET.get("order") == "new" else ("id",)
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = page_by_key(_filtered(request, form), order, after=after, before=before, size=SIZE)
    context = {
        "form": form,
        "rows": awaiting_rows(page.rows),
        "count": capped(page.count),
        "filtered": any(request.GET.get(name) for name in ("q", "by")),
        "previous_url": page_address(request.GET, before=page.previous_key),
        "next_url": page_address(request.GET, after=page.next_key),
    }
    return render(request, "progress/confirming.html", context)


def _filtered(request: PlanRequest, form: ConfirmingFilter) -> Any:
    form.is_valid()
    wanted = form.cleaned_data
    rows = awaiting(request.actor).select_related(*SUBJECTS).defer("plan__text")
    if wanted.get("q"):
        named = Q(task__title__icontains=wanted["q"]) | Q(target__indicator__icontains=wanted["q"])
        rows = rows.filter(named | Q(target__task__title__icontains=wanted["q"]))
    if wanted.get("by"):
        rows = rows.filter(region__isnull=wanted["by"] == "city")
    return rows


def _confirm(request: PlanRequest) -> HttpResponse:
    """Confirm those ticked, or the one whose own button was pressed."""
    one = request.POST.get("one", "")
    chosen = _chosen(request, [one] if one else request.POST.getlist("report"))
    if not chosen:
        messages.error(request, "请先勾选要确认的填报。")
        return redirect(request.get_full_path())
    done, left = confirm_together(chosen, by=request.actor)
    if done:
        messages.success(request, f"已确认 {len(done)} 条，计入进度。")
    for kept in left:
        messages.warning(request, f"{name_of(kept.report)}没有确认：{kept.words}")
    return redirect(request.get_full_path())


def _chosen(request: PlanRequest, ticked: list[str]) -> list[tuple[Report, int]]:
    """The reports named as “key:revision”, with the revision that was on the screen."""
    revisions = {}
    for one in ticked:
        pk, _, revision = one.partition(":")
        if pk.isdecimal() and revision.isdecimal() and max(len(pk), len(revision)) < 10:
            revisions[int(pk)] = int(revision)
    rows = Report.objects.visible_to(request.actor).filter(pk__in=revisions).select_related(*SUBJECTS)
    return [(report, revisions[report.pk]) for report in rows.defer("plan__text").order_by("id")]
