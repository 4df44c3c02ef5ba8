"""The rows of a workbook that came back, cell by cell under the heads that count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from yaodian.foundation.people.models import Region
from yaodian.workplan.plans.takeover.heads import bare
from yaodian.workplan.plans.takeover.lines import RowProblem, column_place

from .columns import DUTIES, FIX, NEEDED, PROBLEM, SHARES, STEPS, fields_by_head

SHEETS = (DUTIES, SHARES, STEPS)
LOOKED_AT = 10
RIGHT_SHEETS = f"请用“下载分解表”得到的工作簿，工作表的名称“{DUTIES}”“{SHARES}”“{STEPS}”不要改。"


@dataclass
class Line:
    """One row as it came: its sheet, its number as Excel counts, its cells by field, and what is wrong."""

    sheet: str
    number: int
    cells: dict[str, str]
    problems: list[RowProblem] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)


@dataclass
class Sheets:
    """All rows of the sheets that count, the heads of each, and columns that were not understood."""

    lines: list[Line] = field(default_factory=list)
    heads: dict[str, list[str]] = field(default_factory=dict)
    unknown: dict[str, list[str]] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)


def read_sheets(tables: Iterable[Mapping[str, Any]], regions: Sequence[Region]) -> Sheets:
    """What the tables of a batch hold; a sheet without the heads that are needed is told as trouble."""
    found = Sheets()
    for table in tables:
        if table["name"] in SHEETS:
            _read(found, table, fields_by_head(table["name"], regions))
    if not found.heads and not found.troubles:
        found.troubles.append(f"文件里没有分解用的工作表。{RIGHT_SHEETS}")
    return found


def _read(found: Sheets, table: Mapping[str, Any], fields: Mapping[str, str]) -> None:
    name, rows = table["name"], table["rows"]
    place = _head_row(rows, NEEDED[name])
    if place is None:
        missing = "、".join(f"“{head}”" for head in NEEDED[name])
        found.troubles.append(f"工作表“{name}”里找不到{missing}这几列，请用下载的分解表，不要改表头。")
        return
    heads = [cell.strip() for cell in rows[place]]
    known = {bare(head): told for head, told in fields.items()}
    columns = {known[bare(head)]: at for at, head in reversed(list(enumerate(heads))) if bare(head) in known}
    ours = {PROBLEM, FIX, ""}
    found.heads[name] = heads
    found.unknown[name] = [head for head in heads if bare(head) not in known and head not in ours]
    troubled = _troubled(table["problems"], heads)
    for number, row in enumerate(rows[place + 1 :], start=place + 2):
        cells = {told: row[at].strip() for told, at in columns.items() if row[at].strip()}
        if cells:
            problems = [one for at, one in troubled.get(number, []) if at in columns.values()]
            found.lines.append(Line(name, number, cells, problems, list(row)))


def _head_row(rows: Sequence[Sequence[str]], needed: Iterable[str]) -> int | None:
    for place, row in enumerate(rows[:LOOKED_AT]):
        heads = {bare(cell) for cell in row}
        if heads.issuperset(map(bare, needed)):
            return place
    return None


def _troubled(
    problems: Iterable[Mapping[str, Any]], heads: Sequence[str]
) -> dict[int, list[tuple[int, RowProblem]]]:
    """row → what the file's reader could not trust there, with the column's place."""
    found: dict[int, list[tuple[int, RowProblem]]] = {}
    for problem in problems:
        at = column_place(problem["column"])
        if problem["row"] and 0 <= at < len(heads):
            told = RowProblem(heads[at] or problem["column"], problem["reason"], f"{problem['fix']}。")
            found.setdefault(problem["row"], []).append((at, told))
    return found
