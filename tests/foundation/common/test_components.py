from __future__ import annotations

from django import forms

from yaodian.foundation.common import components
from yaodian.foundation.common.components import ErrorLine
from yaodian.foundation.common.refusal import Problem, Problems


class Grant(forms.Form):
    name = forms.CharField(label="单位名称")
    amount = forms.DecimalField(label="金额", error_messages={"invalid": "金额请写成 12.50"})
    year = forms.IntegerField(label="年份")
    county = forms.ChoiceField(label="县", choices=[("1", "北屿区")])
    agree = forms.BooleanField(label="我已核对")
    paper = forms.FileField(label="原件")


def test_known_words_of_a_state_bring_their_kind_and_others_are_plain() -> None:
    assert [components.kind_of(words) for words in ("已完成", "滞后", "审核中", "说不清")] == [
        "good",
        "late",
        "progress",
        "plain",
    ]


def test_numbers_are_grouped_and_words_are_left_alone() -> None:
    assert components.grouped("1234567.89") == "1,234,567.89"
    assert components.grouped(0) == "0"
    assert components.grouped(None) == ""
    assert components.grouped("暂无") == "暂无"


def test_a_count_past_its_cap_says_so() -> None:
    assert components.capped(1000) == "1,000"
    assert components.capped(1001) == "1,000+"


def test_an_empty_form_asks_for_each_field_in_its_own_verb() -> None:
    words = [line.words for line in components.error_lines(Grant({}))]
    assert words == [
        "请填写“单位名称”",
        "请填写“金额”",
        "请填写“年份”",
        "请选择“县”",
        "请勾选“我已核对”",
        "请选择“原件”",
    ]


def test_a_forms_own_words_stand_and_stock_words_are_replaced() -> None:
    lines = components.error_lines(
        Grant({"name": "甲", "amount": "四百", "year": "二〇二六", "county": "1", "agree": "1"})
    )
    assert lines[:2] == [
        ErrorLine("金额请写成 12.50", "#id_amount"),
        ErrorLine("“年份”请填整数，例如 12", "#id_year"),
    ]


def test_problems_of_an_action_become_lines_with_links() -> None:
    problems = Problems([Problem("unit", "请填单位"), Problem("", "两项任务重叠了")])
    assert components.error_lines(problems) == [
        ErrorLine("请填单位", "#id_unit"),
        ErrorLine("两项任务重叠了"),
    ]


def test_a_target_behind_its_time_is_late_and_a_hoped_for_one_never_is() -> None:
    assert components.bullet(10, 100, 0.5).kind == "late"
    assert components.bullet(10, 100, 0.5, soft=True).words == "正常"
    assert components.bullet(50, 100, 0.5).words == "正常"
    assert components.bullet(100, 100, 0.5).words == "已完成"


def test_a_bullet_leaves_room_past_the_larger_number() -> None:
    drawn = components.bullet(50, 100, 0.5)
    assert (drawn.bar, drawn.promise, drawn.time) == ("45.5%", "90.9%", "45.5%")


def test_a_bullet_without_numbers_draws_nothing() -> None:
    assert components.bullet(0, 0, 0.5).bar == "0.0%"


def test_a_sentence_is_cut_at_its_marked_span() -> None:
    assert components.around("达到72家以上", 2, 5) == ("达到", "72家", "以上")
