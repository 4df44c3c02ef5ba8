"""Lists as Excel workbooks. Text is written as text, so that no cell ever becomes a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from yaodian.foundation.common.clock import SHANGHAI

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(sheet: str, heads: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]]) -> bytes:
    """An .xlsx file of one sheet: `heads` are (words, width in characters)."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "constant_memory": False})
    bold = book.add_format({"bold": True, "bg_color": "#EEF2F7", "text_wrap": True, "valign": "vcenter"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    page = book.add_worksheet(sheet[:31])
    for place, (words, width) in enumerate(heads):
        page.set_column(place, place, width)
        page.write_string(0, place, words, bold)
    for line, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            _write(page, line, place, value, wrap)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, 0, max(len(heads) - 1, 0))
    book.close()
    return buffer.getvalue()


def _write(page: Any, line: int, place: int, value: Any, style: Any) -> None:
    if value is None or value == "":
        page.write_blank(line, place, None, style)
    elif isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        page.write_string(line, place, _words(value), style)
    else:
        page.write_number(line, place, float(value), style)


def _words(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, date) else str(value)


def as_download(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
