"""Word's automatic numbers (numbering.xml), written out as the page shows them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

DIGITS = "〇一二三四五六七八九"
FORMAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
         (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
LEVELS = 9
MAX_NUMBER = 32_767
CLOSING = "、）。．】〕："


@dataclass(frozen=True)
class Level:
    """One level of a list: `template` has %1…%9 for the numbers of the levels."""

    template: str = "%1."
    style: str = "decimal"
    start: int = 1
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    paragraph_style: str = ""


@dataclass(frozen=True)
class Listing:
    """A list definition; lists with the same `family` count on together."""

    family: str
    levels: dict[int, Level]
    restarts: dict[int, int] = field(default_factory=dict)

    def level(self, depth: int) -> Level:
        return self.levels.get(depth, Level(template=f"%{depth + 1}."))


class Counter:
    """Counts the paragraphs of every list in document order."""

    def __init__(self, listings: dict[str, Listing]) -> None:
        self.listings = listings
        self.counts: dict[str, list[int | None]] = {}
        self.begun: set[str] = set()

    def next(self, list_id: str, depth: int) -> str:
        """Return the next number at this depth of this list, with what separates it from the text."""
        listing = self.listings.get(list_id)
        if listing is None or not 0 <= depth < LEVELS:
            return ""
        counts = self.counts.setdefault(listing.family, [None] * LEVELS)
        self._begin(list_id, listing, counts)
        level, count = listing.level(depth), counts[depth]
        counts[depth] = level.start if count is None else min(count + 1, MAX_NUMBER)
        self._restart_deeper(listing, counts, depth)
        return _label(listing, counts, level)

    def _begin(self, list_id: str, listing: Listing, counts: list[int | None]) -> None:
        """The first paragraph of a list with start overrides begins to count anew."""
        if list_id in self.begun:
            return
        self.begun.add(list_id)
        for depth in listing.restarts:
            counts[depth:] = [None] * (LEVELS - depth)

    @staticmethod
    def _restart_deeper(listing: Listing, counts: list[int | None], depth: int) -> None:
        for deeper in range(depth + 1, LEVELS):
            restart = listing.level(deeper).restart
            if restart is None or (restart and depth < restart):
                counts[deeper] = None


def with_override(listing: Listing, depth: int, start: int | None, level: Level | None) -> Listing:
    """Return the listing with one level replaced or started at another number."""
    changed = level or listing.level(depth)
    if start is None:
        return replace(listing, levels={**listing.levels, depth: changed})
    levels = {**listing.levels, depth: replace(changed, start=start)}
    return replace(listing, levels=levels, restarts={**listing.restarts, depth: start})


def _label(listing: Listing, counts: list[int | None], level: Level) -> str:
    if level.style in {"bullet", "none"}:
        return ""
    pieces = re.split(r"%([1-9])", level.template)
    pieces[1::2] = [_number(listing, counts, level, int(place) - 1) for place in pieces[1::2]]
    text = "".join(pieces)
    if not text or level.suffix == "nothing" or text[-1] in CLOSING:
        return text
    return text + " "


def _number(listing: Listing, counts: list[int | None], level: Level, depth: int) -> str:
    shown = listing.level(depth)
    number = counts[depth]
    return written(shown.start if number is None else number, "decimal" if level.legal else shown.style)


def written(number: int, style: str) -> str:
    """Write a number in one of Word's number formats (ST_NumberFormat); unknown formats are decimal."""
    if style in {"bullet", "none"}:
        return ""
    writer = WRITERS.get(style)
    return writer(number) if writer and 0 < number <= MAX_NUMBER else str(number)


def chinese(number: int) -> str:
    """十一, 二十, 一百零二: counting with units."""
    text = _with_units(number, DIGITS.replace("〇", "零"), "十百千万")
    return text[1:] if text.startswith("一十") else text


def _chinese_to_99(number: int) -> str:
    return chinese(number) if number < 100 else _digits(number)


def _formal(number: int) -> str:
    return _with_units(number, FORMAL_DIGITS, "拾佰仟万")


def _with_units(number: int, digits: str, units: str) -> str:
    if number >= 10_000:
        rest = number % 10_000
        tail = _with_units(rest, digits, units) if rest else ""
        return (
            _with_units(number // 10_000, digits, units)
            + units[3]
            + (digits[0] if 0 < rest < 1000 else "")
            + tail
        )
    shown = str(number)
    pieces = [
        digits[int(digit)] + (units[power - 1] if power and digit != "0" else "")
        for digit, power in zip(shown, range(len(shown) - 1, -1, -1), strict=True)
    ]
    return re.sub(f"{digits[0]}+", digits[0], "".join(pieces)).rstrip(digits[0])


def _digits(number: int) -> str:
    return "".join(DIGITS[int(digit)] for digit in str(number))


def _full_width(number: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(number))


def _circled(number: int) -> str:
    return chr(ord("①") + number - 1) if number <= 20 else str(number)


def _roman(number: int) -> str:
    text = ""
    for value, sign in ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * min(1 + (number - 1) // 26, 20)


WRITERS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(("chineseCounting", "taiwaneseCounting", "japaneseCounting"), _chinese_to_99),
    **dict.fromkeys(
        ("chineseCountingThousand", "taiwaneseCountingThousand", "japaneseDigitalTenThousand"), chinese
    ),
    **dict.fromkeys(("chineseLegalSimplified", "ideographLegalTraditional"), _formal),
    "ideographDigital": _digits,
    "taiwaneseDigital": _digits,
    "ideographTraditional": lambda number: STEMS[number - 1] if number <= len(STEMS) else str(number),
    "ideographZodiac": lambda number: BRANCHES[number - 1] if number <= len(BRANCHES) else str(number),
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"), _full_width),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _circled),
    "decimalZero": lambda number: f"{number:02d}",
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
}
