"""The records behind every figure: one line for a target, a task, a county's share or a milestone.

A figure is the length of what a `Choice` picks, and its link carries the same choice, so that what it opens has
as many lines as it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from yaodian.foundation.people.models import Division, Region
from yaodian.workplan.duties.models import Milestone
from yaodian.workplan.plans.models import Plan
from yaodian.workplan.plans.states import TargetKind
from yaodian.workplan.progress.lights import Judgement
from yaodian.workplan.progress.standing import (
    Figure,
    PlanStanding,
    ShareStanding,
    TargetStanding,
    TaskStanding,
)
from yaodian.workplan.progress.states import Light

TARGETS, TASKS, SHARES, STEPS = "targets", "tasks", "shares", "steps"
KINDS = {TARGETS: "指标", TASKS: "任务", SHARES: "县（市、区）分解数", STEPS: "节点"}
OVERALL = "总体目标"
NOBODY = "没有牵头科室"


@dataclass(frozen=True)
class Choice:
    """Which records are meant; what is empty or 0 leaves them all in. `month` is the one they are
    due in, as 202606."""

    kind: str = TARGETS
    light: str = ""
    section: int = 0
    division: int = -1
    county: int = 0
    target: int = 0
    month: int = 0

    @classmethod
    def read(cls, given: dict[str, str]) -> Choice:
        """The choice in an address; what cannot be read is left out."""
        kind = given.get("kind", TARGETS)
        light = given.get("light", "")
        numbers = {
            name: int(given[name])
            for name in ("section", "division", "county", "target", "month")
            if given.get(name, "").isdecimal() and len(given[name]) < 19
        }
        return cls(kind if kind in KINDS else TARGETS, light if light in Light.values else "", **numbers)

    @property
    def query(self) -> str:
        """The same as the tail of an address."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        return urlencode(
            {name: said[name] for name in said if name == "kind" or said[name] != getattr(NO_CHOICE, name)}
        )

    def url(self, plan: Plan) -> str:
        return f"{reverse('dashboard:records', args=[plan.pk])}?{self.query}"

    def but(self, **changes: int | str) -> Choice:
        return replace(self, **changes)  # type: ignore[arg-type]


NO_CHOICE = Choice()


@dataclass(frozen=True)
class Record:
    """One line of a list, with all that a choice asks for."""

    kind: str
    title: str
    light: Light
    words: str
    section: int
    section_title: str
    division: Division | None
    leader: str
    due_on: date | None
    url: str
    sentence_url: str
    judgement: Judgement | None = None
    county: Region | None = None
    target: int = 0
    value: Decimal | None = None
    promise: Decimal | None = None
    promise_max: Decimal | None = None
    baseline: Decimal | None = None
    unit: str = ""
    as_of: date | None = None
    source: str = ""
    number: str = ""
    has_way: bool = False

    @property
    def owner(self) -> str:
        """Who answers for it: the lead division, then the leader."""
        return " · ".join(filter(None, [self.division.name if self.division else NOBODY, self.leader]))

    @property
    def reported(self) -> bool:
        return self.as_of is not None

    @property
    def share(self) -> int | None:
        """What is reached of what is promised, in whole percent; None where the one says nothing of the other."""
        if self.value is None or not self.promise or self.promise <= 0:
            return None
        return int(self.value / self.promise * 100)

    @property
    def due_now(self) -> Decimal | None:
        """The figure that the time asks for by now."""
        expected = self.judgement.expected_share if self.judgement else None
        if expected is None or self.promise is None:
            return None
        begun = self.baseline if self.baseline is not None else Decimal(0)
        return begun + (self.promise - begun) * expected

    @property
    def pressure(self) -> tuple[int, Decimal]:
        """The most pressing first: the longest overdue, then what lacks most."""
        judged = self.judgement
        ratio = judged.ratio if judged and judged.ratio is not None else Decimal(1)
        return (-(judged.late_days if judged else 0), ratio)

    def meets(self, choice: Choice) -> bool:
        return (
            (not choice.light or self.light == choice.light)
            and (not choice.section or self.section == choice.section)
            and (choice.division < 0 or (self.division.pk if self.division else 0) == choice.division)
            and (not choice.county or (self.county is not None and self.county.pk == choice.county))
            and (not choice.target or self.target == choice.target)
            and (
                not choice.month
                or (self.due_on is not None and self.due_on.year * 100 + self.due_on.month == choice.month)
            )
        )


class Picture:
    """A plan's standing as records of each kind, in the document's order."""

    def __init__(self, standing: PlanStanding, county: int | None = None) -> None:
        self.standing, self.county = standing, county
        self.plan, self.today = standing.plan, standing.today

    @cached_property
    def sections(self) -> list[str]:
        """The top headings in the order of the text; number 1 is for targets that belong to no task."""
        found = dict.fromkeys(_section(task) for task in self.standing.tasks)
        return list(
            found if all(self._task(one) for one in self.standing.targets) else {OVERALL: None} | found
        )

    @cached_property
    def _tasks(self) -> dict[int, TaskStanding]:
        return {task.task.pk: task for task in self.standing.tasks}

    def _task(self, standing: TargetStanding) -> TaskStanding | None:
        return self._tasks.get(standing.target.task_id or 0)

    @cached_property
    def targets(self) -> list[Record]:
        return [self._target(one) for one in self.standing.targets]

    @cached_property
    def tasks(self) -> list[Record]:
        return [self._of_task(one) for one in self.standing.tasks]

    @cached_property
    def shares(self) -> list[Record]:
        """Counties' parts, those of one county alone where the picture is a county's own."""
        return [
            self._share(one, share)
            for one in self.standing.targets
            for share in one.shares
            if self.county is None or share.region.pk == self.county
        ]

    @cached_property
    def steps(self) -> list[Record]:
        found = [self._step(task, step) for task in self.standing.tasks for step in task.milestones]
        return sorted(found, key=lambda record: record.due_on or date.max)

    def of_kind(self, kind: str) -> list[Record]:
        if self.county is not None:
            return self.shares
        records: list[Record] = getattr(self, kind)
        return records

    def pick(self, choice: Choice) -> list[Record]:
        return [record for record in self.of_kind(choice.kind) if record.meets(choice)]

    def count(self, choice: Choice) -> int:
        return len(self.pick(choice))

    def _place(self, task: TaskStanding | None) -> dict[str, object]:
        section = _section(task) if task else OVERALL
        duty = task.duty if task else None
        return {
            "section": self.sections.index(section) + 1 if section in self.sections else 0,
            "section_title": section,
            "division": duty.lead if duty else None,
            "leader": duty.leader.name if duty and duty.leader else "",
        }

    def _target(self, one: TargetStanding) -> Record:
        target = one.target
        return Record(
            kind=TARGETS,
            title=target.indicator,
            number=_number(self._task(one)),
            target=target.pk,
            url=reverse("progress:target", args=[target.pk]),
            sentence_url=target.get_absolute_url(),
            promise=target.value,
            promise_max=target.value_max,
            **self._place(self._task(one)),  # type: ignore[arg-type]
            **_measured(one),  # type: ignore[arg-type]
        )

    def _share(self, one: TargetStanding, share: ShareStanding) -> Record:
        target = one.target
        return Record(
            kind=SHARES,
            title=target.indicator,
            number=_number(self._task(one)),
            target=target.pk,
            county=share.region,
            url=reverse("progress:target", args=[target.pk]),
            sentence_url=target.get_absolute_url(),
            promise=share.share.value,
            **self._place(self._task(one)),  # type: ignore[arg-type]
            **_measured(one, share),  # type: ignore[arg-type]
        )

    def _of_task(self, one: TaskStanding) -> Record:
        figure = one.figure
        percent = figure.percent if figure else None
        return Record(
            kind=TASKS,
            title=one.task.title,
            number=one.task.no,
            light=one.light,
            words=one.words,
            judgement=one.own,
            due_on=one.duty.due_on if one.duty else None,
            url=reverse("progress:task", args=[one.task.pk]),
            sentence_url=one.task.get_absolute_url(),
            value=None if percent is None else Decimal(percent),
            promise=Decimal(100) if percent is not None else None,
            unit="%",
            **_said(figure),  # type: ignore[arg-type]
            **self._place(one),  # type: ignore[arg-type]
        )

    def _step(self, one: TaskStanding, step: Milestone) -> Record:
        light, words = _of_step(step, self.today)
        return Record(
            kind=STEPS,
            title=step.title,
            number=one.task.no,
            light=light,
            words=words,
            due_on=step.due_on,
            url=reverse("progress:task", args=[one.task.pk]),
            sentence_url=one.task.get_absolute_url(),
            **self._place(one),  # type: ignore[arg-type]
        )


def _measured(one: TargetStanding, share: ShareStanding | None = None) -> dict[str, object]:
    judged = share or one
    return {
        "light": judged.light,
        "words": judged.judgement.words,
        "judgement": judged.judgement,
        "value": judged.figure.value if judged.figure else None,
        "unit": one.target.unit,
        "due_on": one.facts.due_on,
        "has_way": one.facts.has_way,
        "baseline": one.facts.baseline if one.facts.kind == TargetKind.LEVEL and share is None else None,
        **_said(judged.figure),
    }


def _said(figure: Figure | None) -> dict[str, object]:
    return {"as_of": figure.as_of, "source": figure.source} if figure else {}


def _section(task: TaskStanding) -> str:
    return str(task.task.section[0]) if task.task.section else OVERALL


def _number(task: TaskStanding | None) -> str:
    return task.task.no if task else ""


def _of_step(step: Milestone, today: date) -> tuple[Light, str]:
    """A milestone is done, or overdue, or still ahead."""
    if step.done_on:
        return Light.DONE, f"{step.done_on:%Y-%m-%d} 完成。"
    late = (today - step.due_on).days
    return (Light.RED, f"已超过时限 {late} 天。") if late > 0 else (Light.GREEN, "还没有到时限。")


def divisions_of(records: Sequence[Record]) -> list[Division | None]:
    """Who leads among the records, in the office's order, nobody last."""
    found = {record.division.pk: record.division for record in records if record.division}
    ordered = sorted(found.values(), key=lambda one: (one.order, one.pk))
    return [*ordered, *([None] if any(record.division is None for record in records) else [])]


def counties_of(records: Iterable[Record]) -> list[Region]:
    """The counties and parks among the records, in the office's order."""
    found = {record.county.pk: record.county for record in records if record.county}
    return sorted(found.values(), key=lambda one: (one.order, one.code))


def lights(picture: Picture, choice: Choice) -> Iterator[tuple[Light, int, Choice]]:
    """Each light with how many of the chosen records have it, and their choice."""
    for light in Light:
        chosen = choice.but(light=light.value)
        yield light, picture.count(chosen), chosen
