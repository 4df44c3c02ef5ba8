"""Rows of an indicator table: one entry for each planned year's number."""

import re
from collections.abc import Iterator

from . import tables
from .comparators import comparator
from .kind import kind_of
from .numerals import NUMBER, parse_number
from .shapes import Span, Target
from .units import UNIT, plain_unit

_CELL = re.compile(
    rf"^(?P<before>[^\d零一二三四五六七八九十两]{{0,12}}?)(?P<low>{NUMBER})(?:\s*[-~至]\s*(?P<high>{NUMBER}))?(?P<mid>以上)?"
    rf"(?P<unit>{UNIT}|[万亿])?(?P<after>以上|左右|以内|以下)?\s*(?:\(.*\))?$"
)
_NAME_UNIT = re.compile(r"\s*[((](?P<unit>[^()()]{1,10})[))]\s*$")
_NAME_FRAME = re.compile(r"^\d+[.、]\s*")


def read_indicator_row(
    source: str, folded: str, header: tables.Header, cells: list[Span], plan_year: int | None
) -> Iterator[Target]:
    """The promised numbers of a row; columns of the years before the plan and base lines are left out."""
    place = header.first(tables.NAME, tables.TASK, tables.CONTENT)
    if place is None or place >= len(cells):
        return
    name, unit = _name_and_unit(source, folded, header, cells, place)
    for at in header.of(tables.YEAR, tables.VALUE):
        column = header.columns[at]
        if at >= len(cells) or (column.year and plan_year and column.year < plan_year):
            continue
        target = _cell_target(source, folded, cells[at], name, column.unit or unit, column.year)
        if target is not None:
            yield target


def _name_and_unit(
    source: str, folded: str, header: tables.Header, cells: list[Span], place: int
) -> tuple[str, str]:
    start, end = cells[place]
    bracket = _NAME_UNIT.search(folded, start, end)
    unit_at = header.first(tables.UNIT)
    unit = folded[slice(*cells[unit_at])] if unit_at is not None and unit_at < len(cells) else ""
    if bracket and (not unit) and re.fullmatch(rf"{UNIT}|[万亿]", bracket["unit"]):
        return source[start : bracket.start()], bracket["unit"]
    return source[start:end], unit


def _cell_target(
    source: str, folded: str, cell: Span, name: str, unit: str, year: int | None
) -> Target | None:
    start, end = cell
    found = _CELL.match(folded[start:end])
    value = parse_number(found["low"]) if found else None
    if found is None or value is None:
        return None
    own = plain_unit(found["unit"] or unit)
    before = found["before"]
    indicator = _NAME_FRAME.sub("", name).strip()
    return Target(
        start=start,
        end=end,
        text=source[start:end],
        indicator=indicator,
        comparator=comparator(before, "", found["after"] or found["mid"] or ""),
        value=value,
        value_max=parse_number(found["high"] or ""),
        unit=own,
        kind=kind_of(
            unit=own, before=indicator + before, verb="", indicator=indicator, covers=False, inherited=None
        ),
        task=None,
        year=year,
    )
