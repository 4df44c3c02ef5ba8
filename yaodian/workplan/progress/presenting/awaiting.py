"""The rows of 待确认: what is said now beside what was confirmed before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from yaodian.workplan.plans.models import Target
from yaodian.workplan.plans.tables import quantity

from ..models import Report
from ..naming import said_of
from ..standing import Figure, newest_figures
from .lines import reached_words


@dataclass(frozen=True)
class AwaitingRow:
    """A report with the figure confirmed last for the same target or task and region."""

    report: Report
    said: str
    last: Figure | None
    last_words: str

    @property
    def name(self) -> str:
        subject = self.report.subject
        return subject.indicator if isinstance(subject, Target) else str(subject)

    @property
    def task(self) -> str:
        target = self.report.target
        return str(target.task) if target is not None and target.task is not None else ""

    @property
    def promise(self) -> str:
        return quantity(self.report.target) if self.report.target is not None else ""

    @property
    def choice(self) -> str:
        return f"{self.report.pk}:{self.report.revision}"


def awaiting_rows(reports: Sequence[Report]) -> list[AwaitingRow]:
    """One query for the last figures of all rows."""
    about = Q(target__in=[one.target_id for one in reports if one.target_id])
    about |= Q(task__in=[one.task_id for one in reports if one.task_id])
    figures = newest_figures(Report.objects.filter(about)) if reports else {}
    return [
        _row(report, figures.get((report.task_id, report.target_id, report.region_id))) for report in reports
    ]


def _row(report: Report, last: Figure | None) -> AwaitingRow:
    unit = report.target.unit if report.target is not None else ""
    return AwaitingRow(report, said_of(report), last, reached_words(last, unit))
