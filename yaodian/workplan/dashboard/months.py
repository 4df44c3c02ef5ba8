"""The year month by month: what was confirmed at each month's end beside what the rhythm asked for."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from yaodian.workplan.progress.lights import Facts, expected_share
from yaodian.workplan.progress.standing import Series, TargetStanding

from .records import Picture, Record

WIDTH, HEIGHT, PAD = 220, 64, 4


@dataclass(frozen=True)
class Course:
    """A target's year: `reached[m]` and `due[m]` at the end of month m + 1, None where there is no figure."""

    record: Record
    reached: list[Decimal | None]
    due: list[Decimal | None]

    @property
    def top(self) -> Decimal:
        known = [value for value in (*self.reached, *self.due, self.record.promise) if value is not None]
        return max([*known, Decimal(1)])

    @property
    def reached_points(self) -> str:
        return self._points(self.reached)

    @property
    def due_points(self) -> str:
        return self._points(self.due)

    @property
    def last(self) -> tuple[float, float] | None:
        """Where the newest figure stands."""
        known = [place for place in enumerate(self.reached) if place[1] is not None]
        return self._point(*known[-1]) if known else None

    @property
    def promise_y(self) -> float:
        return self._point(0, self.record.promise)[1]

    def _points(self, values: list[Decimal | None]) -> str:
        places = [self._point(n, value) for n, value in enumerate(values) if value is not None]
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)

    def _point(self, month: int, value: Decimal | None) -> tuple[float, float]:
        part = float(max(value or Decimal(0), Decimal(0)) / self.top)
        return PAD + (WIDTH - 2 * PAD) * month / 11, PAD + (HEIGHT - 2 * PAD) * (1 - part)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The table with the same numbers as the chart."""
        pairs = zip(self.reached, self.due, strict=True)
        return [
            {"month": n, "reached": reached, "due": due} for n, (reached, due) in enumerate(pairs, start=1)
        ]

    @property
    def data(self) -> dict[str, Any]:
        """What the chart is drawn from."""
        return {
            "title": self.record.title,
            "unit": self.record.unit,
            "promise": _number(self.record.promise),
            "months": list(range(1, 13)),
            "reached": [_number(value) for value in self.reached],
            "due": [_number(value) for value in self.due],
        }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else round(float(value), 4)


def courses(picture: Picture, found: Series) -> list[Course]:
    """Every target's year, in the order of the text."""
    by_key = {one.target.pk: one for one in picture.standing.targets}
    return [_course(picture, record, by_key[record.target], found) for record in picture.targets]


def _course(picture: Picture, record: Record, one: TargetStanding, found: Series) -> Course:
    year = one.target.year or picture.plan.year or picture.today.year
    ends = [date(year, month, monthrange(year, month)[1]) for month in range(1, 13)]
    figures = {
        (day.year, day.month): value
        for day, value in found.get((one.target.pk, None), [])
        if day.year == year
    }
    return Course(record, [figures.get((end.year, end.month)) for end in ends], _due(one.facts, ends))


def _due(facts: Facts, ends: list[date]) -> list[Decimal | None]:
    """What the rhythm asks for at each month's end; nothing where the time says nothing of the figure."""
    if not facts.has_way:
        return [None] * len(ends)
    begun = facts.baseline if facts.baseline is not None else Decimal(0)
    return [
        begun + (facts.value - begun) * expected_share(facts.starts_on, facts.due_on, end, facts.points)
        for end in ends
    ]
