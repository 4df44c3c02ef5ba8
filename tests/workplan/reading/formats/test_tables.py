"""A bureau's own task table is taken over cell by cell, and doubtful cells are named."""

import docx
import pytest
import xlsxwriter

from tests.workplan.reading.formats import makers
from yaodian.workplan.reading.formats import CellProblem, Sheet, Unreadable, read_grid

GRID = [list(makers.COLUMNS), *map(list, makers.ROWS)]


def test_a_workbook_and_a_document_give_the_same_grid():
    document = docx.Document()
    document.add_paragraph("任务分解表")
    makers.add_table(document, GRID)
    assert read_grid(makers.task_table(), "a.xlsx") == [Sheet("任务分解表", GRID)]
    assert read_grid(makers.docx_bytes(document), "a.docx") == [Sheet("表1", GRID)]


def test_a_cell_merged_downwards_repeats_in_every_row():
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet("表")
        sheet.merge_range(0, 0, 1, 0, "企业")
        sheet.write_column(0, 1, ["甲", "乙"])

    document = docx.Document()
    table = makers.add_table(document, [["企业", "甲"], ["", "乙"]])
    table.cell(0, 0).merge(table.cell(1, 0))
    expected = [["企业", "甲"], ["企业", "乙"]]
    assert read_grid(makers.xlsx_of(fill), "a.xlsx")[0].rows == expected
    assert read_grid(makers.docx_bytes(document), "a.docx")[0].rows == expected


def test_rows_have_one_length():
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet("表")
        sheet.write(0, 0, "标题")
        sheet.write_row(1, 0, ["甲", "乙", "丙"])

    assert read_grid(makers.xlsx_of(fill), "a.xlsx")[0].rows == [["标题", "", ""], ["甲", "乙", "丙"]]


def test_cells_that_cannot_be_trusted_are_reported_by_row_and_column():
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet("表")
        sheet.write_row(0, 0, ["编号", "目标", "完成率"])
        sheet.write_number(1, 0, 530102199001011234)
        sheet.write_string(2, 0, "530102199001011234")
        sheet.write_formula(1, 1, "=A9/0", None, "#DIV/0!")
        sheet.write_formula(2, 2, "=1+1", None, 2)
        workbook.add_worksheet("草稿").hide()

    data = makers.xlsx_of(fill)
    assert read_grid(data, "a.xlsx")[0].row_problems == [
        CellProblem(2, "A", "长数字在数值格里已经不准确", "请把这一格设为文本格式，重新填写完整的号码"),
        CellProblem(2, "B", "公式的结果是 #DIV/0!", "请改正公式，或直接填写数值"),
        CellProblem(0, "", "隐藏的工作表“草稿”没有读取", "需要时请取消隐藏，保存后重新上传"),
    ]
    assert read_grid(data, "a.xlsx")[0].rows[2] == ["530102199001011234", "", "2"]


def test_a_formula_without_a_result_is_reported():
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet("表")
        sheet.write_row(0, 0, ["目标", "合计"])
        sheet.write_formula(1, 1, "=SUM(A1:A9)", None, 7)

    data = makers.changed(makers.xlsx_of(fill), "sheet1.xml", lambda xml: xml.replace(b"<v>7</v>", b""))
    problem = CellProblem(2, "B", "公式没有算出结果", "请用 Excel 或 WPS 打开，重新计算并保存")
    assert read_grid(data, "a.xlsx")[0].row_problems == [problem]


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (makers.PLAN.encode(), "a.txt", "unsupported_type"),
        (makers.docx_of(makers.PLAN), "a.docx", "empty"),
        (b"", "a.xlsx", "empty"),
    ],
)
def test_a_file_without_tables_is_refused(data, name, code):
    with pytest.raises(Unreadable) as caught:
        read_grid(data, name)
    assert caught.value.code == code
