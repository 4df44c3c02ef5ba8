"""Numbers as plans write them: Arabic with thousands commas, and Chinese numerals.

The large units 万 and 亿 belong to the unit when they end the number (三百万元 is 300 万元), and to
the number when digits follow them (三万五千人 is 35000 人).
"""

import re

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "俩": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}

ARABIC = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?[十百千]?"
_SMALL = r"[零一二三四五六七八九十百千两]"
CHINESE = rf"(?:{_SMALL}+[万亿](?={_SMALL}))*{_SMALL}+(?:点[零一二三四五六七八九]+)?"
NUMBER = rf"(?:{ARABIC}|{CHINESE})"

_LONGEST = 20
_ARABIC_ONLY = re.compile(r"[\d,.]+")


def parse_number(words: str) -> int | float | None:
    """The value of a folded numeral, an int when it is whole; None when it says no number.

    A run of digits too long for any plan (an account, a code) is no number either.
    """
    if not words or len(words) > _LONGEST:
        return None
    if words[0].isdigit():
        return _parse_arabic(words)
    return _parse_chinese(words)


def _parse_arabic(words: str) -> int | float | None:
    found = _ARABIC_ONLY.match(words)
    if found is None:
        return None
    digits = found.group().replace(",", "")
    factor = _POWERS.get(words[found.end() :], 1)
    return _plain(float(digits) * factor) if "." in digits else int(digits) * factor


def _parse_chinese(words: str) -> int | float | None:
    whole, _, decimals = words.partition("点")
    value = _parse_whole(whole)
    if value is None:
        return None
    if decimals:
        digits = "".join(str(_DIGITS[char]) for char in decimals if char in _DIGITS)
        return _plain(float(f"{value}.{digits}"))
    return value


def _parse_whole(words: str) -> int | None:
    """Sections below 万 are added up; a bare 百 or 千 is a figure of speech, not a count."""
    if words[:1] in ("百", "千") or not words:
        return None
    if len(words) > 1 and all(char in _DIGITS for char in words):
        return int("".join(str(_DIGITS[char]) for char in words))
    total = section = digit = 0
    for char in words:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _POWERS:
            section += (digit or 1) * _POWERS[char]
            digit = 0
        else:
            total += (section + digit) * _LARGE[char]
            section = digit = 0
    return total + section + digit


def _plain(value: float) -> int | float:
    rounded = round(value, 6)
    return int(rounded) if rounded.is_integer() else rounded
