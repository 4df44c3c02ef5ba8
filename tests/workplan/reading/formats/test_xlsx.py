"""Workbooks are read with the values a person sees."""

import datetime

import pytest
import xlsxwriter

from tests.workplan.reading.formats import makers
from yaodian.workplan.reading.formats import load
from yaodian.workplan.reading.formats.sheetscan import column_letters, column_number
from yaodian.workplan.reading.formats.xlsx import read, written


def test_a_task_table_gives_one_line_per_row():
    source = load(makers.task_table(), "分解表.xlsx")
    assert (source.format, source.encoding) == ("xlsx", None)
    assert source.text == (
        "序号\t任务\t责任单位\t2025年目标\n1\t培育高新技术企业\t高新科\t30家\n2\t建设技术转移机构\t成果科\t5个"
    )


@pytest.mark.parametrize(
    ("value", "is_percent", "text"),
    [
        (30.0, False, "30"),
        (0.1 + 0.2, False, "0.3"),
        (2.45, False, "2.45"),
        (1_050_000.0, False, "1050000"),
        (0.15, True, "15%"),
        (0.0312, True, "3.12%"),
        (1e16, False, "10000000000000000"),
        (True, False, "TRUE"),
        (datetime.date(2025, 6, 30), False, "2025年6月30日"),
        (datetime.datetime.fromisoformat("2025-06-30 09:05"), False, "2025年6月30日 09:05"),
        (" 甲 ", False, "甲"),
    ],
)
def test_a_value_is_written_as_a_person_reads_it(value, is_percent, text):
    assert written(value, is_percent) == text


def test_percentages_and_dates_follow_the_format_of_their_cells():
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["研发投入增长", 30])
        sheet.write(0, 2, 0.1, workbook.add_format({"num_format": "0%"}))
        sheet.write(0, 3, 0.0245, workbook.add_format({"num_format": "0.00%;[Red]-0.00%"}))
        day = workbook.add_format({"num_format": "yyyy/m/d"})
        sheet.write_datetime(0, 4, datetime.date(2025, 12, 31), day)

    assert read(makers.xlsx_of(fill)) == "研发投入增长\t30\t10%\t2.45%\t2025年12月31日"


def test_several_sheets_are_headed_by_their_names_and_hidden_ones_left_out():
    def fill(workbook: xlsxwriter.Workbook) -> None:
        for name in ("企业", "平台", "草稿", "空表"):
            sheet = workbook.add_worksheet(name)
            if name != "空表":
                sheet.write(0, 0, f"{name}任务")
            if name == "草稿":
                sheet.hide()

    assert read(makers.xlsx_of(fill)) == "企业\n企业任务\n平台\n平台任务"


@pytest.mark.parametrize(("letters", "number"), [("A", 1), ("Z", 26), ("AA", 27), ("XFD", 16384)])
def test_columns_are_counted_as_excel_names_them(letters, number):
    assert (column_number(letters), column_letters(number)) == (number, letters)
