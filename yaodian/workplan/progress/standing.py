"""Where plans stand: every promised task and target of the open work with its light and newest figure.

`standings(plan, today)` (one plan) and `standings_of(plans, today)` (several) read five queries, however many
tasks, targets, counties and reports there are; `series(plan)` reads one. Nothing is stored. The restricted
register never appears. What a person may see of it is the caller's to decide: counties see their own shares only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Max, Q, Window

from yaodian.foundation.people.models import Region
from yaodian.workplan.duties.models import Duty, Milestone, Pace, Share
from yaodian.workplan.duties.states import Rhythm
from yaodian.workplan.plans.models import Plan, Target, Task
from yaodian.workplan.plans.states import Modality, PlanState

from .access import duty_of
from .lights import Facts, Judgement, Points, Step, Work, judge_target, judge_task, worst
from .models import Report
from .states import Light, ReportState

SOURCE = "填报"
Key = tuple[int | None, int | None, int | None]


@dataclass(frozen=True)
class Figure:
    """The newest confirmed figure: `as_of` counts later reports of 无变化, `report` is the one with the figure."""

    as_of: date
    value: Decimal | None = None
    percent: int | None = None
    report: int | None = None
    source: str = SOURCE


@dataclass(frozen=True)
class ShareStanding:
    """A county's (or park's) part of a target."""

    share: Share
    region: Region
    judgement: Judgement
    figure: Figure | None = None

    @property
    def light(self) -> Light:
        return self.judgement.light


@dataclass(frozen=True)
class TargetStanding:
    """A promised target: its facts as judged, the city's newest figure, the light, the counties' parts."""

    target: Target
    facts: Facts
    judgement: Judgement
    figure: Figure | None = None
    shares: tuple[ShareStanding, ...] = ()

    @property
    def light(self) -> Light:
        return self.judgement.light


@dataclass(frozen=True)
class TaskStanding:
    """A promised task: its duty, its own percent and milestones (`own`), its targets, the worst of them all."""

    task: Task
    duty: Duty | None
    own: Judgement
    light: Light
    words: str
    figure: Figure | None = None
    targets: tuple[TargetStanding, ...] = ()
    milestones: tuple[Milestone, ...] = ()


@dataclass(frozen=True)
class PlanStanding:
    """A plan on a day. `targets` are all of them, also those that belong to no task, in the order of the text."""

    plan: Plan
    today: date
    tasks: tuple[TaskStanding, ...] = ()
    targets: tuple[TargetStanding, ...] = ()

    def lights_of_targets(self) -> dict[Light, int]:
        return _counted(standing.light for standing in self.targets)

    def lights_of_tasks(self) -> dict[Light, int]:
        return _counted(standing.light for standing in self.tasks)

    def task(self, pk: int) -> TaskStanding | None:
        return next((standing for standing in self.tasks if standing.task.pk == pk), None)

    def target(self, pk: int) -> TargetStanding | None:
        return next((standing for standing in self.targets if standing.target.pk == pk), None)


def _counted(lights: Iterable[Light]) -> dict[Light, int]:
    """Every light with how many have it, none left out."""
    counted = Counter(lights)
    return {light: counted[light] for light in Light}


def standings(plan: Plan, today: date) -> PlanStanding:
    """Where one plan stands on a day; five queries."""
    return standings_of([plan], today)[plan.pk]


def standings_of(plans: Iterable[Plan], today: date) -> dict[int, PlanStanding]:
    """The same for several plans by their key; five queries altogether."""
    by_key = {plan.pk: plan for plan in plans}
    read = _read(list(by_key))
    return {pk: _of_plan(plan, today, read) for pk, plan in by_key.items()}


@dataclass
class _Read:
    """What the five queries brought, by the key it is asked for."""

    tasks: dict[int, list[Task]] = field(default_factory=lambda: defaultdict(list))
    targets: dict[int, list[Target]] = field(default_factory=lambda: defaultdict(list))
    milestones: dict[int, list[Milestone]] = field(default_factory=lambda: defaultdict(list))
    shares: dict[int, list[Share]] = field(default_factory=lambda: defaultdict(list))
    figures: dict[Key, Figure] = field(default_factory=dict)


def _read(plans: list[int]) -> _Read:
    read = _Read()
    for task in (
        Task.objects.filter(plan__in=plans)
        .promised()
        .open_work()
        .select_related("duty__lead", "duty__leader", "duty__handler")
    ):
        read.tasks[task.plan_id].append(task)
    for target in Target.objects.filter(plan__in=plans).promised().open_work().select_related("pace"):
        read.targets[target.plan_id].append(target)
    for step in Milestone.objects.filter(duty__task__plan__in=plans, dropped=False):
        read.milestones[step.duty_id].append(step)
    undertaken = Share.objects.filter(target__plan__in=plans).exclude(value=None)
    for share in undertaken.select_related("region"):
        read.shares[share.target_id].append(share)
    read.figures = newest_figures(Report.objects.filter(plan__in=plans))
    return read


def newest_figures(reports: Any) -> dict[Key, Figure]:
    """By (task, target, region) the newest confirmed figure among `reports`, its day moved on by 无变化."""
    one = ["task_id", "target_id", "region_id"]
    rows = (
        reports.confirmed()
        .annotate(last_day=Window(Max("as_of"), partition_by=one))
        .order_by(*one, "no_change", "-as_of", "-id")
        .distinct(*one)
        .values_list(*one, "last_day", "value", "percent", "id")
    )
    return {(task, target, region): Figure(*rest) for task, target, region, *rest in rows}


def newest_of(reports: Iterable[Report]) -> dict[Key, Figure]:
    """The same from reports already loaded, in any order."""
    found: dict[Key, list[Report]] = defaultdict(list)
    for report in reports:
        if report.state == ReportState.CONFIRMED:
            found[report.task_id, report.target_id, report.region_id].append(report)
    return {key: _newest(those) for key, those in found.items()}


def _newest(reports: list[Report]) -> Figure:
    last_day = max(report.as_of for report in reports)
    best = max(reports, key=lambda report: (not report.no_change, report.as_of, report.pk))
    return Figure(last_day, best.value, best.percent, best.pk)


def _of_plan(plan: Plan, today: date, read: _Read) -> PlanStanding:
    _join(plan, read)
    targets = [_of_target(plan, target, today, read) for target in read.targets[plan.pk]]
    within: dict[int | None, list[TargetStanding]] = defaultdict(list)
    for standing in targets:
        within[standing.target.task_id].append(standing)
    tasks = [_of_task(plan, task, within[task.pk], today, read) for task in read.tasks[plan.pk]]
    return PlanStanding(plan, today, tuple(tasks), tuple(targets))


def _join(plan: Plan, read: _Read) -> None:
    """Tell the records of each other, so that nobody who asks them asks the database."""
    tasks = {task.pk: task for task in read.tasks[plan.pk]}
    for task in tasks.values():
        task.plan = plan
    for target in read.targets[plan.pk]:
        target.plan = plan
        target.task = tasks.get(target.task_id) if target.task_id is not None else None


def _of_target(plan: Plan, target: Target, today: date, read: _Read) -> TargetStanding:
    facts = facts_of(plan, target, duty_of(target))
    figure = read.figures.get((None, target.pk, None))
    shares = [_of_share(plan, share, facts, today, read) for share in read.shares[target.pk]]
    return TargetStanding(target, facts, _judged(plan, facts, figure, today), figure, tuple(shares))


def _of_share(plan: Plan, share: Share, facts: Facts, today: date, read: _Read) -> ShareStanding:
    figure = read.figures.get((None, share.target_id, share.region_id))
    own = facts_of_share(facts, share)
    return ShareStanding(share, share.region, _judged(plan, own, figure, today), figure)


def standings_of_shares(shares: Iterable[Share], today: date) -> list[ShareStanding]:
    """Where single shares stand, each with its target, plan, task, duty and pace loaded; one query."""
    found = list(shares)
    wanted = Q(target__in=[one.target_id for one in found], region__in=[one.region_id for one in found])
    read = _Read(figures=newest_figures(Report.objects.filter(wanted)))
    return [_of_loaded_share(share, today, read) for share in found]


def _of_loaded_share(share: Share, today: date, read: _Read) -> ShareStanding:
    plan, target = share.target.plan, share.target
    return _of_share(plan, share, facts_of(plan, target, duty_of(target)), today, read)


def _judged(plan: Plan, facts: Facts, figure: Figure | None, today: date) -> Judgement:
    if plan.state != PlanState.ISSUED:
        return NOT_ISSUED
    return judge_figure(facts, figure, today)


def judge_figure(facts: Facts, figure: Figure | None, today: date) -> Judgement:
    """The light of a promise by its newest confirmed figure."""
    if figure is None:
        return judge_target(facts, None, None, today)
    return judge_target(facts, figure.value, figure.as_of, today)


NOT_ISSUED = Judgement(Light.NONE, "计划还没有下达，不填报进展。")


def _of_task(plan: Plan, task: Task, targets: list[TargetStanding], today: date, read: _Read) -> TaskStanding:
    duty, figure = duty_of(task), read.figures.get((task.pk, None, None))
    milestones = read.milestones[duty.pk] if duty is not None else []
    own = NOT_ISSUED
    if plan.state == PlanState.ISSUED:
        work = work_of(plan, duty, milestones, [standing.facts for standing in targets])
        percent, as_of = (figure.percent, figure.as_of) if figure is not None else (None, None)
        own = judge_task(percent, work, as_of, today)
    light = light_of_task(own, figure, targets)
    words = own.words if light == own.light else _loudest(light, targets)
    return TaskStanding(task, duty, own, light, words, figure, tuple(targets), tuple(milestones))


def light_of_task(own: Judgement, figure: Figure | None, targets: Iterable[TargetStanding]) -> Light:
    """The worst of the targets, the milestones and the task's own percent, where it has one."""
    lights = [standing.light for standing in targets]
    silent = own.light == Light.NONE and figure is None
    return worst(lights if silent and lights else [*lights, own.light])


def _loudest(light: Light, targets: Iterable[TargetStanding]) -> str:
    """The sentence of the first target that gives the task its light."""
    first = next(standing for standing in targets if standing.light == light)
    return f"{first.target.indicator}：{first.judgement.words}"


def facts_of(plan: Plan, target: Target, duty: Duty | None) -> Facts:
    """What was promised as the rules of lights read it: the duty's days, the target's own pace before the duty's."""
    pace: Pace | None = getattr(target, "pace", None)
    starts_on, due_on = time_of(plan, duty, target.year)
    return Facts(
        comparator=target.comparator,
        value=target.value,
        kind=target.kind,
        starts_on=starts_on,
        due_on=due_on,
        value_max=target.value_max,
        modality=target.modality,
        baseline=pace.baseline if pace is not None else None,
        points=points_of(pace) or points_of(duty),
        unit=target.unit,
    )


def facts_of_share(facts: Facts, share: Share) -> Facts:
    """The same promise for the part that a county undertakes; the city's baseline says nothing of it."""
    return Facts(
        comparator=facts.comparator,
        value=share.value if share.value is not None else Decimal(0),
        kind=facts.kind,
        starts_on=facts.starts_on,
        due_on=facts.due_on,
        modality=facts.modality,
        points=facts.points,
        unit=facts.unit,
    )


def work_of(plan: Plan, duty: Duty | None, milestones: Iterable[Milestone], targets: list[Facts]) -> Work:
    """A task's time; it strives where all its targets do."""
    starts_on, due_on = time_of(plan, duty, None)
    return Work(
        starts_on=starts_on,
        due_on=due_on,
        points=points_of(duty),
        milestones=[Step(step.title, step.due_on, step.done_on) for step in milestones],
        strives=bool(targets) and all(facts.modality == Modality.STRIVE for facts in targets),
        by_targets=bool(targets),
    )


def time_of(plan: Plan, duty: Duty | None, year: int | None) -> tuple[date, date]:
    """From when to when: the duty's own days, else the whole year promised."""
    year = year or plan.year or plan.imported_at.year
    starts_on = duty.starts_on if duty is not None and duty.starts_on else date(plan.year or year, 1, 1)
    due_on = duty.due_on if duty is not None and duty.due_on else date(year, 12, 31)
    return starts_on, max(starts_on, due_on)


def points_of(paced: Duty | Pace | None) -> Points:
    if paced is None or paced.rhythm != Rhythm.POINTS:
        return ()
    rows = paced.rhythm_points if isinstance(paced, Duty) else paced.points
    return tuple((int(row["month"]), Decimal(str(row["share"]))) for row in rows)


Series = Mapping[tuple[int, int | None], list[tuple[date, Decimal]]]


def series(plan: Plan) -> Series:
    """By (target, region or None for the city) the confirmed figures by their days, oldest first; one query.

    Of several figures in a month the last one stands; 无变化 repeats the figure before it.
    """
    rows = (
        Report.objects.filter(plan=plan, target__isnull=False)
        .filter(target__in=Target.objects.filter(plan=plan).promised().open_work())
        .confirmed()
        .order_by("as_of", "id")
        .values_list("target_id", "region_id", "as_of", "value")
    )
    months: dict[tuple[int, int | None], dict[tuple[int, int], tuple[date, Decimal]]] = defaultdict(dict)
    last: dict[tuple[int, int | None], Decimal] = {}
    for target, region, as_of, value in rows:
        if value is not None:
            last[target, region] = value
        if (target, region) in last:
            months[target, region][as_of.year, as_of.month] = (as_of, last[target, region])
    return {key: list(found.values()) for key, found in months.items()}
