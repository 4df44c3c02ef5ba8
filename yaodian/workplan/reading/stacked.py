"""Tables that lost their rows on the way into plain text: every cell stands on a line of its own.

The header (序号, 重点任务, 年度目标, …) gives the width; the running numbers tell where each row begins.
"""

from dataclasses import dataclass

from . import tables
from .lines import Line
from .shapes import Span


@dataclass(frozen=True, slots=True)
class StackedRow:
    header: tables.Header
    start: int
    end: int
    cells: list[Span]


@dataclass(slots=True)
class Stacked:
    """The rows by the offset of their number, and the offsets of all lines that the tables take up."""

    rows: dict[int, StackedRow]
    taken: set[int]


def find_stacked(folded: str, lines: list[Line]) -> Stacked:
    found, place = Stacked({}, set()), 0
    while place < len(lines):
        header = _header_at(folded, lines, place)
        place = _take(folded, lines, place, header, found) if header else place + 1
    return found


def _header_at(folded: str, lines: list[Line], place: int) -> tables.Header | None:
    """Three or more lines that name columns, from 序号 to the row number 1."""
    columns: list[tables.Column] = []
    for line in lines[place : place + 10]:
        words = folded[line.start : line.end]
        if words == "1" and columns:
            break
        column = tables.read_column(words)
        if len(words) > 12 or column.role < 0 or (column.role == tables.NO) == bool(columns):
            return None
        columns.append(column)
    else:
        return None
    return tables.Header(tuple(columns), tables.TABS) if len(columns) >= 3 else None


def _take(folded: str, lines: list[Line], place: int, header: tables.Header, found: Stacked) -> int:
    width = len(header.columns)
    found.taken.update(line.start for line in lines[place : place + width])
    place, number = place + width, 1
    while place < len(lines) and folded[lines[place].start : lines[place].end] == str(number):
        number += 1
        row = _row(folded, lines, place, width, number)
        spans = [(line.start, line.end) for line in row]
        found.rows[spans[0][0]] = StackedRow(header, spans[0][0], spans[-1][1], tables.gather(spans, header))
        found.taken.update(start for start, _ in spans)
        place += len(row)
    return place


def _row(folded: str, lines: list[Line], place: int, width: int, due: int) -> list[Line]:
    """The lines up to the next number when it comes soon; the last row is as long as the header."""
    for size in range(2, 3 * width + 1):
        line = lines[place + size] if place + size < len(lines) else None
        if line is not None and folded[line.start : line.end] == str(due):
            return lines[place : place + size]
    return lines[place : place + width]
