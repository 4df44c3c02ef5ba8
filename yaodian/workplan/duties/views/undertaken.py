"""我县承担的指标: what a county or park has been given, and nobody else's shares."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Refusal, insist
from yaodian.foundation.desk.workbooks import as_download, workbook
from yaodian.foundation.people.models import Region
from yaodian.workplan.plans.extending import acts_of
from yaodian.workplan.plans.tables import quantity
from yaodian.workplan.plans.views.common import PlanRequest, signed_in

from ..access import sees_shares_of
from ..models import Share
from ..tables import UNDERTAKEN_HEADS

NOT_A_COUNTY = Refusal("这里是县（市、区）和园区承担的指标。本局的分解情况请看文件里的“县区分解”。")


@require_safe
@signed_in
def undertaken(request: PlanRequest) -> HttpResponse:
    """The shares of the person's own county or park, the newest plan first."""
    region = Region.objects.filter(pk=sees_shares_of(request.actor) or 0).first()
    insist(NOT_A_COUNTY if region is None else None)
    shares = _shares(request)
    if request.GET.get("export") == "xlsx":
        data = workbook("承担的指标", UNDERTAKEN_HEADS, map(_row, shares))
        return as_download(data, "承担的指标.xlsx")
    return render(
        request, "duties/undertaken.html", {"region": region, "plans": _by_plan(shares, request.actor)}
    )


def _shares(request: PlanRequest) -> list[Share]:
    rows = Share.objects.visible_to(request.actor).select_related("target__plan", "target__task")
    rows = rows.defer("target__plan__text").annotate(due_on=F("target__task__duty__due_on"))
    return list(rows.order_by("-target__plan__year", "-target__plan_id", "target__start"))


def _by_plan(shares: list[Share], actor: Actor) -> list[dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for share in shares:
        plan = share.target.plan
        entry = {"plan": plan, "shares": [], "acts": acts_of(plan, actor)}
        found.setdefault(plan.pk, entry)["shares"].append(share)
    return list(found.values())


def _row(share: Share) -> list[Any]:
    target = share.target
    return [
        target.plan.title,
        str(target.task or "总体目标"),
        target.indicator,
        share.value,
        target.unit,
        quantity(target),
    ]
