"""What the page of a whole plan shows: the sentence, what presses most, and one of four arrangements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from yaodian.foundation.people.models import Division, Region
from yaodian.workplan.progress.standing import TaskStanding
from yaodian.workplan.progress.states import Light

from .records import NOBODY, SHARES, STEPS, TARGETS, TASKS, Choice, Picture, Record, counties_of, divisions_of

PRESSING_SHOWN = 6
TOLD = (Light.DONE, Light.GREEN, Light.AMBER, Light.RED, Light.NONE)
PRESSING_FIRST = (Light.RED, Light.AMBER, Light.GREEN, Light.DONE, Light.NONE)


@dataclass(frozen=True)
class Count:
    """A figure and the address of the records behind it."""

    value: int
    url: str
    words: str = ""
    light: str = ""


@dataclass(frozen=True)
class Section:
    """A top heading with its targets in the document's order, and how many have each light."""

    title: str
    url: str
    records: list[Record]
    counts: list[Count]


@dataclass(frozen=True)
class DivisionRow:
    """A division's part; `weighted` is the percent done of its weights, None where there are none."""

    name: str
    own: bool
    tasks: Count
    counts: list[Count]
    weighted: int | None


@dataclass(frozen=True)
class Cell:
    """A county's part of a target, or nothing."""

    record: Record | None
    url: str = ""


@dataclass(frozen=True)
class HeatRow:
    target: Record
    cells: list[Cell]


@dataclass(frozen=True)
class Heat:
    """Shares as a table: targets down, counties across in the office's order, and each county's lights."""

    counties: list[Region]
    rows: list[HeatRow]
    counts: list[tuple[Light, list[Count]]]


@dataclass(frozen=True)
class Month:
    """What is due in a month; `late` are those of it that are overdue."""

    number: int
    here: bool
    tasks: Count
    steps: Count
    late: Count


def count(picture: Picture, choice: Choice, words: str = "") -> Count:
    return Count(picture.count(choice), choice.url(picture.plan), words, choice.light)


def told(picture: Picture, kind: str = TARGETS) -> list[Count]:
    """The lights of the sentence, those that nobody has left out."""
    found = [count(picture, Choice(kind, light.value), light.label) for light in TOLD]
    return [one for one in found if one.value]


def pressing(picture: Picture) -> list[Record]:
    """All that is behind: targets, the most pressing first, then tasks whose own steps or percent are late."""
    late = [record for record in picture.targets if record.light == Light.RED]
    own = [record for record in picture.tasks if record.judgement and record.judgement.light == Light.RED]
    return sorted([*late, *own], key=lambda record: (record.kind == TASKS, record.pressure))


def worries(picture: Picture) -> list[Record]:
    """What is behind, or where nothing is what may fall behind."""
    amber = [record for record in picture.targets if record.light == Light.AMBER]
    return pressing(picture) or sorted(amber, key=lambda record: record.pressure)


def by_section(picture: Picture) -> list[Section]:
    groups = groupby(picture.targets, key=lambda record: (record.section, record.section_title))
    return [_section(picture, number, title, list(records)) for (number, title), records in groups]


def _section(picture: Picture, number: int, title: str, records: list[Record]) -> Section:
    """The lights that nobody has are left out; the most pressing stands first."""
    chosen = Choice(TARGETS, section=number)
    counts = [count(picture, chosen.but(light=light.value), light.label) for light in PRESSING_FIRST]
    return Section(title, chosen.url(picture.plan), records, [one for one in counts if one.value])


def by_division(picture: Picture, own: int | None) -> list[DivisionRow]:
    """Divisions in the office's order; one's own first."""
    rows = [_division(picture, division, own) for division in divisions_of(picture.tasks + picture.targets)]
    return sorted(rows, key=lambda row: not row.own)


def _division(picture: Picture, division: Division | None, own: int | None) -> DivisionRow:
    pk = division.pk if division else 0
    chosen = Choice(TARGETS, division=pk)
    counts = [count(picture, chosen.but(light=light.value), light.label) for light in TOLD]
    led = [one for one in picture.standing.tasks if _lead(one) == pk]
    return DivisionRow(
        division.name if division else NOBODY,
        pk == own and pk > 0,
        count(picture, Choice(TASKS, division=pk)),
        counts,
        weighted(led),
    )


def _lead(one: TaskStanding) -> int:
    return (one.duty.lead_id or 0) if one.duty else 0


def weighted(tasks: Iterable[TaskStanding]) -> int | None:
    """Σ weight × done ÷ Σ weight in percent, over the tasks that have a weight and something measured."""
    parts = [
        (one.duty.weight, done)
        for one in tasks
        if one.duty and one.duty.weight and (done := _done(one)) is not None
    ]
    whole = sum((weight for weight, _done in parts), Decimal(0))
    return int(sum((weight * done for weight, done in parts), Decimal(0)) / whole * 100) if whole else None


def _done(one: TaskStanding) -> Decimal | None:
    """A task's own percent where it is reported, else the mean of its targets, none above one."""
    if one.figure is not None and one.own.done_share is not None:
        return min(one.own.done_share, Decimal(1))
    shares = [target.judgement.done_share for target in one.targets]
    known = [min(share, Decimal(1)) for share in shares if share is not None]
    return sum(known, Decimal(0)) / len(known) if known else None


def by_county(picture: Picture) -> Heat:
    """Only targets that were divided; counties in the office's order, never by their figures."""
    counties = counties_of(picture.shares)
    by_place = {(record.target, record.county.pk): record for record in picture.shares if record.county}
    divided = {record.target for record in picture.shares}
    rows = [
        HeatRow(target, [_cell(picture, by_place.get((target.target, county.pk))) for county in counties])
        for target in picture.targets
        if target.target in divided
    ]
    return Heat(counties, rows, _counts_of_counties(picture, counties))


def _counts_of_counties(picture: Picture, counties: list[Region]) -> list[tuple[Light, list[Count]]]:
    found = [
        (light, [count(picture, Choice(SHARES, light.value, county=county.pk)) for county in counties])
        for light in TOLD
    ]
    return [(light, counts) for light, counts in found if any(one.value for one in counts)]


def _cell(picture: Picture, record: Record | None) -> Cell:
    if record is None or record.county is None:
        return Cell(None)
    choice = Choice(SHARES, county=record.county.pk, target=record.target)
    return Cell(record, choice.url(picture.plan))


def year_of(picture: Picture) -> list[Month]:
    """The year's due dates and milestones by month."""
    return [_month(picture, number) for number in range(1, 13)]


def _month(picture: Picture, number: int) -> Month:
    today, year = picture.today, picture.plan.year or picture.today.year
    month = year * 100 + number
    return Month(
        number,
        here=(year, number) == (today.year, today.month),
        tasks=count(picture, Choice(TASKS, month=month)),
        steps=count(picture, Choice(STEPS, month=month)),
        late=count(picture, Choice(STEPS, Light.RED.value, month=month)),
    )
