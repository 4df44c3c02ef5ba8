"""What the time says of a progress: pure rules from promise, report and calendar to a light and one sentence.

Nothing here touches the database. The rules in short:

- An increment is measured as reached / promised and compared with the share of the time that has passed; so is
  a level, as the part of the way from its baseline: a year's total (兑付 400 万元) begins at zero, and so does a
  stock until somebody fills in last year's end, which the sentence says.
- A growth and a ratio are compared with the promised figure itself.
- Green is at least 1, amber at least 0.8 of what is due by now, red less, or overdue. 力争 is never red before
  its last day has passed.
- 不超过, growth and ratio may still turn until the last day: before a figure of that day they are green at best.
- 左右 is met from 95 % of the figure on.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from yaodian.workplan.plans.states import Comparator, Modality, TargetKind

from .states import Light

AMBER_FROM = Decimal("0.8")
ABOUT_FROM = Decimal("0.95")
MILESTONE_GRACE = 15
ZERO, ONE = Decimal(0), Decimal(1)
DAY = timedelta(days=1)
# From the most to the least pressing.
BY_PRESSURE = (Light.RED, Light.AMBER, Light.GREEN, Light.NONE, Light.DONE)

# (month, percent of the way to be gone by the end of that month)
Points = Sequence[tuple[int, int | Decimal]]


@dataclass(frozen=True)
class Facts:
    """What was promised, from when to when."""

    comparator: str
    value: Decimal
    kind: str
    starts_on: date
    due_on: date
    value_max: Decimal | None = None
    modality: str = Modality.PLAIN
    baseline: Decimal | None = None
    points: Points = ()
    unit: str = ""

    @property
    def strives(self) -> bool:
        return self.modality == Modality.STRIVE

    @property
    def caps(self) -> bool:
        return self.comparator == Comparator.AT_MOST

    @property
    def limit(self) -> Decimal:
        """What a cap allows at most."""
        return self.value if self.value_max is None else self.value_max

    @property
    def has_way(self) -> bool:
        """Whether the time's share says anything about it."""
        if self.kind == TargetKind.LEVEL:
            return self.value > (self.baseline or ZERO)
        return self.kind == TargetKind.INCREMENT and self.value > 0

    @property
    def final_at_end(self) -> bool:
        """Whether only a figure of the last day says that the promise is kept."""
        return self.caps or self.kind in (TargetKind.GROWTH, TargetKind.RATIO)


@dataclass(frozen=True)
class Step:
    """A milestone of a task."""

    title: str
    due_on: date
    done_on: date | None = None


@dataclass(frozen=True)
class Work:
    """A task's own time: `by_targets` when its targets measure it and a percent of its own is not expected."""

    starts_on: date
    due_on: date
    points: Points = ()
    milestones: Sequence[Step] = ()
    strives: bool = False
    by_targets: bool = False


@dataclass(frozen=True)
class Judgement:
    """A light and why: `ratio` is what is done against what is due by now; shares are parts of one."""

    light: Light
    words: str
    done_share: Decimal | None = None
    expected_share: Decimal | None = None
    ratio: Decimal | None = None
    late_days: int = 0


def worst(lights: Sequence[Light]) -> Light:
    """The most pressing of several lights; nothing is `NONE`."""
    return min(lights, key=BY_PRESSURE.index, default=Light.NONE)


def expected_share(starts_on: date, due_on: date, on: date, points: Points = ()) -> Decimal:
    """Which part of the way is due by the end of the day `on`, 0 to 1: along the days, or along month points."""
    anchors = _anchors(starts_on, due_on, points)
    for (left, low), (right, high) in pairwise(anchors):
        if left <= on < right:
            return low + (high - low) * Decimal((on - left).days) / Decimal((right - left).days)
    return ZERO if on < anchors[0][0] else ONE


def _anchors(starts_on: date, due_on: date, points: Points) -> list[tuple[date, Decimal]]:
    """Days with the share due by their end, rising: the eve of the start, the month ends, the last day."""
    anchors, highest = [(starts_on - DAY, ZERO)], ZERO
    for day, share in sorted((_month_end(month, starts_on), Decimal(share)) for month, share in points):
        if day < due_on:
            highest = max(highest, min(share / 100, ONE))
            anchors.append((day, highest))
    return [*anchors, (due_on, ONE)]


def _month_end(month: int, starts_on: date) -> date:
    """The first end of that month of the year on or after the start."""
    year = starts_on.year + (month < starts_on.month)
    return date(year, month, monthrange(year, month)[1])


def reference_day(as_of: date | None, today: date) -> date:
    """The day that progress is measured against: the last closed month's end, or a later report's own day."""
    closed = today.replace(day=1) - DAY
    return min(today, max(as_of or closed, closed))


def judge_target(facts: Facts, reached: Decimal | None, as_of: date | None, today: date) -> Judgement:
    """The light of a target (or of a county's share of it) by its newest confirmed figure."""
    if reached is None and (facts.caps or _is_young(facts.starts_on, today)):
        return _unreported(facts, today)
    if _is_met(facts, reached, as_of):
        return Judgement(
            Light.DONE, f"{_reached(facts, reached)}，已兑现承诺。", *_shares(facts, reached, as_of, today)
        )
    if facts.caps:
        return _of_cap(facts, reached or ZERO, today)
    shares = _shares(facts, reached, as_of, today)
    light = _by_ratio(shares[2])
    return _in_time(
        Judgement(light, _told(facts, reached, shares), *shares), facts.due_on, facts.strives, today
    )


def _is_young(starts_on: date, today: date) -> bool:
    """Whether the first month since the start has not passed."""
    year, month = (starts_on.year, starts_on.month + 1) if starts_on.month < 12 else (starts_on.year + 1, 1)
    return today <= date(year, month, min(starts_on.day, monthrange(year, month)[1]))


def _is_met(facts: Facts, reached: Decimal | None, as_of: date | None) -> bool:
    if reached is None or (facts.final_at_end and (as_of is None or as_of < facts.due_on)):
        return False
    if facts.caps:
        return reached <= facts.limit
    if facts.comparator == Comparator.MORE_THAN:
        return reached > facts.value
    if facts.comparator == Comparator.ABOUT and facts.value > 0:
        return reached >= facts.value * ABOUT_FROM
    return reached >= facts.value


def _shares(
    facts: Facts, reached: Decimal | None, as_of: date | None, today: date
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """What is done, what is due by now, and the one against the other."""
    if facts.caps:
        return None, None, None
    done = _done(facts, reached)
    if not facts.has_way:
        return done, None, done
    due = expected_share(facts.starts_on, facts.due_on, reference_day(as_of, today), facts.points)
    return done, due, done / due if due else ONE


def _done(facts: Facts, reached: Decimal | None) -> Decimal:
    if reached is None:
        return ZERO
    if facts.kind == TargetKind.LEVEL and facts.has_way:
        begun = facts.baseline or ZERO
        return max(ZERO, (reached - begun) / (facts.value - begun))
    if facts.value <= 0:
        return ONE if reached >= facts.value else ZERO
    return max(ZERO, reached / facts.value)


def _by_ratio(ratio: Decimal | None) -> Light:
    if ratio is None or ratio >= ONE:
        return Light.GREEN
    return Light.AMBER if ratio >= AMBER_FROM else Light.RED


def _in_time(judged: Judgement, due_on: date, strives: bool, today: date) -> Judgement:
    """The same after a look at the calendar: overdue is red, 力争 before its end amber at worst."""
    late = (today - due_on).days
    if late > 0:
        words = f"{judged.words[:-1]}；已超过完成时限 {late} 天。"
        return replace(judged, light=Light.RED, words=words, late_days=late)
    if strives and judged.light == Light.RED:
        return replace(judged, light=Light.AMBER, words=f"{judged.words[:-1]}；力争的指标到期前不判滞后。")
    return judged


def _of_cap(facts: Facts, reached: Decimal, today: date) -> Judgement:
    above = reached > facts.limit
    words = f"{_reached(facts, reached)}，{'已超过' if above else '没有超过'}承诺的上限 {_figure(facts.limit, facts.unit)}。"
    return _in_time(Judgement(Light.RED if above else Light.GREEN, words), facts.due_on, facts.strives, today)


def _unreported(facts: Facts, today: date) -> Judgement:
    judged = Judgement(Light.NONE, "还没有确认的填报。")
    return _in_time(judged, facts.due_on, facts.strives, today)


def _told(
    facts: Facts, reached: Decimal | None, shares: tuple[Decimal | None, Decimal | None, Decimal | None]
) -> str:
    """The sentence that explains the light of a target not yet met."""
    done, due, _ = shares
    promise = _figure(facts.value, facts.unit)
    if due is not None:
        unknown = facts.kind == TargetKind.LEVEL and facts.baseline is None
        from_zero = "（没有年初基数，从零起算）" if unknown else ""
        told = f"{_way(facts, promise, reached, done)}{from_zero}，时间进度 {_percent(due)}。"
        return (
            told
            if facts.comparator != Comparator.MORE_THAN or done != ONE
            else f"{told[:-1]}；承诺是超过这个数。"
        )
    if reached is None:
        return "还没有确认的填报，按零计。"
    against = f"{_reached(facts, reached)}，{_beside(facts, promise, done)}"
    return f"{against}；直接与承诺数比较，不计时间进度。"


def _way(facts: Facts, promise: str, reached: Decimal | None, done: Decimal | None) -> str:
    if reached is None:
        return "还没有确认的填报，按零计"
    if facts.kind == TargetKind.LEVEL and facts.baseline is not None:
        begun = _apart(_figure(facts.baseline, facts.unit))
        return f"{_reached(facts, reached)}，从年初 {begun}到承诺 {_apart(promise)}已走完 {_percent(done or ZERO)}"
    return f"{_reached(facts, reached)}，{_beside(facts, promise, done)}"


def _beside(facts: Facts, promise: str, done: Decimal | None) -> str:
    """The figure reached beside the one promised; a part of a percentage would read like another percentage."""
    if facts.kind in (TargetKind.GROWTH, TargetKind.RATIO) or facts.value <= 0:
        return f"承诺 {promise}"
    return f"为承诺 {_apart(promise)}的 {_percent(done or ZERO)}"


def _reached(facts: Facts, reached: Decimal | None) -> str:
    verb = "已完成" if facts.kind == TargetKind.INCREMENT else "已达"
    return f"{verb} {_figure(reached or ZERO, facts.unit)}"


def _figure(value: Decimal, unit: str) -> str:
    number = f"{value:,f}"
    plain = number.rstrip("0").rstrip(".") if "." in number else number
    return f"{plain}{unit}" if unit.startswith(("%", "％", "‰")) else f"{plain} {unit}".rstrip()


def _apart(figure: str) -> str:
    """A figure before a Chinese word: a blank follows a digit or a sign, none a unit's word."""
    return f"{figure} " if figure.isascii() else figure


def _percent(share: Decimal) -> str:
    return f"{int(share * 100)}%"


def judge_task(percent: int | None, work: Work, as_of: date | None, today: date) -> Judgement:
    """The light of a task's own percent and milestones; its targets have lights of their own."""
    own = _of_percent(percent, work, as_of, today)
    late = [step for step in work.milestones if step.done_on is None and step.due_on < today]
    if not late:
        return own
    step = min(late, key=lambda step: step.due_on)
    days = (today - step.due_on).days
    light = Light.AMBER if days <= MILESTONE_GRACE or (work.strives and today <= work.due_on) else Light.RED
    words = f"{own.words[:-1]}；节点“{step.title}”已超过时限 {days} 天。"
    return replace(own, light=worst([own.light, light]), words=words, late_days=max(own.late_days, days))


def _of_percent(percent: int | None, work: Work, as_of: date | None, today: date) -> Judgement:
    if percent is None and work.by_targets:
        return Judgement(Light.NONE, "以所属指标为准。")
    if percent is None and _is_young(work.starts_on, today):
        return _in_time(Judgement(Light.NONE, "还没有确认的填报。"), work.due_on, work.strives, today)
    due = expected_share(work.starts_on, work.due_on, reference_day(as_of, today), work.points)
    done = Decimal(percent or 0) / 100
    ratio = done / due if due else ONE
    if done >= ONE:
        return Judgement(Light.DONE, "任务已完成。", done, due, ratio)
    begun = "还没有确认的填报，按零计" if percent is None else f"任务已完成 {percent}%"
    judged = Judgement(_by_ratio(ratio), f"{begun}，时间进度 {_percent(due)}。", done, due, ratio)
    return _in_time(judged, work.due_on, work.strives, today)
