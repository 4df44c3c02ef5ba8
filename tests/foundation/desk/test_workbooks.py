"""Lists as Excel: text stays text, numbers stay numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from yaodian.foundation.desk.workbooks import as_download, workbook
from yaodian.workplan.reading.formats import read_grid


def rows_of(values: list) -> list[str]:
    (sheet,) = read_grid(workbook("表", [(f"列{at}", 10) for at in range(len(values))], [values]), "表.xlsx")
    return sheet.rows[1]


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
