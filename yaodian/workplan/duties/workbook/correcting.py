"""错误行.xlsx: the rows that were left out, with what is wrong, in a workbook that can be handed in again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from yaodian.foundation.desk.models import ImportBatch
from yaodian.foundation.desk.workbooks import Sheet, workbook_of
from yaodian.foundation.people.models import Region
from yaodian.workplan.plans.takeover.lines import RowProblem

from .columns import FIX, PROBLEM
from .preview import Preview
from .reading import read_sheets

Bad = dict[tuple[str, int], list[RowProblem]]


def bad_in(looked: Preview) -> Bad:
    return {(row.line.sheet, row.line.number): row.problems for row in looked.bad}


def bad_left_out(batch: ImportBatch) -> Bad:
    return {
        (done["sheet"], done["row"]): [RowProblem(*why) for why in done["why"]]
        for done in batch.rows
        if done["did"] == "left_out"
    }


def bad_rows_workbook(tables: Sequence[Mapping[str, Any]], bad: Bad, regions: Sequence[Region]) -> bytes:
    """Each sheet with its own heads, its bad rows as they came, and two columns more that are not read."""
    sheets = read_sheets(tables, regions)
    pages = []
    for name, heads in sheets.heads.items():
        kept = [at for at, head in enumerate(heads) if head not in (PROBLEM, FIX)]
        rows = [
            [*_cells(line.raw, kept), *_told(bad[name, line.number])]
            for line in sheets.lines
            if line.sheet == name and (name, line.number) in bad
        ]
        if rows:
            pages.append(Sheet(name, [*((heads[at], 20) for at in kept), (PROBLEM, 40), (FIX, 60)], rows))
    return workbook_of(pages or [Sheet("没有错误行", [("说明", 40)], [["没有需要改的行。"]])])


def _cells(raw: Sequence[str], kept: Sequence[int]) -> list[str]:
    return [raw[at] if at < len(raw) else "" for at in kept]


def _told(problems: Sequence[RowProblem]) -> list[str]:
    reasons = "；".join(f"{one.column}：{one.reason}" if one.column else one.reason for one in problems)
    return [reasons, "".join(dict.fromkeys(one.fix for one in problems))]
