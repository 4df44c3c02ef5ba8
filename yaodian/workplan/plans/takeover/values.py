"""What the cells of a row mean for a task: a division, a day, words; or what has to be put right."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from yaodian.foundation.people.models import Division

from ..matching import dice, pairs
from ..models import Task
from .due_dates import HOW, read_due
from .heads import FIELDS
from .lines import Line, RowProblem

LONGEST = {"supporting": 200, "leader": 40, "goal": 2000}
_SEVERAL = re.compile(r"[、，,；;/\n]")


@dataclass
class Meaning:
    """The fields that a row sets, what is wrong with it, and what it leaves open."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Divisions:
    """The divisions of the plan's bureau under all names they go by."""

    def __init__(self, divisions: Iterable[Division]) -> None:
        self.known: dict[str, list[Division]] = {}
        self.names: list[str] = []
        for division in divisions:
            self.names += [] if division.closed_on else [division.name]
            for name in {_folded(each) for each in (division.name, division.short_name, *division.aliases)}:
                if name:
                    self.known.setdefault(name, []).append(division)

    def named(self, words: str) -> Division | RowProblem:
        found = self.known.get(_folded(words), [])
        if len(found) == 1 and found[0].closed_on is None:
            return found[0]
        return self._trouble(words, found)

    def _trouble(self, words: str, found: list[Division]) -> RowProblem:
        names = self._likely(words)
        if found and found[0].closed_on:
            return RowProblem("", f"“{words}”已撤并", f"请改成现在承担这项工作的科室，例如：{names}。")
        if found:
            return RowProblem("", f"“{words}”可以指几个科室", f"请写全称，例如：{names}。")
        if _SEVERAL.search(words):
            return RowProblem("", f"“{words}”不止一个科室", "请只留一个牵头科室，其余写到配合科室。")
        fix = f"请改成本局科室的名称，例如：{names}；这个叫法常用的话，请系统管理员登记为别名。"
        return RowProblem("", f"没有叫“{words}”的科室", fix)

    def _likely(self, words: str) -> str:
        """The three names most like the one that was written."""
        wanted = pairs(words)
        ordered = sorted(self.names, key=lambda name: -dice(wanted, pairs(name)))
        return "、".join(ordered[:3])


def meaning(line: Line, divisions: Divisions, year: int | None, heads: dict[str, str]) -> Meaning:
    """What `line` says; a cell left empty leaves the task as it is."""
    found = Meaning(problems=list(line.problems))
    told = {name: words for name, words in line.cells.items() if words}
    if not told.get("title"):
        found.problems.append(
            RowProblem(heads.get("title", ""), "没有写工作任务", "请填写任务名称，或删去这一行。")
        )
    if "lead" in told:
        _set_lead(found, told["lead"], divisions, heads)
    if "due_on" in told:
        _set_due(found, told["due_on"], year, heads)
    for name, longest in LONGEST.items():
        if name in told:
            _set_words(found, name, told[name], longest, heads)
    return found


def _set_lead(found: Meaning, words: str, divisions: Divisions, heads: dict[str, str]) -> None:
    named = divisions.named(words)
    if isinstance(named, RowProblem):
        found.problems.append(RowProblem(heads.get("lead", ""), named.reason, named.fix))
    else:
        found.values["lead"] = named


def _set_due(found: Meaning, words: str, year: int | None, heads: dict[str, str]) -> None:
    due = read_due(words, year)
    if due.problem:
        found.problems.append(RowProblem(heads.get("due_on", ""), due.problem, HOW))
    elif due.on:
        found.values["due_on"] = due.on
    else:
        found.notes.append(due.note)


def _set_words(found: Meaning, name: str, words: str, longest: int, heads: dict[str, str]) -> None:
    if len(words) > longest:
        reason = f"有 {len(words)} 个字，最多 {longest} 个"
        found.problems.append(RowProblem(heads.get(name, FIELDS[name]), reason, "请缩短后再上传。"))
    else:
        found.values[name] = words


def changes(task: Task, values: dict[str, Any]) -> dict[str, Any]:
    """Those of `values` that differ from what the task holds."""
    return {name: value for name, value in values.items() if getattr(task, name) != value}


def _folded(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).split())
