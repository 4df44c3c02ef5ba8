"""Mobile and identity numbers as people type them, and the sentence for each way of being wrong."""

from __future__ import annotations

import pytest

from yaodian.foundation.people.numbers import (
    check_character,
    plain_identity,
    plain_mobile,
    trouble_with_identity,
    trouble_with_mobile,
)

RIGHT = "11010119900307803X"


@pytest.mark.parametrize(
    "typed",
    [
        "13912345678",
        "139 1234 5678",
        "139-1234-5678",
        "+86 13912345678",
        "008613912345678",
        "8613912345678",
        "１３９１２３４５６７８",
    ],
)
def test_a_mobile_number_has_one_spelling(typed: str) -> None:
    assert (plain_mobile(typed), trouble_with_mobile(plain_mobile(typed))) == ("13912345678", "")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("1391234567", "现在是 10 位"),
        ("139123456789", "现在是 12 位"),
        ("12912345678", "以 13 至 19 开头"),
        ("1391234567a", "以 13 至 19 开头"),
        ("02085551234", "以 13 至 19 开头"),
        ("١٣٩١٢٣٤٥٦٧٨", "以 13 至 19 开头"),
    ],
)
def test_a_wrong_mobile_number_is_told_how(number: str, words: str) -> None:
    assert words in trouble_with_mobile(number)


@pytest.mark.parametrize(
    "typed", [RIGHT, RIGHT.lower(), "110101 19900307 803X", "１１０１０１１９９００３０７８０３Ｘ"]
)
def test_an_identity_number_has_one_spelling(typed: str) -> None:
    assert (plain_identity(typed), trouble_with_identity(plain_identity(typed))) == (RIGHT, "")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("110101900307803", "现在是 15 位"),
        ("X1010119900307803X", "前 17 位应为数字"),
        ("110101199003078030"[:17] + "A", "前 17 位应为数字"),
        ("110101199013078031", "出生日期"),
        ("110101199002307806", "出生日期"),
        ("110101299001017801", "出生日期"),
        ("110101189912317807", "出生日期"),
        ("110101199003078030", "最后一位"),
    ],
)
def test_a_wrong_identity_number_is_told_how(number: str, words: str) -> None:
    assert words in trouble_with_identity(number)


def test_the_check_character_is_that_of_the_standard_and_sees_every_single_slip() -> None:
    """Every other digit in one place, and every two neighbours that differ exchanged."""
    first = RIGHT[:17]
    assert check_character(first) == "X"
    slips = [first[:at] + d + first[at + 1 :] for at in range(17) for d in "0123456789" if d != first[at]]
    swaps = [
        first[:at] + first[at + 1] + first[at] + first[at + 2 :]
        for at in range(16)
        if first[at] != first[at + 1]
    ]
    assert (len(slips), [each for each in slips + swaps if check_character(each) == "X"]) == (153, [])
