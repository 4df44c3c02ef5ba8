"""When a task is due, as clerks write it: 6月底, 2026年12月, 2026-06-30, 全年, 长期."""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

HOW = "请写成 6月底、2026年12月 或 2026-06-30 的样子，没有期限就写“长期”。"
_FULL = re.compile(r"(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_COMPACT = re.compile(r"(20\d\d)(\d\d)(\d\d)")
_MONTH = re.compile(r"(?:(20\d\d)[-/.年])?(\d{1,2})月?(底|末|份|份底|上旬|中旬|下旬)?")
_DAY = re.compile(r"(\d{1,2})月(\d{1,2})日?")
_QUARTER = re.compile(r"(?:(20\d\d)年)?第?([1-4])季度(?:底|末)?")
_YEAR = re.compile(r"(?:(20\d\d)年)?(年底|年末|年内|全年|年度内|下半年|上半年|半年|底|末)")
_SEVERAL = re.compile(r"[、，,；;和及~至]|到")
_OPEN = re.compile(r"长期|常年|常态|持续|每|按月|按季|适时|按要求|按时序|随时|不定期|贯穿")
_BEFORE = re.compile(r"(之|以)?前(完成)?$|完成$")
_CHINESE = {"十二": "12", "十一": "11", "十": "10", "九": "9", "八": "8", "七": "7", "六": "6",
            "五": "5", "四": "4", "三": "3", "二": "2", "一": "1"}  # fmt: skip
TENS = {"上旬": 10, "中旬": 20}


@dataclass(frozen=True)
class Due:
    """`on` is the last day; `problem` says why there is none, `note` what an open term means."""

    on: date | None = None
    note: str = ""
    problem: str = ""


def read_due(words: str, year: int | None) -> Due:
    """The last day that `words` name; a month without a year is one of `year`, the plan's."""
    folded = "".join(unicodedata.normalize("NFKC", words).split())
    if not folded:
        return Due()
    if _OPEN.search(folded):
        return Due(note=f"“{words.strip()}”不是一个日期，完成时限留空")
    if _SEVERAL.search(folded):
        return Due(problem=f"“{words.strip()}”写了不止一个时间")
    bare = _BEFORE.sub("", folded)
    if bare != folded and re.fullmatch(r"(20\d\d年)?\d{1,2}月", bare):
        return Due(problem=f"“{words.strip()}”看不出是月初还是月底")
    return _found(_in_digits(bare), words, year)


def _in_digits(words: str) -> str:
    for sign, digits in _CHINESE.items():
        words = re.sub(f"{sign}(?=月|季度)", digits, words)
    return words


def _found(bare: str, words: str, year: int | None) -> Due:
    parts = _parts(bare, year)
    if parts is None:
        return Due(problem=f"“{words.strip()}”没有读出日期")
    if parts[0] is None:
        return Due(problem=f"“{words.strip()}”没有写年份，这份计划也没有年度")
    try:
        return Due(on=date(parts[0], parts[1], parts[2] or calendar.monthrange(parts[0], parts[1])[1]))
    except (ValueError, calendar.IllegalMonthError):
        return Due(problem=f"“{words.strip()}”不是日历上的一天")


def _parts(bare: str, year: int | None) -> tuple[int | None, int, int] | None:
    """(year, month, day), day 0 for the month's last."""
    if full := _FULL.fullmatch(bare) or _COMPACT.fullmatch(bare):
        return int(full[1]), int(full[2]), int(full[3])
    if day := _DAY.fullmatch(bare):
        return year, int(day[1]), int(day[2])
    if quarter := _QUARTER.fullmatch(bare):
        return int(quarter[1] or year or 0) or None, int(quarter[2]) * 3, 0
    if whole := _YEAR.fullmatch(bare):
        return int(whole[1] or year or 0) or None, 6 if whole[2] in ("上半年", "半年") else 12, 0
    month = _MONTH.fullmatch(bare)
    if month and ("月" in bare or month[1]):
        return int(month[1] or year or 0) or None, int(month[2]), TENS.get(month[3] or "", 0)
    return None
