"""What taking a table over would do, row by row, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from yaodian.foundation.common.refusal import Problem
from yaodian.foundation.desk.models import ImportBatch

from .. import matching
from ..models import Plan, Task
from ..states import LIVE
from .lines import Line, RowProblem, read_lines
from .values import Divisions, Meaning, changes, meaning

SKIP = "skip"
UNMATCHED = RowProblem("", "没有找到对应的任务", "请选择任务，或选“不接入这一行”。")
OVERTAKEN = RowProblem("", "对应的任务刚被别人改过", "下面已是最新情况，请看过再接入。")


@dataclass(frozen=True)
class Choices:
    """What a person decided: per row a task's key, `skip`, or "" for what was found; and two ticks.

    `seen` are the revisions of the tasks that the person had before them.
    """

    rows: Mapping[int, str] = field(default_factory=dict)
    skip_unmatched: bool = False
    skip_problems: bool = False
    seen: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """One field of a task and what it becomes."""

    label: str
    old: str
    new: str


@dataclass
class Row:
    """One row of the table beside the task it speaks of."""

    line: Line
    task: Task | None
    likeness: str
    meaning: Meaning
    skipped: bool = False
    chosen: str = ""
    twice: bool = False

    @cached_property
    def values(self) -> dict[str, Any]:
        return changes(self.task, self.meaning.values) if self.task is not None else {}

    @property
    def changes(self) -> list[Change]:
        return [
            _change(self.task, name, value) for name, value in self.values.items() if self.task is not None
        ]

    @property
    def problems(self) -> list[RowProblem]:
        found = list(self.meaning.problems)
        if self.twice:
            fix = "请把其中一行改选别的任务，或选“不接入这一行”。"
            found.append(RowProblem("对应任务", "还有一行选了同一项任务", fix))
        return found

    @property
    def waits(self) -> bool:
        """Whether something has to be decided or put right before the table can be taken over."""
        return not self.skipped and (self.task is None or bool(self.problems))

    @property
    def outcome(self) -> str:
        if self.skipped:
            return "不接入"
        if self.problems:
            return "有问题"
        if self.task is None:
            return matching.NONE
        return "会更新" if self.values else "没有变化"


def _change(task: Task, name: str, value: Any) -> Change:
    label = str(Task._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return Change(label, _shown(getattr(task, name)), _shown(value))


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


@dataclass
class Preview:
    """All rows, and the tasks there are to choose from."""

    rows: list[Row]
    tasks: list[Task]

    @property
    def written(self) -> list[Row]:
        """Rows that change their task and have nothing to be put right."""
        return [row for row in self.rows if not row.skipped and row.values and not row.problems]

    @property
    def troubled(self) -> list[Row]:
        return [row for row in self.rows if row.problems and not row.skipped]

    @property
    def unmatched(self) -> list[Row]:
        return [row for row in self.rows if row.task is None and not row.skipped and not row.problems]

    @property
    def without_row(self) -> list[Task]:
        named = {row.task.pk for row in self.rows if row.task is not None and not row.skipped}
        return [task for task in self.tasks if task.pk not in named]

    def counts(self) -> Counter[str]:
        return Counter(row.outcome for row in self.rows)

    def likenesses(self) -> Counter[str]:
        return Counter(row.likeness for row in self.rows)

    def open_points(self, choices: Choices) -> Iterator[Problem]:
        """What keeps the table from being taken over, row by row."""
        for number, one in self._points(choices.seen):
            place = f"第 {number} 行“{one.column}”" if one.column else f"第 {number} 行"
            yield Problem(f"row-{number}", f"{place}：{one.reason}。{one.fix}")

    def grouped(self, choices: Choices) -> list[tuple[RowProblem, list[int]]]:
        """The same, each trouble once with the rows that have it."""
        groups: dict[RowProblem, list[int]] = {}
        for number, one in self._points(choices.seen):
            groups.setdefault(one, []).append(number)
        return list(groups.items())

    def troubles(self) -> list[tuple[RowProblem, list[int]]]:
        """Of those, what has to be put right in the table itself."""
        return [(one, rows) for one, rows in self.grouped(Choices()) if one not in (UNMATCHED, OVERTAKEN)]

    def _points(self, seen: Mapping[int, int]) -> Iterator[tuple[int, RowProblem]]:
        for row in self.rows:
            if row.skipped:
                continue
            yield from ((row.line.number, problem) for problem in row.problems)
            if row.task is None and not row.problems:
                yield row.line.number, UNMATCHED
            elif (
                row.task is not None
                and row.values
                and seen.get(row.task.pk, row.task.revision) != row.task.revision
            ):
                yield row.line.number, OVERTAKEN


def preview(batch: ImportBatch, plan: Plan, choices: Choices) -> Preview:
    """Match the rows of a batch whose columns are known; three queries."""
    tasks = list(plan.tasks.filter(state__in=LIVE).select_related("lead"))
    divisions = Divisions(plan.organisation.divisions.all())
    heads = _heads(batch)
    lines = read_lines(table_of(batch), batch.columns["head_row"], batch.columns["places"])
    found = matching.match({line.number: _wanted(line) for line in lines}, _candidates(plan, tasks))
    by_key = {str(task.pk): task for task in tasks}
    rows = [
        _row(line, found[line.number], by_key, choices, meaning(line, divisions, plan.year, heads))
        for line in lines
    ]
    _mark_twice(rows)
    return Preview([_ticked(row, choices) for row in rows], tasks)


def table_of(batch: ImportBatch) -> dict[str, Any]:
    """The sheet that was chosen."""
    table: dict[str, Any] = batch.tables[batch.columns.get("sheet", 0)]
    return table


def _heads(batch: ImportBatch) -> dict[str, str]:
    heads = table_of(batch)["rows"][batch.columns["head_row"]]
    return {name: heads[place] for name, place in batch.columns["places"].items()}


def _wanted(line: Line) -> matching.Wanted:
    cells = line.cells
    return matching.Wanted(cells.get("no", ""), cells.get("title", ""), cells.get("goal", ""))


def _candidates(plan: Plan, tasks: Iterable[Task]) -> list[matching.Candidate]:
    return [
        matching.Candidate(task.pk, task.no, task.title, plan.text[task.start : task.end]) for task in tasks
    ]


def _row(
    line: Line, found: matching.Match, tasks: Mapping[str, Task], choices: Choices, said: Meaning
) -> Row:
    chosen = choices.rows.get(line.number, "")
    if chosen == SKIP:
        return Row(line, None, found.words, said, skipped=True, chosen=SKIP)
    key = chosen if chosen in tasks else str(found.key or "")
    own = "人工选择" if chosen in tasks and chosen != str(found.key or "") else found.words
    return Row(line, tasks.get(key), own, said, chosen=key if key in tasks else "")


def _mark_twice(rows: Iterable[Row]) -> None:
    taken: set[int] = set()
    for row in rows:
        if row.task is not None and not row.skipped:
            row.twice = row.task.pk in taken
            taken.add(row.task.pk)


def _ticked(row: Row, choices: Choices) -> Row:
    """Rows that a tick leaves out; they keep their problems, so that they can be handed out for correction."""
    unmatched = choices.skip_unmatched and row.task is None and not row.problems
    row.skipped = row.skipped or unmatched or (choices.skip_problems and bool(row.problems))
    return row
