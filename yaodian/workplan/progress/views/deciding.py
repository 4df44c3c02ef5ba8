"""Acts on one report: confirm, return, withdraw; and its file."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yaodian.foundation.common.refusal import Problems, insist
from yaodian.foundation.files.serving import download
from yaodian.foundation.flow.doors import NotInNext, Superseded
from yaodian.workplan.plans.views.items import with_problems

from ..access import may_decide, may_take_back
from ..actions.deciding import confirm_report, return_report, withdraw_report
from ..forms import OpinionForm, WithdrawForm
from ..naming import name_of, said_of
from .common import STALE, PlanRequest, get_report, signed_in


@require_POST
@signed_in
def confirm(request: PlanRequest, pk: int) -> HttpResponse:
    report = get_report(request, pk)
    insist(may_decide(request.actor, report))
    try:
        confirm_report(report, by=request.actor, revision=_revision(request))
    except Problems as problems:
        messages.error(request, str(problems))
    except (Superseded, NotInNext):
        messages.warning(request, STALE)
    else:
        messages.success(request, f"{name_of(report)}的进展已确认，计入进度。")
    return redirect(report)


def _revision(request: PlanRequest) -> int:
    sent = request.POST.get("revision", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def give_back(request: PlanRequest, pk: int) -> HttpResponse:
    """退回修改, with an opinion."""
    report = get_report(request, pk)
    insist(may_decide(request.actor, report))
    form = OpinionForm(request.POST or None, initial={"revision": report.revision})
    if request.method == "POST" and form.is_valid():
        try:
            return_report(report, by=request.actor, **form.cleaned_data)
        except Problems as problems:
            with_problems(form, problems.items)
        except (Superseded, NotInNext):
            messages.warning(request, STALE)
            return redirect(report)
        else:
            messages.success(request, "已退回修改，填报人会收到意见。")
            return redirect("progress:confirming")
    context = {"report": report, "said": said_of(report), "form": form}
    return render(request, "progress/return.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def withdraw(request: PlanRequest, pk: int) -> HttpResponse:
    """撤回: by the maker while it waits, with a reason once it is confirmed."""
    report = get_report(request, pk)
    insist(may_take_back(request.actor, report))
    form = WithdrawForm(request.POST or None, report=report, initial={"revision": report.revision})
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_report(report, by=request.actor, **form.cleaned_data)
        except Problems as problems:
            with_problems(form, problems.items)
        except (Superseded, NotInNext):
            messages.warning(request, STALE)
            return redirect(report)
        else:
            messages.success(request, "已撤回，不再计入进度；记录仍然保留。")
            return redirect(report)
    context = {"report": report, "said": said_of(report), "form": form}
    return render(request, "progress/withdraw.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@signed_in
def file(request: PlanRequest, pk: int) -> HttpResponse:
    """The evidence, to those who may see the report."""
    report = get_report(request, pk)
    if report.file is None:
        raise Http404
    return download(report.file)
