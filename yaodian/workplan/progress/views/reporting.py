"""填报: all targets of a task on one page with one save, 无变化 in one click, and a returned report once more."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from yaodian.foundation.common import clock
from yaodian.foundation.common.refusal import Problems, insist
from yaodian.foundation.desk.once import OtherContent, once
from yaodian.foundation.flow.doors import NotInNext, Superseded
from yaodian.workplan.duties.models import Share
from yaodian.workplan.plans.models import Target, Task

from ..access import duty_of, may_report, may_report_anything, may_revise, sees_all_reports
from ..actions.no_change import report_no_change
from ..actions.reporting import Entry, report_together, revise_report, share_of
from ..actions.said import Said
from ..forms import LineForm, NoChangeForm, SheetForm
from ..models import Report
from ..naming import said_of
from ..presenting.sheets import NOTHING, Sheet, SheetLine
from ..standing import newest_figures
from .common import STALE, PlanRequest, get_report, get_target, get_task, region_of, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report_task(request: PlanRequest, pk: int) -> HttpResponse:
    """All targets of the task; a task without targets by its percent."""
    task = get_task(request, pk)
    insist(may_report(request.actor, task))
    targets = list(task.targets.promised().select_related("plan", "pace", "task__duty__lead"))
    subjects: list[Task | Target] = [*targets] or [task]
    return _report(request, task, subjects, None)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report_target(request: PlanRequest, pk: int) -> HttpResponse:
    """One target: an overall one, or a county's own part."""
    target, share = get_target(request, pk)
    insist(may_report(request.actor, target, share))
    return _report(request, target, [target], share)


def _report(
    request: PlanRequest, about: Task | Target, subjects: Sequence[Task | Target], share: Share | None
) -> HttpResponse:
    sheet = _sheet(request, about, subjects, share)
    if request.method != "POST":
        return render(request, "progress/report.html", {"sheet": sheet})
    if sheet.is_valid():
        answer = _send(request, sheet)
        if answer is not None:
            return answer
    return render(request, "progress/report.html", {"sheet": sheet}, status=422)


def _sheet(
    request: PlanRequest, about: Task | Target, subjects: Sequence[Task | Target], share: Share | None
) -> Sheet:
    """The form as it is to be shown or as it was sent.

    Lines that wait to be confirmed cannot be filled in; one that was sent all the same, by a double click, is
    for the action to judge.
    """
    rows = Report.objects.visible_to(request.actor).filter(plan=about.plan)
    rows = rows.filter(region=share.region_id) if share is not None else rows.of_city()
    figures = {key[:2]: figure for key, figure in newest_figures(rows).items()}
    waiting = {(one.task_id, one.target_id): one for one in rows.waiting()}
    lines, sent = [], _sent(request)
    for subject in subjects:
        key = (subject.pk, None) if isinstance(subject, Task) else (None, subject.pk)
        last = figures.get(key)
        form = LineForm(sent, subject=subject, last=last)
        open_when_shown = f"{form.prefix}-{form.figure_field}" in request.POST
        lines.append(SheetLine(subject, form, last, None if open_when_shown else waiting.get(key), share))
    initial = {"as_of": clock.today(), "key": uuid.uuid4().hex}
    head = SheetForm(sent, request.FILES or None, initial=initial)
    return Sheet(about, duty_of(about), head, lines, all_unchanged="all_unchanged" in request.POST)


def _sent(request: PlanRequest) -> QueryDict | None:
    """What was sent; an empty form that was sent is still to be judged."""
    return request.POST if request.method == "POST" else None


def _send(request: PlanRequest, sheet: Sheet) -> HttpResponse | None:
    """Redirect to where the report now stands, or None with every trouble at its field."""
    filled = sheet.filled()
    if not filled:
        sheet.trouble(NOTHING)
        return None
    entries = [Entry(line.subject, sheet.said(line), region_of(line.share)) for line in filled]
    try:
        once(
            sheet.head.cleaned_data["key"],
            [request.path, sheet.fingerprint()],
            by=request.actor,
            do=lambda: [report.pk for report in report_together(entries, by=request.actor)],
        )
    except Problems as problems:
        sheet.place(problems.items, filled)
        return None
    except OtherContent:
        sheet.trouble("这一页已经提交过别的内容，请重新打开填报页面。")
        return None
    messages.success(request, f"已填报 {len(entries)} 项，等待确认。确认以后计入进度。")
    return redirect(sheet.url)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def revise(request: PlanRequest, pk: int) -> HttpResponse:
    """A returned report with its opinion, to be sent once more."""
    report = get_report(request, pk)
    insist(may_revise(request.actor, report, share_of(report.subject, report.region)))
    sheet = _revised(request, report)
    if request.method == "POST" and sheet.is_valid():
        answer = _send_again(request, report, sheet)
        if answer is not None:
            return answer
    status = 422 if request.method == "POST" else 200
    return render(request, "progress/report.html", {"sheet": sheet, "report": report}, status=status)


def _revised(request: PlanRequest, report: Report) -> Sheet:
    names = ("as_of", "words", "reference", "link", "revision")
    initial = {name: getattr(report, name) for name in names}
    sent = _sent(request)
    head = SheetForm(sent, request.FILES or None, initial=initial)
    rows = Report.objects.about(report.subject, report.region_id)
    last = next(iter(newest_figures(rows).values()), None)
    said = {"value": _plain(report), "percent": report.percent, "no_change": report.no_change}
    form = LineForm(sent, subject=report.subject, last=last, initial=said)
    del form.fields["words"]
    share = share_of(report.subject, report.region)
    line = SheetLine(report.subject, form, last, None, share)
    return Sheet(report.subject, duty_of(report.subject), head, [line], kept=report.file)


def _plain(report: Report) -> str:
    return said_of(report).split()[0] if report.value is not None else ""


def _send_again(request: PlanRequest, report: Report, sheet: Sheet) -> HttpResponse | None:
    line = sheet.lines[0]
    revision = sheet.head.cleaned_data["revision"]
    try:
        revise_report(report, sheet.said(line), by=request.actor, revision=revision or 0)
    except Problems as problems:
        sheet.place(problems.items, [line])
        return None
    except (Superseded, NotInNext):
        messages.warning(request, STALE)
        return redirect(report)
    messages.success(request, "已修改并再次填报，等待确认。")
    return redirect(report)


@require_POST
@signed_in
def no_change(request: PlanRequest) -> HttpResponse:
    """无变化 for everything ticked in a list; what could not be reported is named."""
    insist(may_report_anything(request.actor))
    form = NoChangeForm(request.POST)
    back = _back(request)
    if not form.is_valid():
        messages.error(request, "请按 2026-06-30 的样子填写截至日期。")
        return redirect(back)
    done, left = report_no_change(_ticked(request), form.cleaned_data["as_of"], by=request.actor)
    if done:
        messages.success(request, f"已填报 {len(done)} 项无变化，等待确认。")
    for subject, words in left:
        messages.warning(request, f"“{str(subject)[:40]}”没有填报：{words}")
    if not done and not left:
        messages.error(request, "请先勾选没有变化的任务或指标。")
    return redirect(back)


def _ticked(request: PlanRequest) -> list[Entry]:
    """The ticked tasks and targets that the person may see; a county's are its own parts."""
    keys: dict[str, set[int]] = {"task": set(), "target": set()}
    for ticked in request.POST.getlist("item"):
        kind, _, pk = ticked.partition("-")
        if kind in keys and pk.isdecimal() and len(pk) < 19:
            keys[kind].add(int(pk))
    loaded = ("plan", "task__duty__lead")
    targets = Target.objects.promised().open_work().filter(pk__in=keys["target"]).select_related(*loaded)
    if not sees_all_reports(request.actor):
        shares = Share.objects.visible_to(request.actor).filter(target__in=targets).select_related("region")
        regions = {share.target_id: share.region for share in shares}
        return [_same(target, regions[target.pk]) for target in targets if target.pk in regions]
    tasks = Task.objects.visible_to(request.actor).promised().open_work().filter(pk__in=keys["task"])
    found: list[Task | Target] = [*tasks.select_related("plan", "duty__lead"), *targets]
    return [_same(subject, None) for subject in found]


def _same(subject: Task | Target, region: Any) -> Entry:
    return Entry(subject, Said(None, no_change=True), region)


def _back(request: PlanRequest) -> str:
    asked = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure()):
        return asked
    return reverse("progress:list")
