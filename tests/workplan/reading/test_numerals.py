import pytest

from yaodian.workplan.reading.numerals import parse_number


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("12", 12),
        ("10.5", 10.5),
        ("1,050", 1050),
        ("12,000.5", 12000.5),
        ("5千", 5000),
        ("两", 2),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("一百二十", 120),
        ("三百零五", 305),
        ("三千五百", 3500),
        ("三万五千", 35000),
        ("一亿二千万五百", 120000500),
        ("三点五", 3.5),
        ("二零二五", 2025),
    ],
)
def test_numerals_of_both_scripts_have_a_value(words: str, value: float) -> None:
    assert parse_number(words) == value


@pytest.mark.parametrize("words", ["", "百", "千"])
def test_figures_of_speech_have_no_value(words: str) -> None:
    assert parse_number(words) is None


def test_endless_digits_are_no_number() -> None:
    assert [parse_number("9" * 5000), parse_number("十" * 5000)] == [None, None]
