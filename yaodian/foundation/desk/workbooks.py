"""Lists as Excel workbooks. Text is written as text, so that no cell ever becomes a formula."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

import xlsxwriter
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from yaodian.foundation.common.clock import SHANGHAI

from .cells import shown
from .sheet_names import sheet_names

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOTES, CHOICES = "填写说明", "选项"
# What Excel can hold in a cell, how many digits of a number it keeps, and the first day it knows.
CELL_LIMIT, DIGITS, FIRST_DAY = 32_767, 15, date(1900, 3, 1)
# Begins that Excel would read as a formula if somebody typed the text in.
FORMULA = ("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠")
CHOOSABLE_ROWS = 1000
FORMATS = {"date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm"}

Kind = Literal["text", "date", "moment", "decimal"]


@dataclass(frozen=True)
class Column:
    """A column: dates and decimals as Excel's own when `kind` says so; `choices` is a list to pick from."""

    words: str
    width: int = 12
    kind: Kind = "text"
    places: int = 2
    choices: Sequence[str] = ()


Head = Column | tuple[str, int]


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook: `heads` are columns or (words, width in characters)."""

    name: str
    heads: Sequence[Head]
    rows: Iterable[Sequence[Any]]

    @property
    def columns(self) -> list[Column]:
        return [head if isinstance(head, Column) else Column(*head) for head in self.heads]


def workbook(sheet: str, heads: Sequence[Head], rows: Iterable[Sequence[Any]]) -> bytes:
    """An .xlsx file of one sheet."""
    return workbook_of([Sheet(sheet, heads, rows)])


def workbook_of(sheets: Sequence[Sheet], *, notes: Sequence[str] = ()) -> bytes:
    """An .xlsx file of these sheets, printed across on A4; `notes` are the lines of a last sheet 填写说明."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "constant_memory": False})
    writer = _Writer(book)
    names = sheet_names([each.name for each in sheets], taken=[NOTES, CHOICES])
    pages = [book.add_worksheet(name) for name in names]
    for page, sheet in zip(pages, sheets, strict=True):
        writer.sheet(page, sheet)
    if notes:
        writer.notes(notes)
    writer.lists()
    book.close()
    return buffer.getvalue()


class _Writer:
    """Writes sheets into one book, whose formats and lists of choices they share."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.formats: dict[tuple[str, bool], Any] = {}
        self.head = book.add_format(
            {
                "bold": True,
                "bg_color": "#EEF2F7",
                "text_wrap": True,
                "valign": "vcenter",
                "quote_prefix": False,
            }
        )
        self.quoted_head = book.add_format(
            {
                "bold": True,
                "bg_color": "#EEF2F7",
                "text_wrap": True,
                "valign": "vcenter",
                "quote_prefix": True,
            }
        )
        self.choices: list[tuple[str, ...]] = []

    def style(self, number: str = "", *, quoted: bool = False) -> Any:
        if (number, quoted) not in self.formats:
            wanted: dict[str, Any] = {"text_wrap": True, "valign": "top", "quote_prefix": quoted}
            self.formats[number, quoted] = self.book.add_format(
                wanted | ({"num_format": number} if number else {})
            )
        return self.formats[number, quoted]

    def sheet(self, page: Any, sheet: Sheet) -> None:
        columns, last = sheet.columns, 0
        for place, column in enumerate(columns):
            page.set_column(place, place, column.width)
            style = self.quoted_head if column.words.startswith(FORMULA) else self.head
            page.write_string(0, place, shown(column.words)[:CELL_LIMIT], style)
        for last, row in enumerate(sheet.rows, start=1):
            for place, value in enumerate(row):
                self.cell(page, last, place, value, columns[place] if place < len(columns) else Column(""))
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, last, max(len(columns) - 1, 0))
        _print_setup(page)
        self._offer(page, columns, max(last, CHOOSABLE_ROWS))

    def cell(self, page: Any, line: int, place: int, value: Any, column: Column) -> None:
        if value is None or value == "":
            page.write_blank(line, place, None, self.style())
        elif column.kind in FORMATS and isinstance(value, date) and _as_date(value) >= FIRST_DAY:
            page.write_datetime(line, place, _local(value), self.style(FORMATS[column.kind]))
        elif _is_number(value):
            decimal = f"#,##0.{'0' * column.places}".rstrip(".") if column.kind == "decimal" else ""
            page.write_number(line, place, float(value), self.style(decimal))
        else:
            text = shown(value)
            page.write_string(line, place, text[:CELL_LIMIT], self.style(quoted=text.startswith(FORMULA)))

    def _offer(self, page: Any, columns: list[Column], rows: int) -> None:
        for place, column in enumerate(columns):
            if column.choices:
                self.choices.append(tuple(column.choices))
                at = xlsxwriter.utility.xl_col_to_name(len(self.choices) - 1)
                source = f"='{CHOICES}'!${at}$1:${at}${len(column.choices)}"
                page.data_validation(1, place, rows, place, _picking(source))

    def lists(self) -> None:
        """The lists of choices on a hidden sheet: in the rule itself they could have 255 characters and no comma."""
        if self.choices:
            page = self.book.add_worksheet(CHOICES)
            page.hide()
            for place, choices in enumerate(self.choices):
                for line, words in enumerate(choices):
                    self.cell(page, line, place, words, Column(""))

    def notes(self, lines: Sequence[str]) -> None:
        page = self.book.add_worksheet(NOTES)
        page.set_column(0, 0, 90)
        for at, words in enumerate(lines):
            self.cell(page, at, 0, words, Column(""))
        _print_setup(page)


def _picking(source: str) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": source,
        "error_title": "请从列表中选择",
        "error_message": "这一列只能填列表里的值，请点开单元格右侧的箭头选择。",
    }


def _print_setup(page: Any) -> None:
    """A4 across, as wide as one page, the head on every page, and the number below."""
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer("&C第 &P 页，共 &N 页")


def _is_number(value: Any) -> bool:
    """Whether Excel can hold this as a number without losing a digit."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal) or not math.isfinite(value):
        return False
    return isinstance(value, float) or len(Decimal(value).normalize().as_tuple().digits) <= DIGITS


def _as_date(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _local(value: date) -> date:
    """Excel knows no zones: a moment is written in the office's time."""
    return value.astimezone(SHANGHAI).replace(tzinfo=None) if isinstance(value, datetime) else value


def as_download(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
