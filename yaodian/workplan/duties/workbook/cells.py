"""What single cells say: days, numbers, rhythms; or what has to be put right."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from yaodian.foundation.common.refusal import Problems
from yaodian.workplan.plans.takeover.due_dates import read_due

from ..rhythm import read_points
from ..states import Evidence, Rhythm

HOW_DAY = "请写成 2026-06-30、2026年6月30日 或 6月底 的样子。"
_SERIAL = re.compile(r"[34]\d{4}(\.0)?|5[0-4]\d{3}(\.0)?")
_MONTH_ALONE = re.compile(r"(?:(20\d\d)[-/.年])?(\d{1,2})月(?:份|初)?|(20\d\d)[-/.](\d{1,2})")
EXCEL_ZERO = date(1899, 12, 30)


class Unclear(Exception):
    """A cell that cannot be taken over: the reason, and what to do."""

    def __init__(self, reason: str, fix: str) -> None:
        super().__init__(reason)
        self.reason, self.fix = reason, fix


def read_day(words: str, year: int | None, *, start: bool = False) -> date:
    """A day as people and Excel write it; a month alone is its last day, or its first for a start."""
    folded = unicodedata.normalize("NFKC", words).strip()
    if _SERIAL.fullmatch(folded):
        return EXCEL_ZERO + timedelta(days=int(float(folded)))
    alone = _MONTH_ALONE.fullmatch("".join(folded.split()))
    if start and alone:
        return _first_of(words, int(alone[1] or alone[3] or year or 0), int(alone[2] or alone[4]))
    due = read_due(folded, year)
    if due.on is None:
        raise Unclear(due.problem or f"“{words}”不是一个日期", HOW_DAY)
    return due.on


def _first_of(words: str, year: int, month: int) -> date:
    try:
        return date(year, month, 1)
    except ValueError as error:
        raise Unclear(f"“{words}”不是日历上的一天", HOW_DAY) from error


def read_number(words: str) -> Decimal:
    """Full-width digits, blanks and thousands commas are taken for what they mean."""
    folded = unicodedata.normalize("NFKC", words).replace(",", "").replace(" ", "")
    try:
        number = Decimal(folded)
    except InvalidOperation as error:
        raise Unclear(f"“{words}”不是数字", "请只填数字，单位不用写。") from error
    if not number.is_finite() or abs(number) >= Decimal(10) ** 14:
        raise Unclear(f"“{words}”太长", "请核对数字和单位。")
    if number != round(number, 6):
        raise Unclear(f"“{words}”小数太长", "最多 6 位小数，请四舍五入。")
    return number


def read_weight(words: str) -> tuple[Decimal, str]:
    """The weight, and a note where a percent was written: 10% is 10."""
    folded = unicodedata.normalize("NFKC", words).strip()
    number = read_number(folded.removesuffix("%"))
    if number != round(number, 2):
        raise Unclear(f"权重“{words}”小数太长", "最多两位小数，请四舍五入。")
    return number, f"“{words}”按权重 {number} 接入" if folded.endswith("%") else ""


def read_evidence(words: str) -> str:
    for value, label in Evidence.choices:
        if words in (value, label):
            return str(value)
    raise Unclear(f"“{words}”不是佐证要求的写法", f"请填：{'；'.join(map(str, Evidence.labels))}。")


def read_rhythm(words: str) -> tuple[str, list[dict[str, Any]]]:
    """(rhythm, points)."""
    if unicodedata.normalize("NFKC", words).strip() == Rhythm.EVEN.label:
        return Rhythm.EVEN, []
    try:
        return Rhythm.POINTS, read_points(words)
    except Problems as problems:
        told = "".join(one.words for one in problems.items)
        raise Unclear(
            told.rstrip("。"), f"请填“{Rhythm.EVEN.label}”，或 6月 40%、9月 70%、12月 100%。"
        ) from problems
