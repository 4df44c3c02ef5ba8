"""The acts on a disclosure: prepare, change, check, approve, send back, withdraw."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from yaodian.foundation.common.refusal import Problem, Problems, insist
from yaodian.workplan.plans.models import Plan
from yaodian.workplan.plans.views.common import PlanRequest, get_plan, signed_in

from ..access import may_approve, may_change, may_check, may_prepare, may_withdraw
from ..actions.checking import check_disclosure, send_back
from ..actions.preparing import change_disclosure, prepare_disclosure, redactable
from ..actions.publishing import approve_and_publish, withdraw_disclosure
from ..forms import OpinionForm, ProposalForm, ReasonForm, beginning, proposal_in, redactions_in
from ..models import Disclosure
from ..states import DisclosureState, PublicAttribute
from .common import attempt, get_disclosure
from .pages import facts_of

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_OR_POST
@signed_in
def prepare(request: PlanRequest, plan_id: int) -> HttpResponse:
    plan = get_plan(request, plan_id)
    insist(may_prepare(request.actor, plan))
    return _propose(request, plan, None)


@GET_OR_POST
@signed_in
def change(request: PlanRequest, pk: int) -> HttpResponse:
    row = get_disclosure(request, pk)
    insist(may_change(request.actor, row))
    return _propose(request, row.plan, row)


def _propose(request: PlanRequest, plan: Plan, row: Disclosure | None) -> HttpResponse:
    """The form with the list of tasks, for a new disclosure or one that is being prepared."""
    if request.method != "POST":
        known = dict(row.redactions.values_list("task_id", "reason")) if row else {}
        form = ProposalForm(initial=beginning(row))
        return _proposal_page(request, plan, row, form, known)
    form, given = ProposalForm(request.POST), redactions_in(request.POST)
    problems: list[Problem] = []
    if form.is_valid():
        proposal = proposal_in(form, given)
        if row is None:
            act: Any = partial(prepare_disclosure, plan, proposal, by=request.actor)
        else:
            act = partial(change_disclosure, row, proposal, by=request.actor, revision=form.seen)
        answer = attempt(
            request, form, plan.pk, _noting(act, problems), "已提交拟办，请另一位同事作保密审查。"
        )
        if answer is not None:
            return answer
    return _proposal_page(request, plan, row, form, given, problems)


def _noting(act: Any, problems: list[Problem]) -> Any:
    """Keep the problems for the rows they belong to, beside what the form tells."""

    def tried() -> None:
        try:
            act()
        except Problems as found:
            problems.extend(found.items)
            raise

    return tried


def _proposal_page(
    request: PlanRequest,
    plan: Plan,
    row: Disclosure | None,
    form: ProposalForm,
    redactions: dict[int, str],
    problems: list[Problem] | None = None,
) -> HttpResponse:
    wrong = {problem.field: problem.words for problem in problems or []}
    tasks = [
        {
            "task": task,
            "redacted": key in redactions,
            "reason": redactions.get(key, ""),
            "error": wrong.get(f"reason_{key}", ""),
        }
        for key, task in redactable(plan).items()
    ]
    left_out = plan.tasks.promised().filter(restricted=True).count()
    context = {
        "plan": plan,
        "row": row,
        "form": form,
        "tasks": tasks,
        "problems": problems,
        "left_out": left_out,
    }
    return render(
        request, "disclosure/prepare.html", context, status=422 if request.method == "POST" else 200
    )


@GET_OR_POST
@signed_in
def check(request: PlanRequest, pk: int) -> HttpResponse:
    row = get_disclosure(request, pk)
    insist(may_check(request.actor, row))
    page = {"heading": "保密审查", "pass": "通过保密审查", "done": "已通过保密审查，已请局领导审批。"}
    return _decide(request, row, page, check_disclosure, with_opinion=True)


@GET_OR_POST
@signed_in
def approve(request: PlanRequest, pk: int) -> HttpResponse:
    row = get_disclosure(request, pk)
    insist(may_approve(request.actor, row))
    if row.attribute == PublicAttribute.ACTIVE:
        page = {"heading": "审批公开", "pass": "批准公开", "done": "已批准公开，公众现在就可以查阅。"}
    else:
        words = row.get_attribute_display()
        page = {"heading": "审批", "pass": f"批准{words}", "done": f"已批准{words}，不在门户上公开。"}
    return _decide(request, row, page, approve_and_publish, with_opinion=False)


def _decide(
    request: PlanRequest, row: Disclosure, page: dict[str, str], act: Any, *, with_opinion: bool
) -> HttpResponse:
    """Pass it on or send it back, by two buttons of one form."""
    form = OpinionForm(request.POST if request.method == "POST" else None, initial={"revision": row.revision})
    if request.method == "POST" and form.is_valid():
        told: dict[str, Any] = {"by": request.actor, "revision": form.seen}
        back = request.POST.get("act") == "back"
        if back or with_opinion:
            told["opinion"] = form.cleaned_data["opinion"]
        done = "已退回，拟办人会收到消息。" if back else page["done"]
        answer = attempt(request, form, row.plan_id, partial(send_back if back else act, row, **told), done)
        if answer is not None:
            return answer
    context = {"row": row, "plan": row.plan, "page": page, "form": form, "facts": facts_of(row)}
    context |= {"redactions": row.redactions.select_related("task"), "with_opinion": with_opinion}
    return render(request, "disclosure/decide.html", context, status=422 if form.is_bound else 200)


@GET_OR_POST
@signed_in
def withdraw(request: PlanRequest, pk: int) -> HttpResponse:
    row = get_disclosure(request, pk)
    insist(may_withdraw(request.actor, row))
    form = ReasonForm(request.POST if request.method == "POST" else None, initial={"revision": row.revision})
    public = row.state == DisclosureState.PUBLISHED
    if request.method == "POST" and form.is_valid():
        act = partial(
            withdraw_disclosure,
            row,
            by=request.actor,
            revision=form.seen,
            reason=form.cleaned_data["reason"],
        )
        done = "公开页面已经撤下，公众不再看到。" if public else "这次公开不再办理。"
        answer = attempt(request, form, row.plan_id, act, done)
        if answer is not None:
            return answer
    context = {"row": row, "plan": row.plan, "form": form, "public": public}
    return render(request, "disclosure/withdraw.html", context, status=422 if form.is_bound else 200)
