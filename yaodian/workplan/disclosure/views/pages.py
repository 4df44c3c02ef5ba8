"""公开 of a plan for the office: what is under way, what is public, what was released, what was."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yaodian.foundation.common.components import Row
from yaodian.workplan.plans.models import Plan
from yaodian.workplan.plans.presenting.tabs import plan_tabs
from yaodian.workplan.plans.views.common import PlanRequest, get_plan, signed_in

from ..access import (
    may_approve,
    may_change,
    may_check,
    may_decide,
    may_prepare,
    may_propose,
    may_send_back,
    may_take_back,
    may_withdraw,
)
from ..actions.checking import drafted
from ..models import Disclosure
from ..states import DisclosureState
from .common import get_disclosure
from .portal import page_of


@require_safe
@signed_in
def plan(request: PlanRequest, plan_id: int) -> HttpResponse:
    shown = get_plan(request, plan_id)
    rows = list(_disclosures(shown))
    under_way = next((row for row in rows if row.state in ("preparing", "checked")), None)
    public = next((row for row in rows if row.state == DisclosureState.PUBLISHED), None)
    context = {
        "plan": shown,
        "tabs": plan_tabs(shown, request.actor, "disclosure"),
        "under_way": _one(request, under_way) if under_way else None,
        "public": _one(request, public) if public else None,
        "history": [row for row in rows if row not in (under_way, public)],
        "releases": _releases(request, shown),
        "may_prepare": may_prepare(request.actor, shown) is None,
        "may_propose": may_propose(request.actor, shown) is None,
    }
    return render(request, "disclosure/plan.html", context)


def _disclosures(shown: Plan) -> Any:
    related = ("plan", "version", "prepared_by", "prepared_for", "checked_by", "checked_for")
    return shown.disclosures.select_related(*related, "approved_by", "approved_for").order_by("-id")


def _one(request: PlanRequest, row: Disclosure) -> dict[str, Any]:
    """A disclosure with its facts and with what the person may do."""
    actor = request.actor
    return {
        "row": row,
        "facts": facts_of(row),
        "redactions": list(row.redactions.select_related("task")),
        "may_change": may_change(actor, row) is None,
        "may_check": may_check(actor, row) is None,
        "may_approve": may_approve(actor, row) is None,
        "may_withdraw": may_withdraw(actor, row) is None,
        "may_send_back": may_send_back(actor, row) is None,
    }


def facts_of(row: Disclosure) -> list[Row]:
    """What is known of it, in the order of its life; empty facts are left out."""
    facts = [
        Row("公开属性", row.get_attribute_display()),
        Row("理由", row.attribute_reason),
        Row("版本", str(row.version)),
        Row("索引号", row.index_no),
        Row("拟办", _who(row, "prepared")),
        Row("保密审查", _who(row, "checked")),
        Row("退回意见" if row.checked_by_id is None else "审查意见", row.check_opinion),
        Row("审批", _who(row, "approved")),
    ]
    return [fact for fact in facts if fact.value]


def _who(row: Disclosure, act: str) -> str:
    person, behalf = getattr(row, f"{act}_by"), getattr(row, f"{act}_for")
    if person is None:
        return ""
    return f"{person.name}（代{behalf.name}）" if behalf is not None else str(person.name)


def _releases(request: PlanRequest, shown: Plan) -> list[dict[str, Any]]:
    rows = shown.releases.select_related("task", "target", "proposed_by", "approved_by").order_by("-id")
    return [
        {
            "row": row,
            "may_decide": may_decide(request.actor, row) is None,
            "may_take_back": may_take_back(request.actor, row) is None,
        }
        for row in rows
    ]


@require_safe
@signed_in
def preview(request: PlanRequest, pk: int) -> HttpResponse:
    """The page exactly as the public will see it."""
    row = get_disclosure(request, pk)
    parts = [draft.part(order) for order, draft in enumerate(drafted(row))]
    row.title, row.issuer = row.plan.title, row.plan.issuer or row.plan.organisation.name
    row.document_no = row.plan.approval.document_no
    context = page_of(row, parts, {})
    portal = {"address": "", "keep": "", "other_size": request.path, "large": False}
    return render(request, "disclosure/preview.html", context | {"portal": portal})
