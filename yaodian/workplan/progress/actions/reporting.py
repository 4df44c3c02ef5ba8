"""Reporting progress, sending a returned report again, and taking back one that waits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from yaodian.foundation.audit.log import record
from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Problem, insist, insist_none
from yaodian.foundation.files import store
from yaodian.foundation.files.actions import forget_unowned
from yaodian.foundation.flow.doors import move
from yaodian.foundation.people.models import Region
from yaodian.workplan.duties.models import Share
from yaodian.workplan.plans.models import Target, Task

from ..access import may_report, may_revise
from ..models import Report
from ..standing import Figure, newest_figures
from ..states import ReportState
from ..telling import tell_confirmers
from .said import Said, problems_of

WAITS = "上一次填报还在等待确认，请等确认以后再报，或者先撤回它。"
RETURNED = "上一次填报被退回，请修改后再报，或者先撤回它。"


@dataclass(frozen=True)
class Entry:
    """One line of a form: about what, of which region, and what is said."""

    subject: Task | Target
    said: Said
    region: Region | None = None


def report_progress(subject: Task | Target, said: Said, *, by: Actor, region: Region | None = None) -> Report:
    """Report how far a task or target has come. Raises `Refused` or `Problems`, all at once."""
    return report_together([Entry(subject, said, region)], by=by)[0]


def report_together(entries: Sequence[Entry], *, by: Actor) -> list[Report]:
    """Several reports of one form, all or none; those who confirm are told once.

    With several entries the field of a `Problem` is preceded by the entry's place: `0-value`.
    """
    try:
        with transaction.atomic():
            reports = store_entries(entries, by)
            tell_confirmers(reports, by)
            return reports
    except BaseException:
        _forget(entry.said for entry in entries)
        raise


def store_entries(entries: Sequence[Entry], by: Actor) -> list[Report]:
    """The reports stored, nobody told yet; inside a transaction. Raises as `report_together` does."""
    held = [_hold(entry, by) for entry in entries]
    problems: list[Problem] = []
    for place, entry in enumerate(held):
        prefix = f"{place}-" if len(held) > 1 else ""
        for problem in (*_of_waiting(entry), *problems_of(entry.said, entry.subject, last_figure(entry))):
            problems.append(Problem(f"{prefix}{problem.field}", problem.words))
    insist_none(problems)
    return [_create(entry, by) for entry in held]


def _hold(entry: Entry, by: Actor) -> Entry:
    """The entry about its subject as it now is, held until the transaction ends, or `Refused`."""
    subject = hold_subject(entry.subject)
    insist(may_report(by, subject, share_of(subject, entry.region)))
    return Entry(subject, entry.said.cleaned(), entry.region)


def hold_subject(subject: Task | Target) -> Task | Target:
    """The task (of the target) held, so that reports about it and its restriction come one after another."""
    task_id = subject.pk if isinstance(subject, Task) else subject.task_id
    if task_id is not None:
        Task.objects.select_for_update(no_key=True).get(pk=task_id)
    else:
        Target.objects.select_for_update(no_key=True).get(pk=subject.pk)
    if isinstance(subject, Task):
        return Task.objects.select_related("plan", "duty__lead").get(pk=subject.pk)
    return Target.objects.select_related("plan", "task__duty__lead").get(pk=subject.pk)


def share_of(subject: Task | Target, region: Region | None) -> Share | None:
    """The region's part of the target; one that it does not have is a part of nothing."""
    if region is None:
        return None
    if isinstance(subject, Task):
        return Share(region=region)
    found: Share | None = Share.objects.filter(target=subject, region=region).first()
    return found or Share(target=subject, region=region)


def last_figure(entry: Entry) -> Figure | None:
    """The newest confirmed figure of the same task or target and region."""
    region = entry.region.pk if entry.region is not None else None
    found = newest_figures(Report.objects.about(entry.subject, region))
    return next(iter(found.values()), None)


def _of_waiting(entry: Entry) -> Iterable[Problem]:
    region = entry.region.pk if entry.region is not None else None
    waiting = Report.objects.about(entry.subject, region).waiting().first()
    if waiting is None:
        return []
    return [Problem("", WAITS if waiting.state == ReportState.SUBMITTED else RETURNED)]


def _create(entry: Entry, by: Actor) -> Report:
    subject = entry.subject
    report = Report.objects.create(
        plan=subject.plan,
        task=subject if isinstance(subject, Task) else None,
        target=subject if isinstance(subject, Target) else None,
        region=entry.region,
        state=ReportState.SUBMITTED,
        **_content(entry.said, by),
        **_made(by),
    )
    record("report_progress", report, by=by, after=_told(report), group=report.plan)
    return report


def _content(said: Said, by: Actor) -> dict[str, Any]:
    return {
        "as_of": said.as_of,
        "value": said.value,
        "percent": said.percent,
        "no_change": said.no_change,
        "words": said.words,
        "reference": said.reference,
        "link": said.link,
        "file": said.file.keep(by) if said.file is not None else None,
    }


def _made(by: Actor) -> dict[str, Any]:
    return {"made_by": by.user, "made_for": by.on_behalf_of, "made_at": clock.now()}


def _told(report: Report) -> dict[str, Any]:
    names = ("as_of", "value", "percent", "no_change", "words", "reference", "link", "file", "region")
    return {name: getattr(report, name) for name in names if getattr(report, name)}


def _forget(those: Iterable[Said]) -> None:
    """Remove the bytes of files whose reports were not stored."""
    for said in those:
        if said.file is not None and said.file.data:
            forget_unowned(store.digest(said.file.data))


def revise_report(report: Report, said: Said, *, by: Actor, revision: int) -> Report:
    """Send a returned report again. Raises `Refused`, `Problems` or `Superseded`.

    Without a new file the one it carries stays.
    """
    try:
        with transaction.atomic():
            return _revise(report, said.cleaned(), by, revision)
    except BaseException:
        _forget([said])
        raise


def _revise(report: Report, said: Said, by: Actor, revision: int) -> Report:
    subject = hold_subject(report.subject)
    report = Report.objects.select_related("region", "plan", "task", "target").get(pk=report.pk)
    insist(may_revise(by, report, share_of(subject, report.region)))
    last = last_figure(Entry(subject, said, report.region))
    insist_none(problems_of(said, subject, last, has_file=report.file_id is not None))
    changes = _content(said, by) | _made(by)
    if said.file is None:
        del changes["file"]
    stored = move(report, ReportState.SUBMITTED, by=by, revision=revision, action="revise_report", **changes)
    tell_confirmers([stored], by)
    return stored
