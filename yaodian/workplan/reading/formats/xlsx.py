"""Excel workbooks: every visible sheet as rows of cells, with the values a person sees.

Hidden sheets are not read: what nobody sees is not part of the document. They are named among the problems of
the first sheet, so that a forgotten one is noticed.
"""

import datetime
import io
from collections.abc import Iterator

import python_calamine
from lxml import etree

from yaodian.workplan.reading.formats.grid import Sheet
from yaodian.workplan.reading.formats.ooxml import Package, attribute, child, elements, local
from yaodian.workplan.reading.formats.sheetscan import CellProblem, Scan, scan
from yaodian.workplan.reading.formats.source import unreadable
from yaodian.workplan.reading.formats.text import tidy

PERCENT_FORMATS = {9, 10}
MAX_SHEETS = 100

CellValue = str | float | bool | datetime.date | datetime.time | datetime.timedelta


def read(data: bytes) -> str:
    """Return the visible sheets as lines of cells; several sheets are headed by their names."""
    found = [sheet for sheet in sheets(data, fill=False) if any(any(row) for row in sheet.rows)]
    lines: list[str] = []
    for sheet in found:
        lines.extend([sheet.name] if len(found) > 1 else [])
        lines.extend("\t".join(" ".join(cell.split()) for cell in row).rstrip("\t") for row in sheet.rows)
    return tidy("\n".join(line for line in lines if line.strip()))


def sheets(data: bytes, *, fill: bool) -> list[Sheet]:
    """Return the visible sheets; with `fill` a cell merged downwards repeats its text in every row."""
    scans, hidden = _scanned(Package(data))
    workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    found = [
        _sheet(workbook, name, one, fill=fill) for name, one in scans.items() if name in workbook.sheet_names
    ]
    if found and hidden:
        found[0].row_problems.extend(_hidden(name) for name in hidden)
    return found


def _scanned(package: Package) -> tuple[dict[str, Scan], list[str]]:
    """Return ({visible sheet: scan}, hidden sheets) in the workbook's order."""
    main = package.main_part()
    workbook = package.parse(main)
    parts = package.targets(main, "worksheet")
    percent_styles = _percent_styles(package, main)
    scans: dict[str, Scan] = {}
    hidden = []
    for element in _listed(child(workbook, "sheets"), "sheet")[:MAX_SHEETS]:
        name, part = attribute(element, "name") or "", parts.get(attribute(element, "id") or "")
        if attribute(element, "state") in {"hidden", "veryHidden"}:
            hidden.append(name)
        data = package.bytes_of(part) if part is not None else None
        if data is not None:
            one = scan(data, percent_styles)
            scans.update({} if name in hidden else {name: one})
    if not scans:
        raise unreadable("empty")
    return scans, hidden


def _percent_styles(package: Package, main: str) -> set[int]:
    """Return the indexes of the cell styles that show a number as a percentage."""
    root = next((package.parse(part) for part in package.targets(main, "styles").values()), None)
    percent = {str(number) for number in PERCENT_FORMATS} | {
        attribute(element, "numFmtId") or ""
        for element in _listed(child(root, "numFmts"), "numFmt")
        if "%" in (attribute(element, "formatCode") or "")
    }
    styles = _listed(child(root, "cellXfs"), "xf")
    return {index for index, style in enumerate(styles) if attribute(style, "numFmtId") in percent}


def _listed(parent: etree._Element | None, name: str) -> list[etree._Element]:
    return [] if parent is None else [element for element in elements(parent) if local(element) == name]


def _sheet(workbook: python_calamine.CalamineWorkbook, name: str, one: Scan, *, fill: bool) -> Sheet:
    sheet = workbook.get_sheet_by_name(name)
    values = sheet.to_python(skip_empty_area=False)
    rows = [
        [written(value, (row, column) in one.percents) for column, value in enumerate(cells)]
        for row, cells in enumerate(values)
    ]
    if fill:
        for top, bottom, column in _merges(sheet, rows):
            for row in range(top + 1, bottom + 1):
                rows[row][column] = rows[top][column]
    return Sheet(name, rows, list(one.problems))


def _merges(sheet: python_calamine.CalamineSheet, rows: list[list[str]]) -> Iterator[tuple[int, int, int]]:
    """Yield (first row, last row, column) of the cells merged downwards."""
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or []:
        if top < len(rows) and left < len(rows[top]):
            yield top, min(bottom, len(rows) - 1), left


def written(value: CellValue, is_percent: bool = False) -> str:
    """Write a value as a person reads it: 30 for 30.0, 15% for 0.15 shown as that, dates in Chinese."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return _number(value * 100) + "%" if is_percent else _number(value)
    if isinstance(value, datetime.datetime) and value.time() != datetime.time():
        return f"{_date(value)} {value:%H:%M}"
    if isinstance(value, datetime.date):
        return _date(value)
    return str(value).strip()


def _number(value: float) -> str:
    """Excel keeps 15 digits; further ones are noise of the binary number."""
    text = f"{value:.15g}"
    return f"{value:.0f}" if "e+" in text and abs(value) < 10**21 else text


def _date(value: datetime.date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def _hidden(name: str) -> CellProblem:
    return CellProblem(0, "", f"隐藏的工作表“{name}”没有读取", "需要时请取消隐藏，保存后重新上传")
