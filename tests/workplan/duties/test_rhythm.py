"""Points of a rhythm, as people write them."""

from __future__ import annotations

import pytest

from yaodian.foundation.common.refusal import Problems
from yaodian.workplan.duties.rhythm import PointsInWords, points_words, read_points

POINTS = [{"month": 6, "share": 40}, {"month": 9, "share": 70}, {"month": 12, "share": 100}]


@pytest.mark.parametrize(
    "words",
    [
        "6月 40%、9月 70%、12月 100%",
        "６月４０％，９月７０％，１２月１００％",
        "6月底40；9月底 70; 12月底100",
        "6月底完成40%\n9月底完成70%\n12月底完成100%",
    ],
)
def test_points_are_read_in_the_ways_people_write_them(words: str) -> None:
    assert read_points(words) == POINTS


def test_points_are_written_back_as_they_are_asked_for() -> None:
    assert points_words(POINTS) == "6月 40%、9月 70%、12月 100%"
    assert read_points(points_words(POINTS)) == POINTS
    assert (read_points(""), points_words([])) == ([], "")


def test_half_percents_stay() -> None:
    assert read_points("6月 33.5%、12月 100%")[0] == {"month": 6, "share": 33.5}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("6月 40%、9月 70%", ["最后一个节点是 70%，请以 100% 结束。"]),
        ("6月 40%、9月 30%、12月 100%", ["百分比要一个比一个大。"]),
        ("6月 40%、6月 70%、12月 100%", ["月份要从前往后排，同一个月只写一次。"]),
        ("12月 100%、6月 40%", [
            "月份要从前往后排，同一个月只写一次。", "百分比要一个比一个大。", "最后一个节点是 40%，请以 100% 结束。",
        ]),
        ("6月 40%、13月 100%", ["没有 13 月，月份请填 1 到 12。"]),
        ("年中四成", ["“年中四成”没有读懂，请写成 6月 40%、9月 70%、12月 100% 的样子。"]),
    ],
)  # fmt: skip
def test_points_that_do_not_rise_to_the_whole_are_told_all_at_once(words: str, told: list[str]) -> None:
    with pytest.raises(Problems) as problems:
        read_points(words)
    assert [one.words for one in problems.value.items] == told


def test_the_record_tells_a_point_in_words() -> None:
    assert PointsInWords()[{"month": 6, "share": 40}] == "6月 40%"
    assert bool(PointsInWords())
