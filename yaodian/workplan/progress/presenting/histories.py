"""What was reported about a task or target, report by report, and what people did with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from yaodian.foundation.audit import words
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.audit.timeline import tell
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.components import Event
from yaodian.workplan.duties.models import Share
from yaodian.workplan.plans.models import Target

from ..access import may_decide, may_revise, may_take_back
from ..models import Report
from ..naming import said_of

SHOWN = 60
EVENTS = 40


@dataclass(frozen=True)
class Told:
    """One report as a row of the history, with what the person may do with it."""

    report: Report
    said: str
    about: str
    acts: tuple[tuple[str, str], ...]
    may_decide: bool

    @property
    def file_url(self) -> str:
        return reverse("progress:file", args=[self.report.pk]) if self.report.file_id else ""


def told_of(actor: Actor, reports: Sequence[Report], own: Share | None = None) -> dict[str, Any]:
    """The newest reports and the newest events about them; to a county (`own`) those of its part."""
    newest = sorted(reports, key=lambda report: (report.as_of, report.pk), reverse=True)[:SHOWN]
    history = [_told(actor, report, own) for report in newest]
    return {
        "history": history,
        "any_acts": any(told.acts or told.may_decide for told in history),
        "more": len(reports) > SHOWN,
        "events": events_of(newest),
    }


def _told(actor: Actor, report: Report, own: Share | None) -> Told:
    subject = report.subject
    about = subject.indicator if isinstance(subject, Target) else "任务"
    decides = may_decide(actor, report) is None
    acts = []
    if decides:
        acts.append(("退回", reverse("progress:return", args=[report.pk])))
    is_own = (report.region_id is None) == (own is None)
    if is_own and may_revise(actor, report, own) is None:
        acts.append(("修改再报", reverse("progress:revise", args=[report.pk])))
    if may_take_back(actor, report) is None:
        acts.append(("撤回", reverse("progress:withdraw", args=[report.pk])))
    return Told(report, said_of(report), about, tuple(acts), decides)


def events_of(reports: Sequence[Report]) -> list[Event]:
    keys = [str(report.pk) for report in reports]
    label = Report._meta.label_lower
    entries = list(Entry.objects.filter(object_type=label, object_id__in=keys).order_by("-id")[:EVENTS])
    names = words.names_in(entries)
    return [tell(entry, None, names) for entry in entries]
