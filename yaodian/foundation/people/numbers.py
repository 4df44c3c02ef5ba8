"""Mobile and identity numbers: one spelling for all ways of typing them, and what is wrong in a sentence."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from yaodian.foundation.common import clock

MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
IDENTITY = re.compile(r"\d{17}[\dX]", re.ASCII)
# Between the characters that people and forms put in: spaces, hyphens, dots.
BETWEEN = re.compile(r"[\s\-‐–—·.]")
# GB 11643: the 18th character checks the 17 before it, ISO 7064 MOD 11-2.
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"


def plain_mobile(typed: str) -> str:
    """Eleven digits where they can be made out: full-width digits, spaces and +86 are taken away."""
    text = BETWEEN.sub("", unicodedata.normalize("NFKC", typed))
    return re.sub(r"^(\+86|0086|86(?=1\d{10}$))", "", text)


def plain_identity(typed: str) -> str:
    return BETWEEN.sub("", unicodedata.normalize("NFKC", typed)).upper()


def trouble_with_mobile(number: str) -> str:
    """What is wrong with a number in its plain form, "" when nothing is; the sentence does not repeat it."""
    if MOBILE.fullmatch(number):
        return ""
    if number.isascii() and number.isdigit() and len(number) != 11:
        return f"手机号应为 11 位数字，现在是 {len(number)} 位，请核对。"
    return "请填写 11 位手机号，以 13 至 19 开头，只用数字。"


def trouble_with_identity(number: str) -> str:
    if not IDENTITY.fullmatch(number):
        if len(number) != 18:
            return f"身份证号应为 18 位，现在是 {len(number)} 位，请核对。"
        return "身份证号前 17 位应为数字，最后一位是数字或 X，请核对。"
    if _birthday(number[6:14]) is None:
        return "身份证号第 7 至 14 位应是出生日期，请核对。"
    if check_character(number[:17]) != number[17]:
        return "身份证号最后一位与前面的数字对不上，请逐位核对。"
    return ""


def check_character(first: str) -> str:
    return CHECKS[sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS, strict=True)) % 11]


def _birthday(digits: str) -> date | None:
    """A day that somebody alive can be born on."""
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return day if date(1900, 1, 1) <= day <= clock.today() else None
