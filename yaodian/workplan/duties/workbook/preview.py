"""What taking a workbook over would do, row by row, before anything is written."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from yaodian.foundation.people.models import Region
from yaodian.workplan.plans.models import Plan, Target
from yaodian.workplan.plans.takeover.lines import RowProblem

from ..actions.assigning import Step, differing, step_problems
from ..checking import duty_problems
from ..models import Duty, Milestone, Pace, Share
from ..naming import Bureau, folded, regions_in_order
from ..overload import open_targets
from ..rhythm import points_words
from ..states import Evidence, Rhythm
from .columns import DUTIES, KEY, SHARES
from .meaning import HEADS, Meaning, Reader
from .reading import Line, Sheets, read_sheets

CHANGED, SAME, BAD = "会更新", "没有变化", "有问题"


@dataclass(frozen=True)
class Change:
    """One field and what it becomes."""

    label: str
    old: str
    new: str


@dataclass
class Row:
    """One row beside the duty or target it speaks of, with what it would write."""

    line: Line
    title: str = ""
    duty: Duty | None = None
    target: Target | None = None
    values: dict[str, Any] = field(default_factory=dict)
    shares: dict[Region, Decimal | None] = field(default_factory=dict)
    step: Step | None = None
    changes: list[Change] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        return BAD if self.problems else CHANGED if self.changes else SAME

    @property
    def place(self) -> str:
        return f"{self.line.sheet} 第 {self.line.number} 行"


@dataclass
class Preview:
    """All rows in the order of the workbook, and what is wrong with whole sheets."""

    rows: list[Row]
    sheets: Sheets

    @property
    def written(self) -> list[Row]:
        return [row for row in self.rows if row.outcome == CHANGED]

    @property
    def bad(self) -> list[Row]:
        return [row for row in self.rows if row.outcome == BAD]

    def counts(self) -> Counter[str]:
        return Counter(row.outcome for row in self.rows)

    @property
    def fingerprint(self) -> str:
        """The same as long as taking over would do the same."""
        told = [
            (row.line.sheet, row.line.number, [(one.label, one.old, one.new) for one in row.changes])
            for row in self.written
        ]
        return hashlib.sha256(repr(told).encode()).hexdigest()


def preview(plan: Plan, tables: Sequence[Mapping[str, Any]]) -> Preview:
    """Look at every row of a batch; a fixed number of queries."""
    return Look(plan, tables).preview()


class Look:
    """One look at a workbook against the plan as it is now."""

    def __init__(self, plan: Plan, tables: Sequence[Mapping[str, Any]]) -> None:
        self.plan, self.bureau, self.regions = plan, Bureau(plan), regions_in_order()
        self.reader = Reader(self.bureau)
        self.sheets = read_sheets(tables, self.regions)
        rows = Duty.objects.standing().filter(task__plan=plan)
        found = rows.select_related("task", "lead", "leader", "handler").prefetch_related("supporting")
        self.duties = {str(duty.task_id): duty for duty in found}
        self.targets = {str(target.pk): target for target in open_targets(plan)}
        self.shares = {
            (one.target_id, one.region_id): one.value for one in Share.objects.filter(target__plan=plan)
        }
        self.paces = {one.target_id: one for one in Pace.objects.filter(target__plan=plan)}
        self.steps: dict[int, list[Milestone]] = {}
        for one in Milestone.objects.filter(duty__task__plan=plan):
            self.steps.setdefault(one.duty_id, []).append(one)
        self.seen: dict[tuple[Any, ...], int] = {}
        self.due: dict[int, Any] = {}

    def preview(self) -> Preview:
        looks = {DUTIES: self._duty, SHARES: self._target}
        rows = [
            looks.get(line.sheet, self._step)(line) for line in self.sheets.lines if _names_something(line)
        ]
        return Preview(rows, self.sheets)

    def _duty(self, line: Line) -> Row:
        duty, problems = self._find(line)
        row = Row(line, _title(line), duty, problems=[*line.problems, *problems])
        meaning = self._meaning(row, self.reader.duty(line.cells))
        if duty is None:
            return row
        self._once(row, DUTIES, duty.pk)
        for problem in duty_problems(duty, meaning.values, self.bureau):
            row.problems.append(
                RowProblem(HEADS.get(problem.field, ""), problem.words.rstrip("。"), "请改好这一行。")
            )
        row.values = differing(duty, meaning.values)
        row.changes = [_duty_change(duty, name, value) for name, value in row.values.items()]
        if not row.problems:
            self.due[duty.pk] = row.values.get("due_on", duty.due_on)
        return row

    def _target(self, line: Line) -> Row:
        target = self.targets.get(line.cells.get("key", ""))
        row = Row(line, line.cells.get("indicator", ""), target=target, problems=list(line.problems))
        meaning = self._meaning(row, self.reader.target(line.cells))
        if target is None:
            fix = f"请保留下载时“{KEY}”一列的号码；已取消的指标请删去这一行。"
            row.problems.append(RowProblem(KEY, "没有找到这个指标", fix))
            return row
        self._once(row, SHARES, target.pk)
        self._name_regions(row)
        self._change_pace(row, target, meaning)
        self._change_shares(row, target, meaning)
        return row

    def _name_regions(self, row: Row) -> None:
        """Faults of a county's cell name the county."""
        names = {f"region-{region.pk}": region.name for region in self.regions}
        row.problems = [
            RowProblem(names.get(one.column, one.column), one.reason, one.fix) for one in row.problems
        ]

    def _change_pace(self, row: Row, target: Target, meaning: Meaning) -> None:
        held = self.paces.get(target.pk) or Pace(target=target)
        named = ("baseline", "baseline_source", "rhythm", "points")
        wanted = {name: meaning.values[name] for name in named if name in meaning.values}
        row.values = {name: value for name, value in wanted.items() if getattr(held, name) != value}
        for name, value in row.values.items():
            label = str(Pace._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            row.changes.append(Change(label, _words(name, getattr(held, name)), _words(name, value)))

    def _change_shares(self, row: Row, target: Target, meaning: Meaning) -> None:
        for region in self.regions:
            name, held = f"region-{region.pk}", self.shares.get((target.pk, region.pk))
            if name in meaning.values and meaning.values[name] != held:
                row.shares[region] = meaning.values[name]
                row.changes.append(
                    Change(region.name, _words("share", held), _words("share", meaning.values[name]))
                )

    def _step(self, line: Line) -> Row:
        duty, problems = self._find(line)
        row = Row(line, _title(line), duty, problems=[*line.problems, *problems])
        meaning = self._meaning(row, self.reader.step(line.cells))
        if duty is None or row.problems:
            return row
        title = line.cells["step"]
        self._once(row, HEADS["step"], duty.pk, title)
        held = next((one for one in self.steps.get(duty.pk, []) if one.title == title), None)
        row.step = Step(title, meaning.values["step_due"], meaning.values["dropped"], *_key(held))
        due_on = self.due.get(duty.pk, duty.due_on)
        for problem in step_problems([row.step], {held.pk: held} if held else {}, due_on):
            row.problems.append(RowProblem(HEADS["step_due"], problem.words.rstrip("。"), "请改好这一行。"))
        row.changes = list(_step_changes(held, row.step))
        return row

    def _meaning(self, row: Row, meaning: Meaning) -> Meaning:
        row.problems += meaning.problems
        row.notes += meaning.notes
        return meaning

    def _once(self, row: Row, *key: Any) -> None:
        """The second row about the same thing is told which was the first."""
        first = self.seen.setdefault(key, row.line.number)
        if first != row.line.number:
            reason = f"和第 {first} 行说的是同一项"
            row.problems.append(RowProblem(KEY, reason, "请只留一行，或改正编号。"))

    def _find(self, line: Line) -> tuple[Duty | None, list[RowProblem]]:
        """The duty by its key, else by number and title, else by the number alone if only one task has it."""
        key, no, title = (line.cells.get(name, "") for name in ("key", "no", "title"))
        if key in self.duties:
            return self.duties[key], []
        if key:
            fix = "请保留下载时的号码；任务已取消或转入专项登记的，请删去这一行。"
            return None, [RowProblem(KEY, f"没有标识为“{key}”的任务", fix)]
        named = [one for one in self.duties.values() if folded(one.task.no) == folded(no)]
        same = [one for one in named if folded(one.task.title) == folded(title)]
        found = same or named
        if len(found) == 1:
            return found[0], []
        reason = f"编号“{no}”有 {len(found)} 项任务" if found else f"没有编号为“{no}”的任务"
        return None, [RowProblem(HEADS["no"], reason, f"请从下载的分解表里抄来“{KEY}”，或改正编号和任务。")]


def _names_something(line: Line) -> bool:
    """A row without key, number, task, indicator and milestone is a sum or a column filled too far."""
    return any(line.cells.get(name) for name in ("key", "no", "title", "indicator", "step"))


def _title(line: Line) -> str:
    return f"{line.cells.get('no', '')} {line.cells.get('title', '')}".strip()


def _key(held: Milestone | None) -> tuple[int | None, int]:
    return (held.pk, held.revision) if held is not None else (None, 0)


def _duty_change(duty: Duty, name: str, value: Any) -> Change:
    label = str(Duty._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    old = list(duty.supporting.all()) if name == "supporting" else getattr(duty, name)
    return Change(label, _words(name, old), _words(name, value))


def _words(name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if name in ("rhythm_points", "points"):
        return points_words(value)
    if name == "rhythm":
        return str(Rhythm(value).label)
    if name == "evidence":
        return str(Evidence(value).label)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _step_changes(held: Milestone | None, step: Step) -> Iterator[Change]:
    if held is None:
        yield Change("新增节点", "", f"{step.title}，{step.due_on}")
        return
    if held.due_on != step.due_on:
        yield Change(f"节点“{step.title}”", str(held.due_on), str(step.due_on))
    if held.dropped != step.dropped:
        yield Change(
            f"节点“{step.title}”不再计算", *("是" if one else "否" for one in (held.dropped, step.dropped))
        )


def grouped(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """sheet → its rows."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.line.sheet, []).append(row)
    return found
