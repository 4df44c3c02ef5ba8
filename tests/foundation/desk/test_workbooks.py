"""Lists as Excel: text stays text, numbers stay numbers."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import openpyxl

from yaodian.foundation.desk.workbooks import Column, Sheet, as_download, workbook, workbook_of
from yaodian.workplan.reading.formats import read_grid


def rows_of(values: list) -> list[str]:
    (sheet,) = read_grid(workbook("表", [(f"列{at}", 10) for at in range(len(values))], [values]), "表.xlsx")
    return sheet.rows[1]


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_values_come_back_as_they_were_shown() -> None:
    values = [
        "文字",
        12,
        Decimal("1.5"),
        date(2026, 6, 30),
        datetime(2026, 6, 30, 1, 2, tzinfo=UTC),
        None,
        "",
        "末",
    ]
    assert rows_of(values) == ["文字", "12", "1.5", "2026-06-30", "2026-06-30 09:02", "", "", "末"]


def test_what_looks_like_a_formula_or_a_link_is_text() -> None:
    values = ["=1+1", "+1", "@x", "https://a.example/", "123456789012345678"]
    assert rows_of(values) == values


def test_the_download_carries_its_chinese_name() -> None:
    answer = as_download(b"x", "任务分解表.xlsx")
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E4%BB%BB")


def test_a_truth_is_told_in_chinese_and_a_long_text_is_cut_at_what_a_cell_holds() -> None:
    kept, yes, no = rows_of(["字" * 40_000, True, False])
    assert (len(kept), yes, no) == (32_767, "是", "否")


def test_characters_that_a_file_cannot_hold_are_left_out() -> None:
    assert rows_of(["甲\x00\x0b乙\ud800丙\u202e丁\x9f", "一\r\n二"]) == ["甲乙丙丁", "一\n二"]


def test_columns_give_dates_moments_and_decimals_as_excels_own() -> None:
    heads = [
        Column("日期", kind="date"),
        Column("时间", kind="moment"),
        Column("金额", kind="decimal"),
        ("原样", 9),
    ]
    row = [date(2026, 6, 30), datetime(2026, 6, 30, 1, 2, tzinfo=UTC), Decimal("1234.5"), date(2026, 6, 30)]
    sheet = opened(
        workbook("表", heads, [row, ["未定", None, Decimal("1234567890.123456789"), 123456789012345678]])
    )["表"]
    assert [str(cell.value) for cell in sheet[2]] == [
        "2026-06-30 00:00:00",
        "2026-06-30 09:02:00",
        "1234.5",
        "2026-06-30",
    ]
    assert [cell.is_date for cell in sheet[2]] == [True, True, False, False]
    assert [cell.number_format for cell in sheet[2]][:3] == ["yyyy-mm-dd", "yyyy-mm-dd hh:mm", "#,##0.00"]
    assert [cell.value for cell in sheet[3]] == ["未定", None, "1234567890.123456789", "123456789012345678"]


def test_a_day_before_excels_calendar_is_text() -> None:
    sheet = opened(workbook("表", [Column("日期", kind="date")], [[date(1899, 12, 31)]]))["表"]
    assert sheet["A2"].value == "1899-12-31"


def test_several_sheets_stand_in_one_book_with_notes_last() -> None:
    sheets = [Sheet("任务", [("名称", 10)], [["甲"]]), Sheet("指标", [("名称", 10)], [["乙"], ["丙"]])]
    book = opened(workbook_of(sheets, notes=["第一列必填。", "日期写作 2026-06-30。"]))
    assert {page.title: [[cell.value for cell in row] for row in page.rows] for page in book} == {
        "任务": [["名称"], ["甲"]],
        "指标": [["名称"], ["乙"], ["丙"]],
        "填写说明": [["第一列必填。"], ["日期写作 2026-06-30。"]],
    }


def test_sheets_are_named_as_excel_allows_each_once() -> None:
    wanted = ["任务", "任务", "[甲]:乙*?/\\", "'", "History", "长" * 40, "长" * 40, "填写说明", "a", "A"]
    names = opened(workbook_of([Sheet(name, [("列", 9)], []) for name in wanted])).sheetnames
    assert names == [
        *("任务", "任务（2）", "甲乙", "表", "History（2）", "长" * 31, "长" * 26 + "（2）"),
        *("填写说明（2）", "a", "A（2）"),
    ]


def test_a_sheet_prints_across_on_a4_with_its_head_on_every_page() -> None:
    page = opened(workbook("表", [("列", 10)], [["甲"]]))["表"]
    assert (page.page_setup.paperSize, page.page_setup.orientation, page.print_title_rows) == (
        9,
        "landscape",
        "$1:$1",
    )
    assert (page.sheet_properties.pageSetUpPr.fitToPage, page.page_setup.fitToHeight) == (True, 0)


def test_a_column_offers_its_choices_from_a_hidden_sheet() -> None:
    divisions = [f"第{at}科室，办事处" for at in range(60)]
    heads = [("任务", 20), Column("牵头科室", choices=divisions), Column("状态", choices=["在办", "办结"])]
    data = workbook("任务", heads, [["甲", divisions[0], "在办"]])
    book = opened(data)
    rules = [(str(rule.sqref), rule.formula1) for rule in book["任务"].data_validations.dataValidation]
    assert rules == [("B2:B1001", "'选项'!$A$1:$A$60"), ("C2:C1001", "'选项'!$B$1:$B$2")]
    assert [cell.value for cell in book["选项"]["A"]] == divisions
    assert book["选项"].sheet_state == "hidden"
    assert [sheet.name for sheet in read_grid(data, "表.xlsx")] == ["任务"]
