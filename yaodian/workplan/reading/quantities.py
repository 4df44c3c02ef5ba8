"""Numbers with a unit: where they stand in a clause, what they are worth, which side they promise.

A quantity covers the comparing words on both sides, so that what remains left and right of it is
noun and verb: `不少于14场` and `6亿元以上` are one quantity each.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .comparators import AFTER, BEFORE, comparator
from .numerals import NUMBER, parse_number
from .shapes import Number
from .units import UNIT, is_time_or_name, plain_unit

_NUMBER = re.compile(
    r"(?<![A-Za-z0-9.+/第前届零一二三四五六七八九十百千两])"
    rf"(?P<before>(?:{BEFORE})\s*)?"
    rf"(?P<per>百分之)?(?P<low>{NUMBER})"
    rf"(?P<lowmore>余|多|几)?\s*"
    rf"(?:(?P<lowunit>{UNIT})?\s*(?:[-~～至到]|--)\s*(?P<highper>百分之)?(?P<high>{NUMBER}))?"
    rf"(?P<more>余|多|几)?\s*"
    rf"(?P<mid>以上|及以上)?"
    rf"(?:〈(?P<unitin>{UNIT})〉|(?P<unit>{UNIT})|(?P<scale>[万亿]))?"
    rf"(?P<after>\s*(?:〈含〉)?(?:{AFTER}))?"
)
_BARE_ALLOWED = re.compile(r"(?:达到?|超过|突破|提高到|提升到|提升至|不低于|不少于|增至)\s*$")
_FIGURE_OF_SPEECH = re.compile(
    r"一(?:批|系|体|站|把|对|种|些|定|般|条|张|件|窗|点|方|类|层|款|轮|期工程|期项目|期建设|门|步|"
    r"部|座|位|组|部分|名)"
)
_TOWN_NAME = re.compile(r"台(?:县|区|市|镇|乡|村|山)")
_ORDINAL_LIST = re.compile(r"[十一二三四五六七八九]是")
_OPEN_UNIT = re.compile(r"[一-鿿](?=$|[,;。!?、)\s])")


@dataclass(frozen=True, slots=True)
class Quantity:
    """`start`–`end` covers comparators, number and unit; `number` is where the digits begin."""

    start: int
    end: int
    number: int
    value: Number
    value_max: Number | None
    unit: str
    comparator: str
    chinese: bool
    after: str


def find_quantities(text: str, start: int = 0, end: int | None = None) -> Iterator[Quantity]:
    """Every quantity in a stretch of masked, folded text, left to right."""
    stop = len(text) if end is None else end
    position = start
    while found := _NUMBER.search(text, position, stop):
        quantity = _quantity(found, text, stop)
        position = found.end() if quantity is None else quantity.end
        if quantity is not None:
            yield quantity


def _quantity(found: re.Match[str], text: str, stop: int) -> Quantity | None:
    low, high = parse_number(found["low"]), parse_number(found["high"] or "")
    low = 100 if found["per"] and found["low"] == "百" else low
    chinese = not found["low"][0].isdigit() and not found["per"]
    unit, end = _unit(found, text, stop)
    if low is None or unit is None or _is_name(found, text, stop, unit):
        return None
    if chinese and not unit:
        return None
    before, more, after = found["before"] or "", found["lowmore"] or found["more"] or "", found["after"] or ""
    after = after.strip() or found["mid"] or ""
    return Quantity(
        start=found.start(),
        end=end,
        number=found.start("per") if found["per"] else found.start("low"),
        value=low,
        value_max=high,
        unit=plain_unit(unit),
        comparator=comparator(before, more, after),
        chinese=chinese,
        after=after,
    )


def _unit(found: re.Match[str], text: str, stop: int) -> tuple[str | None, int]:
    """The unit and where the quantity ends; the unit is None when the number counts nothing."""
    if found["per"]:
        return "%", found.end()
    unit = found["unit"] or found["unitin"] or found["scale"]
    if unit:
        return unit, found.end()
    lowunit = found["lowunit"]
    if lowunit and not found["high"]:
        return lowunit, found.end()
    if is_time_or_name(text[found.end() : min(found.end() + 5, stop)]):
        return None, found.end()
    if not found["low"][0].isdigit():
        return None, found.end()
    if not found["after"] and not found["mid"] and (open_unit := _OPEN_UNIT.match(text, found.end(), stop)):
        return open_unit.group(), open_unit.end()
    return _no_unit(found, text, stop), found.end()


def _no_unit(found: re.Match[str], text: str, stop: int) -> str | None:
    """An index or a score has no unit: it needs 达到 or the like in front, and an end behind."""
    end = found.end()
    led = found["before"] or _BARE_ALLOWED.search(text, max(0, found.start() - 6), found.start())
    ended = end >= stop or text[end] in ",;。、!) \n" or found["after"] or found["mid"]
    return "" if led and ended else None


def _is_name(found: re.Match[str], text: str, stop: int, unit: str) -> bool:
    number = found.start("low")
    rest = text[found.end("high") if found["high"] else found.end("low") : min(number + 16, stop)]
    if is_time_or_name(rest) and not rest.startswith(unit + "/") and not unit.startswith(("个百", "人年")):
        return True
    words = text[number : number + 4]
    return bool(
        (_FIGURE_OF_SPEECH.match(words) and not found["per"] and found["low"] == "一")
        or _ORDINAL_LIST.match(words)
        or (unit == "台" and _TOWN_NAME.match(rest))
        or rest.startswith(("+", ":"))
    )


HAS_NUMBER = re.compile(r"\d|百分之|[一二两三四五六七八九十百](?=[十百千万亿点余多]|[^、是批])")
