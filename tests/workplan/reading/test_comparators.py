import pytest

from yaodian.workplan.reading.comparators import comparator


@pytest.mark.parametrize(
    ("before", "more", "after", "sign"),
    [
        ("不少于", "", "", ">="),
        ("不低于", "", "", ">="),
        ("≥", "", "", ">="),
        ("", "", "以上", ">="),
        ("突破", "", "", ">"),
        ("超", "", "", ">"),
        ("", "余", "", ">"),
        ("约", "", "", "~"),
        ("", "", "左右", "~"),
        ("不超过", "", "", "<="),
        ("", "", "以内", "<="),
        ("达到", "", "", "="),
        ("", "", "", "="),
        ("突破", "", "以上", ">="),
    ],
)
def test_words_on_either_side_give_the_sign(before: str, more: str, after: str, sign: str) -> None:
    assert comparator(before, more, after) == sign
