"""审定: registering the approval, and putting right a slip in it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from yaodian.foundation.common.refusal import Problems, insist
from yaodian.foundation.files.serving import download
from yaodian.foundation.flow.doors import NotInNext, Superseded

from ..access import may_approve, may_correct_approval
from ..actions.approving import Decision, approve_plan, correct_approval
from ..actions.restricting import looks_restricted
from ..forms_standing import ApprovalForm, CorrectApprovalForm
from ..models import Approval, Plan
from .acts import STALE
from .common import PlanRequest, get_plan, signed_in
from .items import with_problems


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def approve(request: PlanRequest, plan_id: int) -> HttpResponse:
    """Register the meeting and the number; everything that is missing is told at once."""
    plan = get_plan(request, plan_id)
    insist(may_approve(request.actor, plan))
    form = ApprovalForm(request.POST or None, request.FILES or None, initial={"revision": plan.revision})
    if request.method != "POST":
        return _approve_page(request, plan, form)
    if not form.is_valid():
        return _approve_page(request, plan, form, status=422)
    told: dict[str, Any] = {"revision": form.cleaned_data["revision"], "file": form.handed_in()}
    try:
        approve_plan(plan, _decision(form), by=request.actor, **told)
    except Problems as problems:
        return _approve_page(request, plan, with_problems(form, problems.items), status=422)
    except (Superseded, NotInNext):
        messages.warning(request, STALE)
        return redirect(plan)
    messages.success(request, f"《{plan.title}》已登记审定。下一步：分解责任，然后下达。")
    return redirect(plan)


def _approve_page(request: PlanRequest, plan: Plan, form: ApprovalForm, status: int = 200) -> HttpResponse:
    counts = {"tasks": plan.tasks.promised().count(), "targets": plan.targets.promised().count()}
    open_work = plan.tasks.promised().open_work().select_related("lead")
    party = [task for task in open_work if looks_restricted(task)]
    context = {"plan": plan, "form": form, "party": party, **counts}
    return render(request, "plans/approve.html", context, status=status)


def _decision(form: ApprovalForm) -> Decision:
    names = ("meeting", "meeting_on", "document_no", "signer")
    return Decision(**{name: form.cleaned_data[name] for name in names})


@require_safe
@signed_in
def approval_file(request: PlanRequest, plan_id: int) -> HttpResponse:
    """The minutes or the signed paper, as it was handed in."""
    approval = Approval.objects.select_related("file").filter(plan=get_plan(request, plan_id)).first()
    if approval is None or approval.file is None:
        raise Http404
    return download(approval.file)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def correct(request: PlanRequest, plan_id: int) -> HttpResponse:
    """Put right a slip in what was registered of the meeting."""
    plan = get_plan(request, plan_id)
    insist(may_correct_approval(request.actor, plan))
    approval = Approval.objects.filter(plan=plan).first()
    if approval is None:
        raise Http404
    initial: Any = ApprovalForm.of(approval)
    form = CorrectApprovalForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = {"by": request.actor, "revision": form.cleaned_data["revision"]}
        try:
            correct_approval(approval, _decision(form), reason=form.cleaned_data["reason"], **told)
        except Problems as problems:
            with_problems(form, problems.items)
        except Superseded:
            messages.warning(request, STALE)
            return redirect(plan)
        else:
            messages.success(request, "审定信息已更正。")
            return redirect(plan)
    status = 422 if request.method == "POST" else 200
    return render(request, "plans/correct_approval.html", {"plan": plan, "form": form}, status=status)
