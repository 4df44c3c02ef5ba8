"""The lines of a list of progress: a task and, below it, its targets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from yaodian.foundation.common.actor import Actor
from yaodian.workplan.plans.models import Target, Task
from yaodian.workplan.plans.tables import quantity

from ..access import may_report
from ..lights import BY_PRESSURE
from ..models import Report
from ..naming import figure_words
from ..standing import Figure, PlanStanding, ShareStanding, TargetStanding, TaskStanding
from ..states import Light, ReportState

Subject = tuple[int | None, int | None]


@dataclass(frozen=True)
class Line:
    """A task or target as one row: what was promised, how far it is, why it has its light, what waits."""

    subject: Task | Target
    name: str
    url: str
    light: Light
    words: str
    promise: str = ""
    reached: str = ""
    as_of: date | None = None
    due_on: date | None = None
    waiting: Report | None = None
    no_change: str = ""
    report_url: str = ""
    may_report: bool = False

    @property
    def is_target(self) -> bool:
        return isinstance(self.subject, Target)

    @property
    def returned(self) -> bool:
        return self.waiting is not None and self.waiting.state == ReportState.RETURNED

    @property
    def revise_url(self) -> str:
        """Where who may report it changes what was returned."""
        if self.waiting is None or not self.returned or not self.may_report:
            return ""
        return reverse("progress:revise", args=[self.waiting.pk])


@dataclass(frozen=True)
class Group:
    """A task with its targets; overall targets stand in a group without a task."""

    title: str
    lead: str
    head: Line | None
    lines: tuple[Line, ...]
    light: Light
    due_on: date | None
    last_day: date | None

    @property
    def all_lines(self) -> list[Line]:
        return [*([self.head] if self.head else []), *self.lines]

    @property
    def key(self) -> str:
        first = self.all_lines[0].subject
        return f"{first._meta.model_name}-{first.pk}"


def waiting_by_subject(reports: Iterable[Report]) -> dict[Subject, Report]:
    return {(report.task_id, report.target_id): report for report in reports}


def groups_of(standing: PlanStanding, waiting: Mapping[Subject, Report], actor: Actor) -> list[Group]:
    """Every task of a plan, before them the targets that belong to none."""
    whole = [found for found in standing.targets if found.target.task_id is None]
    groups = [_whole(whole, waiting, actor)] if whole else []
    return [*groups, *(_of_task(found, waiting, actor) for found in standing.tasks)]


def _whole(found: list[TargetStanding], waiting: Mapping[Subject, Report], actor: Actor) -> Group:
    lines = tuple(_target_line(one, waiting, actor) for one in found)
    light = min((line.light for line in lines), key=BY_PRESSURE.index)
    due = min((line.due_on for line in lines if line.due_on), default=None)
    return Group("总体目标", "", None, lines, light, due, _last_day(lines))


def _of_task(found: TaskStanding, waiting: Mapping[Subject, Report], actor: Actor) -> Group:
    task, duty = found.task, found.duty
    due = duty.due_on if duty is not None else None
    figure = found.figure
    head = Line(
        subject=task,
        name=str(task),
        url=reverse("progress:task", args=[task.pk]),
        light=found.light,
        words=found.words,
        reached=figure_words(None, figure.percent, False) if figure is not None else "",
        as_of=figure.as_of if figure is not None else None,
        due_on=due,
        waiting=waiting.get((task.pk, None)),
        no_change=_no_change(task, figure, waiting, actor) if not found.targets else "",
        report_url=_report_url("task", task, actor),
        may_report=may_report(actor, task) is None,
    )
    lines = tuple(_target_line(one, waiting, actor) for one in found.targets)
    lead = str(duty.lead) if duty is not None and duty.lead else ""
    return Group(str(task), lead, head, lines, found.light, due, _last_day([head, *lines]))


def _target_line(found: TargetStanding, waiting: Mapping[Subject, Report], actor: Actor) -> Line:
    target, figure = found.target, found.figure
    return Line(
        subject=target,
        name=target.indicator,
        url=reverse("progress:target", args=[target.pk]),
        light=found.light,
        words=found.judgement.words,
        promise=quantity(target),
        reached=reached_words(figure, target.unit),
        as_of=figure.as_of if figure is not None else None,
        due_on=found.facts.due_on,
        waiting=waiting.get((None, target.pk)),
        no_change=_no_change(target, figure, waiting, actor),
        report_url=_report_url("target", target, actor) if target.task_id is None else "",
        may_report=may_report(actor, target) is None,
    )


def reached_words(figure: Figure | None, unit: str) -> str:
    return figure_words(figure.value, figure.percent, False, unit) if figure is not None else ""


def _last_day(lines: Iterable[Line]) -> date | None:
    return max((line.as_of for line in lines if line.as_of), default=None)


def _no_change(
    subject: Task | Target, figure: Figure | None, waiting: Mapping[Subject, Report], actor: Actor
) -> str:
    """The value of the box that reports 无变化, "" where it cannot be reported."""
    kind = "task" if isinstance(subject, Task) else "target"
    key: Subject = (subject.pk, None) if kind == "task" else (None, subject.pk)
    if figure is None or key in waiting or may_report(actor, subject) is not None:
        return ""
    return f"{kind}-{subject.pk}"


def _report_url(kind: str, subject: Task | Target, actor: Actor) -> str:
    if may_report(actor, subject) is not None:
        return ""
    return reverse(f"progress:{kind}_report", args=[subject.pk])


HEADS = [
    ("编号", 8), ("任务或指标", 44), ("牵头科室", 16), ("承诺", 16), ("单位", 8), ("累计完成", 14),
    ("完成比例（%）", 12), ("时间进度（%）", 12), ("截至日期", 12), ("完成时限", 12), ("进度", 10), ("说明", 60),
]  # fmt: skip


def sheet_rows(standing: PlanStanding, chosen: set[tuple[str, int]] | None = None) -> Iterable[list[Any]]:
    """The list as an Excel sheet; `chosen` names the tasks and targets, None all."""
    for target in standing.targets:
        if target.target.task_id is None and (chosen is None or ("target", target.target.pk) in chosen):
            yield _target_row(target, "", "")
    for task in standing.tasks:
        if chosen is not None and ("task", task.task.pk) not in chosen:
            continue
        yield _task_row(task)
        lead = str(task.duty.lead) if task.duty is not None and task.duty.lead else ""
        yield from (_target_row(target, task.task.no, lead) for target in task.targets)


def _task_row(found: TaskStanding) -> list[Any]:
    duty, figure = found.duty, found.figure
    lead = str(duty.lead) if duty is not None and duty.lead else ""
    percent = figure.percent if figure is not None else None
    shares = [percent, _percent(found.own.expected_share)]
    days = [figure.as_of if figure is not None else None, duty.due_on if duty is not None else None]
    return [
        found.task.no,
        found.task.title,
        lead,
        "",
        "",
        None,
        *shares,
        *days,
        found.light.label,
        found.words,
    ]


def _target_row(found: TargetStanding, no: str, lead: str) -> list[Any]:
    target, figure = found.target, found.figure
    value = figure.value if figure is not None else None
    shares = [_percent(found.judgement.done_share), _percent(found.judgement.expected_share)]
    days = [figure.as_of if figure is not None else None, found.facts.due_on]
    start = [no, target.indicator, lead, quantity(target), target.unit, value]
    return [*start, *shares, *days, found.light.label, found.judgement.words]


def _percent(share: Decimal | None) -> Decimal | None:
    return round(share * 100, 1) if share is not None else None


def share_line(found: ShareStanding, target: Target, waiting: Report | None, due_on: date) -> Line:
    """A county's own part, as its officer sees it."""
    figure = found.figure
    promise = figure_words(found.share.value, None, False, target.unit)
    return Line(
        subject=target,
        name=target.indicator,
        url=reverse("progress:target", args=[target.pk]),
        light=found.light,
        words=found.judgement.words,
        promise=promise,
        reached=reached_words(figure, target.unit),
        as_of=figure.as_of if figure is not None else None,
        due_on=due_on,
        waiting=waiting,
        no_change=f"target-{target.pk}" if figure is not None and waiting is None else "",
        report_url=reverse("progress:target_report", args=[target.pk]),
        may_report=True,
    )
