"""T25: nothing that people write comes alive in an exported workbook, whichever cell it reaches."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter

from yaodian.foundation.desk.cells import printable
from yaodian.foundation.desk.workbooks import Column, Sheet, workbook, workbook_of

PAYLOADS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1,1)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1,1)",
    "=cmd|'/C calc'!A0",
    '=HYPERLINK("https://a.example/","点这里")',
]
LIVE = re.compile(rb"<f[ >]|<hyperlink|<ddeLink|<externalReference|<oleLink")


def live(data: bytes) -> list[str]:
    """The parts of a workbook in which something would be reckoned, followed or fetched."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return [name for name in book.namelist() if LIVE.search(book.read(name)) or "externalLink" in name]


def texts(data: bytes) -> list[str]:
    """Every text in the book; asserts on the way that it is a typed string and none is a bare value."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for page in book for row in page.rows for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    return [cell.value for cell in cells]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_a_typed_text_in_head_row_and_body(payload: str) -> None:
    data = workbook(
        "表", [(payload, 10), Column(payload, kind="decimal"), Column(payload, kind="date")], [[payload] * 3]
    )
    assert live(data) == []
    assert texts(data) == [printable(payload)] * 6


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_dead_as_sheet_name_choice_and_note(payload: str) -> None:
    sheets = [Sheet(payload, [Column("列", choices=[payload, "乙"])], [["甲"]])]
    data = workbook_of(sheets, notes=[payload])
    assert live(data) == []
    assert sorted(texts(data)) == sorted(["列", "甲", printable(payload), "乙", printable(payload)])


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_stays_text_when_somebody_edits_its_cell(payload: str) -> None:
    page = openpyxl.load_workbook(io.BytesIO(workbook("表", [(payload, 10)], [[payload]])))["表"]
    plain = printable(payload).lstrip("\n")
    quoted = [cell.quotePrefix for cell in (page["A1"], page["A2"])]
    assert quoted == [printable(payload) == plain] * 2


def test_numbers_stay_numbers() -> None:
    values = [-1, 0, 12, 1.5, Decimal("-2.50")]
    page = openpyxl.load_workbook(io.BytesIO(workbook("表", [("列", 9)] * 5, [values])))["表"]
    assert [(cell.value, cell.data_type) for cell in page[2]] == [
        (-1, "n"),
        (0, "n"),
        (12, "n"),
        (1.5, "n"),
        (-2.5, "n"),
    ]


def test_a_workbook_that_reckons_is_found() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        page = book.add_worksheet()
        page.write(0, 0, PAYLOADS[0])
        page.write(0, 1, "https://a.example/")
    assert live(buffer.getvalue()) == ["xl/worksheets/sheet1.xml"]
