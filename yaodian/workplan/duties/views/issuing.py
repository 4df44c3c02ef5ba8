"""分解下达: everything still missing on one page, then the issue."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yaodian.foundation.common.components import error_lines
from yaodian.foundation.common.refusal import Problems, Refused, insist
from yaodian.foundation.flow.doors import Superseded
from yaodian.workplan.plans.actions.restricting import looks_restricted
from yaodian.workplan.plans.models import Plan

from ..access import may_divide, may_issue
from ..actions.issuing import duties_of, gaps, issue_plan
from ..forms import IssueForm
from ..lists import MISSING
from ..overload import overloads
from .common import PlanRequest, frame, page, signed_in, standing_plan
from .duties import spread


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def issue(request: PlanRequest, plan_id: int) -> HttpResponse:
    """What is missing, with a way to each field; writers look, chiefs and leaders issue."""
    plan = standing_plan(request, plan_id)
    if request.method != "POST":
        insist(may_issue(request.actor, plan) if may_divide(request.actor, plan) else None)
        return _page(request, plan, IssueForm(initial={"revision": plan.revision}))
    insist(may_issue(request.actor, plan))
    form = IssueForm(request.POST)
    if not form.is_valid():
        return _page(request, plan, form, 422)
    return _issued(request, plan, form)


def _issued(request: PlanRequest, plan: Plan, form: IssueForm) -> HttpResponse:
    try:
        issue_plan(plan, by=request.actor, **form.cleaned_data)
    except Problems as problems:
        return _page(request, plan, form, 422, spread(problems.items, form))
    except (Superseded, Refused):
        messages.warning(request, "别人刚刚处理过这份文件，下面是现在的情况。")
        return redirect("duties:tasks", plan.pk)
    messages.success(request, "已下达。牵头科室、责任领导和承担指标的县（市、区）都收到了消息。")
    return redirect("duties:tasks", plan.pk)


def _page(
    request: PlanRequest, plan: Plan, form: IssueForm, status: int = 200, loose: Any = ()
) -> HttpResponse:
    duties = duties_of(plan)
    found = gaps(duties)
    too_much = overloads(plan)
    weights = [duty.weight for duty in duties if duty.weight is not None]
    context = {
        **frame(request, plan, "tasks"),
        "form": form,
        "errors": [*error_lines(form), *error_lines([] if found else list(loose))],
        "missing": _by_duty(plan, found),
        "general": [gap.words for gap in found if gap.duty is None],
        "gaps": len(found),
        "overloads": too_much,
        "doubtful": [duty for duty in duties if not duty.kept_open and looks_restricted(duty.task)],
        "duties": len(duties),
        "weight": sum(weights, Decimal(0)) if weights else None,
    }
    return page(request, "issue", context, status)


def _by_duty(plan: Plan, found: Any) -> list[dict[str, Any]]:
    """Each duty with links to the fields that are missing."""
    rows: dict[int, dict[str, Any]] = {}
    for gap in found:
        if gap.duty is None:
            continue
        row = rows.setdefault(gap.duty.pk, {"duty": gap.duty, "links": []})
        address = reverse("duties:assign", args=[plan.pk, gap.duty.pk])
        row["links"].append((MISSING[gap.field], f"{address}#id_{gap.field}"))
    return list(rows.values())
