"""A clause with several quantities is several statements: where one ends and the next begins."""

import re
from dataclasses import dataclass
from itertools import pairwise

from .lexicon import GROWTH, VERB
from .quantities import Quantity, find_quantities

_LEADING = re.compile(
    r"\s*(?:、|和|以及|及(?![其以])|与|并且?|且|;|(?=其中|力争|确保|争取|含(?!税)|包括|同比|增长))"
)
_SEPARATORS = re.compile(
    r"、|以及|及(?![其以时])|和|与|并(?!购)|(?=其中|力争|确保|争取(?!资金)|其余|包括|努力)"
)
_RISE = re.compile(
    r"^(?:[一-鿿]{0,6}(?:的?基础上))?[、,]?(?:再|进一步)?(?:提高|增加|增长|提升|扩大|上升|发展|"
    r"下降|降低|压缩|缩短|压减|减少|拓展|跃升|增|升|降|到|至)+(?:到|至|为)?"
)
_FROM = re.compile(
    r"(?:由|从|自(?!筹|主|然))[^,、由从]{0,16}$|(?:现有|已有|在(?!审|园|孵|研|建|校|册|岗|线|"
    r"职))[^,、在]{0,12}$|(?:较|比)20\d\d年[^,]{0,6}$"
)
_GOES_TO = re.compile(r"(?:深入|走进|服务|对接|帮扶|覆盖)$")
_REACH = 24
_GROWS = re.compile(rf"同比|年均|较上年|比上年|较去年|比去年|(?:{GROWTH})")


@dataclass(frozen=True, slots=True)
class Member:
    """One quantity with its share of the clause; `base` is where a base line (由50家…) begins."""

    start: int
    end: int
    quantity: Quantity
    base: int | None = None


def members(masked: str, start: int, end: int) -> list[Member]:
    """The clause cut into one stretch per promised quantity.

    A base line (由A提高到B) and a size inside a noun (总投资10亿元以上项目5个) are not members: their
    stretch belongs to the quantity that follows.
    """
    found = list(find_quantities(masked, start, end))
    cut: list[Member] = []
    opened, base = start, None
    for this, following in pairwise(found):
        if _is_base_line(masked, opened, this, following):
            base = _base_start(masked, opened, this)
            continue
        border = _border(masked, opened, this, following)
        if border is None:
            continue
        cut.append(Member(opened, border, this, base))
        opened, base = border, None
    return [*cut, Member(opened, end, found[-1], base)] if found else cut


def _near(opened: int, this: Quantity) -> int:
    """Where the words that lead a base line in can begin at the earliest."""
    return max(opened, this.start - _REACH)


def _is_base_line(masked: str, opened: int, this: Quantity, following: Quantity) -> bool:
    between = masked[this.end : following.start]
    return (
        _FROM.search(masked, _near(opened, this), this.start) is not None and _RISE.match(between) is not None
    )


def _base_start(masked: str, opened: int, this: Quantity) -> int:
    found = _FROM.search(masked, _near(opened, this), this.start)
    return found.start() if found else this.start


def _border(masked: str, opened: int, this: Quantity, following: Quantity) -> int | None:
    a, b = this.end, following.start
    if masked.startswith("的", a) and this.unit.endswith(("元", "%")) and masked[b - 1] not in "、和与及":
        return None
    if not masked[a:b].strip():
        return b
    if leading := _LEADING.match(masked, a, b):
        return leading.end()
    marks = list(_SEPARATORS.finditer(masked, a, b))
    if not marks:
        grows = _GROWS.search(masked, a, b)
        return (
            grows.start()
            if grows and not masked[a : grows.start()].strip("的")
            else _after_noun(masked, this, b)
        )
    last = marks[-1]
    if not masked[last.end() : b].strip():
        return last.end()
    for mark in marks:
        if VERB.match(masked, mark.end(), b) or mark.end() == mark.start():
            return mark.end()
    return last.end() if opened == this.start or _ends_in_verb(masked, opened, this) else marks[0].end()


def _ends_in_verb(masked: str, opened: int, this: Quantity) -> bool:
    tail = masked[max(opened, this.start - 4) : this.start]
    return any(VERB.fullmatch(tail[-size:]) for size in (2, 3, 4) if len(tail) >= size)


def _after_noun(masked: str, this: Quantity, stop: int) -> int | None:
    """Without any separator the first quantity qualifies the second, unless a new verb begins."""
    if this.unit.endswith(("元", "%")) or this.after:
        return None
    if goes := _GOES_TO.search(masked, this.end + 2, stop):
        return goes.start()
    for found in VERB.finditer(masked, this.end + 2, stop):
        if found.group().startswith(
            ("新", "培育", "建设", "开展", "举办", "引进", "实施", "融资", "获得", "实现")
        ):
            return found.start()
    return None
