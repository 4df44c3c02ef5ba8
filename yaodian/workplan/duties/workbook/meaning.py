"""What the cells of a row mean for a duty, a target or a milestone; or what has to be put right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from yaodian.workplan.plans.takeover.lines import RowProblem

from ..naming import Bureau
from .cells import (
    Unclear,
    read_day,
    read_evidence,
    read_number,
    read_rhythm,
    read_weight,
)
from .columns import CLEAR, DUTY_COLUMNS, SHARE_COLUMNS, STEP_COLUMNS, YES

HEADS = {
    name: column.words
    for columns in (DUTY_COLUMNS, SHARE_COLUMNS, STEP_COLUMNS)
    for name, column in columns.items()
}
EMPTIED: dict[str, Any] = {
    "lead": None,
    "leader": None,
    "handler": None,
    "starts_on": None,
    "due_on": None,
    "weight": None,
    "supporting": [],
    "supporting_others": "",
    "evidence": "any",
    "evidence_words": "",
    "baseline": None,
    "baseline_source": "",
}


@dataclass
class Meaning:
    """The fields that a row sets, what is wrong with it, and what was taken for what."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Reader:
    """Reads the cells of one workbook with the names of one bureau."""

    def __init__(self, bureau: Bureau) -> None:
        self.bureau = bureau
        year = bureau.plan.year
        self.readers: dict[str, Callable[[str], Any]] = {
            "lead": self.lead,
            "supporting": self.supporting,
            "leader": self.leader,
            "starts_on": lambda words: read_day(words, year, start=True),
            "due_on": lambda words: read_day(words, year),
            "step_due": lambda words: read_day(words, year),
            "evidence": read_evidence,
            "baseline": read_number,
        }

    def duty(self, cells: Mapping[str, str]) -> Meaning:
        """The fields of a duty; a cell left empty leaves the duty as it is."""
        found = self._read(cells, [name for name in DUTY_COLUMNS if name not in ("key", "no", "title")])
        if "handler" in cells and cells["handler"] != CLEAR:
            self._set(found, "handler", lambda: self.handler(cells["handler"], found.values.get("lead")))
        return found

    def target(self, cells: Mapping[str, str]) -> Meaning:
        """The pace of a target, and its shares as `region-<key>`."""
        found = self._read(cells, ("baseline", "baseline_source", "rhythm"))
        for name, words in cells.items():
            if name.startswith("region-"):
                self._set(found, name, partial(_share, words))
        if "rhythm_points" in found.values:
            found.values["points"] = found.values.pop("rhythm_points")
        return found

    def step(self, cells: Mapping[str, str]) -> Meaning:
        found = self._read(cells, ("step_due",))
        found.values["dropped"] = cells.get("dropped", "") == YES
        if cells.get("dropped", "") not in ("", YES, "否"):
            found.problems.append(
                _problem("dropped", f"“{cells['dropped']}”没有读懂", f"不再计算请填“{YES}”，否则留空。")
            )
        if not cells.get("step"):
            found.problems.append(_problem("step", "没有写节点", "请填写节点的内容，或删去这一行。"))
        if not cells.get("step_due"):
            found.problems.append(_problem("step_due", "没有写时限", "请填写节点的时限，例如 2026-06-30。"))
        return found

    def _read(self, cells: Mapping[str, str], names: Iterable[str]) -> Meaning:
        found = Meaning()
        for name in names:
            words = cells.get(name, "")
            if not words or (name == "handler" and words != CLEAR):
                continue
            if words == CLEAR and name in EMPTIED:
                found.values[name] = EMPTIED[name]
            elif name == "weight":
                self._set(found, name, partial(self._weight, found, words))
            elif name == "rhythm":
                self._set(found, name, partial(self._rhythm, found, words))
            else:
                read = self.readers.get(name, str)
                self._set(found, name, partial(read, words))
        return found

    def _set(self, found: Meaning, name: str, read: Callable[[], Any]) -> None:
        try:
            found.values[name] = read()
        except Unclear as unclear:
            found.problems.append(_problem(name, unclear.reason, unclear.fix))

    def _weight(self, found: Meaning, words: str) -> Any:
        number, note = read_weight(words)
        found.notes += [note] if note else []
        return number

    def _rhythm(self, found: Meaning, words: str) -> str:
        rhythm, points = read_rhythm(words)
        found.values["rhythm_points"] = points
        return rhythm

    def lead(self, words: str) -> Any:
        named = self.bureau.known.named(words)
        if isinstance(named, RowProblem):
            raise Unclear(named.reason, named.fix)
        return named

    def supporting(self, words: str) -> Any:
        divisions, others = self.bureau.supporting(words)
        if others:
            raise Unclear(
                f"没有叫“{others}”的科室", "请改成本局科室的名称；本局以外的单位写到“其他配合单位”。"
            )
        return divisions

    def leader(self, words: str) -> Any:
        found = self.bureau.leader_named(words)
        if found is None:
            names = "、".join(one.name for one in self.bureau.leaders)
            raise Unclear(f"现任局领导里没有“{words}”", f"请在这些人里填一位：{names}。")
        return found

    def handler(self, words: str, lead: Any) -> Any:
        found = [
            one for one in self.bureau.handlers_named(words) if lead is None or one.division_id == lead.pk
        ]
        if len({one.user_id for one in found}) != 1:
            reason = f"有几位“{words}”" if found else f"牵头科室里没有“{words}”"
            raise Unclear(reason, "请填牵头科室工作人员的姓名；重名的请在页面上选。")
        return found[0].user


def _share(words: str) -> Any:
    if words == CLEAR:
        return None
    number = read_number(words)
    if number < 0:
        raise Unclear(f"分解数“{words}”是负数", "请改成零或正数，没有承担的留空。")
    return number


def _problem(name: str, reason: str, fix: str) -> RowProblem:
    return RowProblem(HEADS.get(name, name), reason, fix)
