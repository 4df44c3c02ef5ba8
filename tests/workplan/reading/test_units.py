import re

import pytest

from yaodian.workplan.reading.units import UNIT, is_money, is_time_or_name, plain_unit


@pytest.mark.parametrize(
    "unit",
    [
        "家",
        "个",
        "人次",
        "万元",
        "亿元",
        "%",
        "个百分点",
        "万平方米",
        "台套",
        "台〈套〉",
        "万人次",
        "场次",
        "件/万人",
        "家次",
    ],
)
def test_units_match_whole(unit: str) -> None:
    assert re.fullmatch(UNIT, unit) is not None


@pytest.mark.parametrize(
    ("unit", "plain"),
    [("百分点", "个百分点"), ("人〈次〉", "人次"), ("台〈套〉", "台（套）"), ("家", "家")],
)
def test_units_have_one_spelling(unit: str, plain: str) -> None:
    assert plain_unit(unit) == plain


@pytest.mark.parametrize(
    "rest", ["年底前", "月底", "号楼", "大行动", "个工作日内", "个方面", "届大赛", "期工程"]
)
def test_dates_periods_and_names_count_nothing(rest: str) -> None:
    assert is_time_or_name(rest)


@pytest.mark.parametrize("rest", ["家", "个项目", "期", "人次"])
def test_measure_words_count(rest: str) -> None:
    assert not is_time_or_name(rest)


def test_money_is_known_at_every_scale() -> None:
    assert [is_money(unit) for unit in ("元", "万元", "亿美元", "亿", "家")] == [
        True,
        True,
        True,
        True,
        False,
    ]
