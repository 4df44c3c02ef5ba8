"""How work is spread over the year: evenly, or by points that say how far it is at the end of a month.

Points are kept as [{"month": 6, "share": 40}, …] and written as 6月 40%、9月 70%、12月 100%.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from yaodian.foundation.common.refusal import Problem, Problems

HOW = "请写成 6月 40%、9月 70%、12月 100% 的样子。"
_SEVERAL = re.compile(r"[、，,；;\n]+")
_POINT = re.compile(r"(?:到|至)?(\d{1,2})月(?:底|末)?(?:完成|达到|:)?(\d{1,3}(?:\.\d)?)%?")

Points = list[dict[str, Any]]


def read_points(words: str, field: str = "rhythm_points") -> Points:
    """The points that `words` tell, [] for none; raises `Problems` with every fault of them."""
    parts = [part for part in _SEVERAL.split(unicodedata.normalize("NFKC", words)) if part.strip()]
    found: Points = []
    for part in parts:
        told = _POINT.fullmatch("".join(part.split()))
        if told is None:
            raise Problems([Problem(field, f"“{part.strip()}”没有读懂，{HOW}")])
        found.append({"month": int(told[1]), "share": _share(told[2])})
    faults = list(_faults(found, field))
    if faults:
        raise Problems(faults)
    return found


def _share(words: str) -> int | float:
    number = Decimal(words)
    return int(number) if number == number.to_integral_value() else float(number)


def _faults(points: Points, field: str) -> Iterator[Problem]:
    if not points:
        return
    for point in points:
        if not 1 <= point["month"] <= 12:
            yield Problem(field, f"没有 {point['month']} 月，月份请填 1 到 12。")
    if not _rises([point["month"] for point in points]):
        yield Problem(field, "月份要从前往后排，同一个月只写一次。")
    if not _rises([point["share"] for point in points]):
        yield Problem(field, "百分比要一个比一个大。")
    if points[-1]["share"] != 100:
        yield Problem(field, f"最后一个节点是 {points[-1]['share']}%，请以 100% 结束。")


def _rises(numbers: Sequence[float]) -> bool:
    return all(one < next_one for one, next_one in pairwise(numbers))


def points_words(points: Points) -> str:
    return "、".join(f"{point['month']}月 {point['share']}%" for point in points)


class PointsInWords(Mapping[Any, str]):
    """How the audit tells one kept point: {"month": 6, "share": 40} → 6月 40%."""

    def __getitem__(self, point: Any) -> str:
        return points_words([point])

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 1
