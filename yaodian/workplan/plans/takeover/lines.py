"""The rows of a table below its heads, each with its cells by meaning and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .heads import bare

LIMIT = 500
TOGETHER = {"goal": "；", "lead": "、", "supporting": "、", "leader": "、", "due_on": "、"}


@dataclass(frozen=True)
class RowProblem:
    """One cell to put right: its column's head, the reason, and what to do."""

    column: str
    reason: str
    fix: str


@dataclass
class Line:
    """One row of the table; `number` is the row as Excel counts it."""

    number: int
    cells: dict[str, str]
    problems: list[RowProblem] = field(default_factory=list)


def read_lines(table: Mapping[str, Any], head_row: int, columns: Mapping[str, int]) -> list[Line]:
    """The rows that say something, rows of one merged cell put together; headings between rows left out."""
    heads = table["rows"][head_row]
    troubled = _troubled(table["problems"], heads, columns)
    lines: list[Line] = []
    for place, row in enumerate(table["rows"][head_row + 1 :], start=head_row + 1):
        if _says_nothing(row, heads):
            continue
        cells = {name: row[column].strip() for name, column in columns.items()}
        line = Line(place + 1, cells, troubled.get(place + 1, []))
        if lines and _continues(lines[-1], line):
            _join(lines[-1], line)
        else:
            lines.append(line)
    return lines


def _says_nothing(row: Sequence[str], heads: Sequence[str]) -> bool:
    """Empty rows, headings written across the table, and heads repeated on each printed page."""
    said = {cell.strip() for cell in row if cell.strip()}
    return len(said) <= 1 or [bare(cell) for cell in row] == [bare(head) for head in heads]


def _continues(above: Line, line: Line) -> bool:
    same = [above.cells.get(name, "") == line.cells.get(name, "") for name in ("no", "title")]
    return all(same) and bool(line.cells.get("no")) and bool(line.cells.get("title"))


def _join(above: Line, line: Line) -> None:
    for name, sign in TOGETHER.items():
        said = above.cells.get(name, "").split(sign) if above.cells.get(name) else []
        if (
            line.cells.get(name)
            and line.cells[name] not in said
            and line.cells[name] != above.cells.get(name)
        ):
            above.cells[name] = sign.join([*said, line.cells[name]])
    above.problems += line.problems


def _troubled(
    problems: Sequence[Mapping[str, Any]], heads: Sequence[str], columns: Mapping[str, int]
) -> dict[int, list[RowProblem]]:
    """Cells that the file's reader could not trust, in columns that count."""
    found: dict[int, list[RowProblem]] = {}
    for problem in problems:
        place = column_place(problem["column"])
        if problem["row"] and place in columns.values():
            told = RowProblem(heads[place] or problem["column"], problem["reason"], problem["fix"])
            found.setdefault(problem["row"], []).append(told)
    return found


def column_place(letters: str) -> int:
    """A → 0, Z → 25, AA → 26; -1 for none."""
    place = 0
    for letter in letters.upper():
        place = place * 26 + ord(letter) - 64
    return place - 1


def sample(table: Mapping[str, Any], head_row: int, count: int = 3) -> Iterator[list[str]]:
    """The first rows below the heads, to see what a column holds."""
    rows = (row for row in table["rows"][head_row + 1 :] if not _says_nothing(row, table["rows"][head_row]))
    for _nth, row in zip(range(count), rows, strict=False):
        yield row
