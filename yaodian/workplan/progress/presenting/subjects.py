"""What the page of a task's or target's progress shows, from records already loaded; no query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from yaodian.foundation.common.components import Row
from yaodian.foundation.people.models import Region
from yaodian.workplan.duties.models import Milestone, Share
from yaodian.workplan.duties.states import Evidence
from yaodian.workplan.plans.models import Target, Task
from yaodian.workplan.plans.tables import SIGNS, number, quantity

from ..access import duty_of
from ..lights import Facts, Judgement, expected_share, judge_task, reference_day
from ..models import Report
from ..standing import (
    Figure,
    TargetStanding,
    facts_of,
    facts_of_share,
    judge_figure,
    light_of_task,
    newest_of,
    time_of,
    work_of,
)
from ..states import Light
from .lines import reached_words

ENDS = "。！？；\n"
SENTENCE_REACH = 160


@dataclass(frozen=True)
class Quoted:
    """A passage in its sentence, with where it stands in the document."""

    text: str
    start: int
    end: int
    url: str
    source: str


def quoted(text: str, item: Task | Target) -> Quoted:
    """The sentence around a target; of a task its text up to a readable length."""
    if isinstance(item, Task):
        end = min(item.end, item.start + 400)
        words = text[item.start : end]
        place = max(words.find(item.title), 0)
        hit = place + len(item.title) if item.title in words else len(words)
        return Quoted(words, place, hit, item.get_absolute_url(), str(item.plan))
    left = max(
        (text.rfind(mark, max(0, item.start - SENTENCE_REACH), item.start) for mark in ENDS), default=-1
    )
    rights = [text.find(mark, item.end, item.end + SENTENCE_REACH) for mark in ENDS]
    right = min((place for place in rights if place >= 0), default=item.end - 1)
    left = max(left + 1, item.start - SENTENCE_REACH)
    words = text[left : right + 1].rstrip("\n")
    return Quoted(words, item.start - left, item.end - left, item.get_absolute_url(), str(item.plan))


@dataclass(frozen=True)
class Chart:
    """The numbers of a bullet chart."""

    actual: float
    promise: float
    time_share: float
    unit: str
    soft: bool


def _drawn(value: Decimal) -> float:
    """A number as the chart takes it: 35, not 35.0."""
    return int(value) if value == int(value) else float(value)


@dataclass(frozen=True)
class PartView:
    """A county's part as a row: what it undertakes, how far it is."""

    region: Region
    judgement: Judgement
    figure: Figure | None
    promised: str

    @property
    def light(self) -> Light:
        return self.judgement.light

    @property
    def reached(self) -> str:
        known = self.figure.value if self.figure is not None else None
        return number(known) if known is not None else "—"


@dataclass(frozen=True)
class TargetView:
    """A target (or a county's part of it) on its page."""

    target: Target
    facts: Facts
    judgement: Judgement
    figure: Figure | None
    shares: tuple[PartView, ...] = ()

    @property
    def light(self) -> Light:
        return self.judgement.light

    @property
    def reached(self) -> str:
        return reached_words(self.figure, self.target.unit) or "—"

    @property
    def value(self) -> Decimal | None:
        """The figure without needless zeros."""
        known = self.figure.value if self.figure is not None else None
        return known.normalize() if known is not None else None

    @property
    def own_value(self) -> Decimal:
        return self.facts.value.normalize()

    @property
    def promise(self) -> str:
        return quantity(self.target)

    @property
    def url(self) -> str:
        return reverse("progress:target", args=[self.target.pk])

    @property
    def chart(self) -> Chart | None:
        """For what runs along the time and has a figure; a growth beside its promise needs none."""
        if self.figure is None or self.figure.value is None or not self.facts.has_way or self.facts.caps:
            return None
        share = self.judgement.expected_share
        on = reference_day(self.figure.as_of, self.figure.as_of)
        if share is None:
            share = expected_share(self.facts.starts_on, self.facts.due_on, on, self.facts.points)
        numbers = (_drawn(self.figure.value), _drawn(self.facts.value), float(share))
        return Chart(*numbers, self.target.unit, self.facts.strives)

    def changed_from(self, content: dict[str, Any]) -> str:
        """What was promised first, in words, where the promise has changed; else ""."""
        first = promise_in(content)
        return first if first != self.promise else ""


def promise_in(content: dict[str, Any]) -> str:
    """The promise that a version holds, in the signs of the lists."""
    value = number(Decimal(str(content["value"])))
    if content.get("value_max") is not None:
        value = f"{value}–{number(Decimal(str(content['value_max'])))}"
    return f"{SIGNS[content['comparator']]} {value} {content['unit']}".strip()


def target_view(
    target: Target, own: Share | None, shares: Iterable[Share], reports: Sequence[Report], today: date
) -> TargetView:
    """The city's figure with the counties' parts; to a county its own part alone."""
    figures = newest_of(reports)
    facts = facts_of(target.plan, target, duty_of(target))
    parts = [_part(share, facts, figures.get((None, target.pk, share.region_id)), today) for share in shares]
    if own is not None:
        part = parts[0]
        return TargetView(target, facts_of_share(facts, own), part.judgement, part.figure)
    figure = figures.get((None, target.pk, None))
    judged = judge_figure(facts, figure, today)
    undertaken = [part for part in parts if part.promised]
    return TargetView(target, facts, judged, figure, tuple(undertaken))


def _part(share: Share, facts: Facts, figure: Figure | None, today: date) -> PartView:
    own = facts_of_share(facts, share)
    promised = number(share.value) if share.value is not None else ""
    return PartView(share.region, judge_figure(own, figure, today), figure, promised)


@dataclass(frozen=True)
class TaskView:
    """A task on its page: its light and why, and its targets."""

    light: Light
    words: str
    own: Judgement
    figure: Figure | None
    targets: tuple[TargetView, ...]


def task_view(
    task: Task,
    targets: Sequence[Target],
    reports: Sequence[Report],
    milestones: Sequence[Milestone],
    today: date,
) -> TaskView:
    views = []
    for target in targets:
        target.plan, target.task = task.plan, task
        views.append(target_view(target, None, [], reports, today))
    duty, figure = duty_of(task), newest_of(reports).get((task.pk, None, None))
    work = work_of(task.plan, duty, milestones, [view.facts for view in views])
    percent, as_of = (figure.percent, figure.as_of) if figure else (None, None)
    own = judge_task(percent, work, as_of, today)
    standings = [TargetStanding(view.target, view.facts, view.judgement) for view in views]
    light = light_of_task(own, figure, standings)
    words = own.words if light == own.light or not views else ""
    return TaskView(light, words, own, figure, tuple(views))


def promise_facts(item: Task | Target, own: Share | None) -> list[Row]:
    """Who answers for it, until when, with which evidence."""
    duty = duty_of(item)
    starts_on, due_on = time_of(item.plan, duty, item.year if isinstance(item, Target) else None)
    rows = [Row("时间", f"{starts_on:%Y-%m-%d} 至 {due_on:%Y-%m-%d}")]
    if duty is not None:
        rows = [
            Row("牵头科室", str(duty.lead)),
            Row("责任领导", duty.leader.name if duty.leader is not None and own is None else ""),
            Row("经办人", duty.handler.name if duty.handler is not None and own is None else ""),
            *rows,
            Row("佐证要求", duty.evidence_words or Evidence(duty.evidence).label),
        ]
    return [row for row in rows if row.value]
