"""The Excel sheets of taking over: a template with the plan's tasks, and the rows that need correction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from yaodian.foundation.desk.models import ImportBatch

from ..models import Task
from .heads import FIELDS, PROBLEM_HEADS
from .lines import RowProblem
from .preview import Preview, table_of

TEMPLATE_WIDTHS = {"no": 8, "title": 36, "goal": 44, "lead": 22, "supporting": 26, "leader": 12, "due_on": 14}


def template_heads() -> list[tuple[str, int]]:
    return [(words, TEMPLATE_WIDTHS[name]) for name, words in FIELDS.items()]


def template_rows(tasks: Iterable[Task]) -> Iterator[list[Any]]:
    for task in tasks:
        lead = task.lead.name if task.lead is not None else ""
        yield [task.no, task.title, task.goal, lead, task.supporting, task.leader, task.due_on]


def problem_heads(batch: ImportBatch) -> list[tuple[str, int]]:
    """The table's own heads, so that the corrected rows need no mapping again, and what is wrong."""
    names = table_of(batch)["rows"][batch.columns["head_row"]]
    kept = [(name, 20) for name in names if name not in PROBLEM_HEADS]
    return [*kept, (PROBLEM_HEADS[0], 40), (PROBLEM_HEADS[1], 60)]


def problem_rows(batch: ImportBatch, looked: Preview | None) -> Iterator[list[str]]:
    """Rows with problems: as they stand in a preview, or as they were left out when the batch was taken."""
    table = table_of(batch)
    names = table["rows"][batch.columns["head_row"]]
    kept = [place for place, name in enumerate(names) if name not in PROBLEM_HEADS]
    for number, problems in _troubled(batch, looked):
        cells = table["rows"][number - 1]
        reasons = "；".join(f"{one.column}：{one.reason}" for one in problems)
        fixes = "".join(dict.fromkeys(one.fix for one in problems))
        yield [*(cells[place] for place in kept), reasons, fixes]


def _troubled(batch: ImportBatch, looked: Preview | None) -> Iterator[tuple[int, list[RowProblem]]]:
    if looked is not None:
        yield from ((row.line.number, row.problems) for row in looked.rows if row.problems)
        return
    for done in batch.rows:
        if done["why"] and done["did"] == "skipped":
            yield done["row"], [RowProblem(*why) for why in done["why"]]
