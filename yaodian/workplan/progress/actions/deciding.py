"""Confirming, returning and withdrawing reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Problem, Problems, Refused, insist, insist_none
from yaodian.foundation.flow.doors import NotInNext, Superseded, move

from ..access import may_decide, may_take_back
from ..models import Report
from ..states import ReportState
from ..telling import tell_makers
from .reporting import Entry, hold_subject, last_figure
from .said import Said

MOVED_ON = "刚刚被别人处理过，请看最新情况。"


@dataclass(frozen=True)
class NotConfirmed:
    """A report that stayed as it was, and why."""

    report: Report
    words: str


@transaction.atomic
def confirm_report(report: Report, *, by: Actor, revision: int, opinion: str = "") -> Report:
    """The report counts from now on. Raises `Refused`, `Problems`, `NotInNext` or `Superseded`."""
    stored = _confirm(report, by, revision, opinion)
    tell_makers([stored], "已确认", by)
    return stored


def _confirm(report: Report, by: Actor, revision: int, opinion: str = "") -> Report:
    held = _held(report)
    if held.revision != revision:
        raise Superseded(held, [])
    insist(may_decide(by, held))
    insist_none(_left_behind(held))
    return move(
        held,
        ReportState.CONFIRMED,
        by=by,
        revision=revision,
        action="confirm_report",
        reason=opinion.strip(),
        confirmed_by=by.user,
        confirmed_at=clock.now(),
        opinion=opinion.strip(),
    )


def _held(report: Report) -> Report:
    """The report as it now is, with its task held until the transaction ends."""
    hold_subject(report.subject)
    rows = Report.objects.select_related("plan", "region", "task__duty__lead", "target__task__duty__lead")
    return rows.select_related("task__plan", "target__plan").get(pk=report.pk)


def _left_behind(report: Report) -> list[Problem]:
    """What has happened since the report was made that keeps it from counting."""
    last = last_figure(Entry(report.subject, Said(report.as_of), report.region))
    if report.no_change and last is None:
        return [Problem("", "“无变化”所指的上一次数字已经撤回，请退回，由填报人填写数字。")]
    if last is not None and report.as_of < last.as_of:
        return [Problem("", f"已确认到 {last.as_of:%Y-%m-%d}，这次填报更早，请退回修改。")]
    return []


def confirm_together(
    chosen: Iterable[tuple[Report, int]], *, by: Actor
) -> tuple[list[Report], list[NotConfirmed]]:
    """Confirm several, each for itself, at the revision seen: those confirmed, and those left with the reason."""
    done: list[Report] = []
    left: list[NotConfirmed] = []
    for report, revision in chosen:
        try:
            with transaction.atomic():
                done.append(_confirm(report, by, revision))
        except Refused as refused:
            left.append(NotConfirmed(report, refused.refusal.reason))
        except Problems as problems:
            left.append(NotConfirmed(report, str(problems)))
        except (Superseded, NotInNext):
            left.append(NotConfirmed(report, MOVED_ON))
    tell_makers(done, "已确认", by)
    return done, left


@transaction.atomic
def return_report(report: Report, *, by: Actor, revision: int, opinion: str) -> Report:
    """Send the report back to its maker with an opinion. Raises as `confirm_report` does."""
    held = _held(report)
    if held.revision != revision:
        raise Superseded(held, [])
    insist(may_decide(by, held))
    opinion = opinion.strip()
    insist_none(_of_opinion(opinion, "opinion", "请写明要改什么，填报人会看到。"))
    stored = move(
        held,
        ReportState.RETURNED,
        by=by,
        revision=revision,
        action="return_report",
        reason=opinion,
        opinion=opinion,
    )
    tell_makers([stored], f"被退回修改：{opinion}", by)
    return stored


@transaction.atomic
def withdraw_report(report: Report, *, by: Actor, revision: int, reason: str = "") -> Report:
    """Take a report back: its maker while it waits, the chief or leader with a reason once it is confirmed.

    A withdrawn report counts no longer and stays in the history. Raises as `confirm_report` does.
    """
    held = _held(report)
    if held.revision != revision:
        raise Superseded(held, [])
    insist(may_take_back(by, held))
    reason = reason.strip()
    confirmed = held.state == ReportState.CONFIRMED
    if confirmed:
        insist_none(_of_opinion(reason, "reason", "请写明撤回的原因，它会留在办理记录中。"))
    stored = move(
        held,
        ReportState.WITHDRAWN,
        by=by,
        revision=revision,
        action="withdraw_report",
        reason=reason,
        opinion=reason if confirmed else held.opinion,
    )
    tell_makers([stored], f"已撤回，请重新填报：{reason}" if confirmed else "已撤回", by)
    return stored


def _of_opinion(words: str, field: str, missing: str) -> list[Problem]:
    if not words:
        return [Problem(field, missing)]
    return [Problem(field, "最多 500 个字，请缩短。")] if len(words) > 500 else []
