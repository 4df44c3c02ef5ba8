"""Reading somebody's table: its heads, its rows, its terms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from yaodian.workplan.plans.takeover import heads
from yaodian.workplan.plans.takeover.due_dates import read_due
from yaodian.workplan.plans.takeover.lines import read_lines

HEADS = ["序号", "工作任务", "主要目标", "牵头科室", "配合科室", "责任领导", "完成时限"]


@pytest.mark.parametrize(
    ("words", "on"),
    [
        ("6月底", date(2026, 6, 30)),
        ("６月底前", date(2026, 6, 30)),
        ("六月底", date(2026, 6, 30)),
        ("十二月底前完成", date(2026, 12, 31)),
        ("2026年12月", date(2026, 12, 31)),
        ("2027年2月底", date(2027, 2, 28)),
        ("2026-06-30", date(2026, 6, 30)),
        ("2026/6/3", date(2026, 6, 3)),
        ("2026.6.3", date(2026, 6, 3)),
        ("20260630", date(2026, 6, 30)),
        ("2026年6月30日前", date(2026, 6, 30)),
        ("9月15日", date(2026, 9, 15)),
        ("3月上旬", date(2026, 3, 10)),
        ("3月中旬", date(2026, 3, 20)),
        ("2月下旬", date(2026, 2, 28)),
        ("11月", date(2026, 11, 30)),
        ("第三季度", date(2026, 9, 30)),
        ("一季度末", date(2026, 3, 31)),
        ("上半年", date(2026, 6, 30)),
        ("全年", date(2026, 12, 31)),
        ("年底前", date(2026, 12, 31)),
        ("", None),
    ],
)
def test_a_term_is_read_as_its_last_day(words: str, on: date | None) -> None:
    due = read_due(words, 2026)
    assert (due.on, due.problem, due.note) == (on, "", "")


@pytest.mark.parametrize("words", ["长期", "常年坚持", "每季度", "持续推进", "按时序进度"])
def test_an_open_term_sets_no_day_and_says_so(words: str) -> None:
    assert read_due(words, 2026).note == f"“{words}”不是一个日期，完成时限留空"
    assert read_due(words, 2026).on is None


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("尽快", "“尽快”没有读出日期"),
        ("46203", "“46203”没有读出日期"),
        ("2月30日", "“2月30日”不是日历上的一天"),
        ("13月底", "“13月底”不是日历上的一天"),
        ("6月前", "“6月前”看不出是月初还是月底"),
        ("6月底、12月底", "“6月底、12月底”写了不止一个时间"),
    ],
)
def test_a_term_that_names_no_day_is_a_problem(words: str, problem: str) -> None:
    assert (read_due(words, 2026).on, read_due(words, 2026).problem) == (None, problem)


def test_a_month_without_a_year_needs_the_year_of_the_plan() -> None:
    assert read_due("6月底", None).problem == "“6月底”没有写年份，这份计划也没有年度"


@pytest.mark.parametrize(
    ("names", "guessed"),
    [
        (HEADS, {"no": 0, "title": 1, "goal": 2, "lead": 3, "supporting": 4, "leader": 5, "due_on": 6}),
        (
            ["编号", "重点 任务", "责任单位（牵头）", "协办单位", "分管领导", "时间节点", "备注"],
            {"no": 0, "title": 1, "lead": 2, "supporting": 3, "leader": 4, "due_on": 5},
        ),
        (["目标任务", "工作内容"], {"title": 1, "goal": 0}),
        (["甲", "乙"], {}),
    ],
)
def test_columns_are_guessed_from_their_heads(names: list[str], guessed: dict[str, int]) -> None:
    assert heads.guess(names) == guessed


def test_the_row_of_heads_is_found_below_a_title() -> None:
    rows = [
        ["2026年工作任务分解表", "", ""],
        ["单位：局办公室", "", ""],
        ["序号", "工作任务", "牵头科室"],
        ["1", "壮大", "办公室"],
    ]
    assert heads.head_row(rows) == 2


def test_the_same_heads_in_another_order_are_the_same_set() -> None:
    assert heads.fingerprint(HEADS) == heads.fingerprint([*reversed(HEADS), "问题", "怎么改"])
    assert heads.fingerprint(HEADS) != heads.fingerprint(HEADS[:-1])


def table(*rows: Sequence[str]) -> dict:
    return {"name": "表", "rows": [HEADS[:4], *map(list, rows)], "problems": []}


COLUMNS = {"no": 0, "title": 1, "goal": 2, "lead": 3}


def test_headings_empty_rows_and_repeated_heads_are_no_rows() -> None:
    found = read_lines(
        table(["一、培育主体"] * 4, ["", "", "", ""], HEADS[:4], ["1", "壮大", "30家", "办公室"]), 0, COLUMNS
    )
    assert [(line.number, line.cells["title"]) for line in found] == [(5, "壮大")]


def test_rows_of_one_merged_cell_are_one_row_with_all_goals() -> None:
    found = read_lines(
        table(
            ["1", "壮大", "30家", "办公室"], ["1", "壮大", "40家", "办公室"], ["2", "做好", "12期", "办公室"]
        ),
        0,
        COLUMNS,
    )
    assert [(line.number, line.cells["goal"], line.cells["lead"]) for line in found] == [
        (2, "30家；40家", "办公室"),
        (4, "12期", "办公室"),
    ]
