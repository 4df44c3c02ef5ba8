"""PDF documents with text: characters become lines, lines become paragraphs and table rows.

A PDF holds characters at places and nothing else. Lines are put together from places; lines that repeat on
the pages (running heads, page numbers) are dropped; see `pdflines` for how lines become paragraphs.
"""

import ctypes
import re
import time
from collections import Counter
from collections.abc import Iterator
from itertools import chain, pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from yaodian.workplan.reading.formats.pdflines import Line, Mark, paragraphs, usual_step
from yaodian.workplan.reading.formats.pdftables import Grid, Rule, cells_in_rows, grids_of, place_in
from yaodian.workplan.reading.formats.source import Unreadable, unreadable
from yaodian.workplan.reading.formats.text import tidy

MAX_PAGES = 500
MAX_CHARACTERS = 2_000_000
MAX_SECONDS = 20
MAX_EDGE_LINES = 3
WIDE_GAP = 1.25
SAME_PLACE = 4.0
MIN_PER_PAGE = 5
LOST_SHARE = 0.3
PAGE_NUMBER = re.compile(
    r"[-—–·.\s]*(第|Page|P)?\s*\d{1,4}\s*页?\s*((/|of|共|，共|,共)\s*\d{1,4}\s*页?)?[-—–·.\s]*", re.I
)
PASSWORD_ERRORS = {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}

Page = list[Line]


def read(data: bytes) -> str:
    """Return the text of a PDF; raise `Unreadable` for scans, passwords and more pages than a plan has."""
    document = _opened(data)
    try:
        pages, has_pictures = _pages(document)
    finally:
        document.close()
    _require_characters(pages, has_pictures)
    return tidy("\n".join(paragraphs([page for page in _without_repeats(pages) if page])))


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        code = "encrypted" if getattr(error, "err_code", None) in PASSWORD_ERRORS else "broken"
        raise unreadable(code) from error
    if len(document) > MAX_PAGES:
        raise Unreadable("too_large", f"这份 PDF 超过 {MAX_PAGES} 页。请只保留计划正文后再上传。")
    return document


def _pages(document: pdfium.PdfDocument) -> tuple[list[Page], bool]:
    """Return the lines of every page, measured from its top, and whether there are pictures."""
    until = time.monotonic() + MAX_SECONDS
    pages, pictures, count = [], 0, 0
    for page in document:
        marks = list(_marks(page, until))
        count += len(marks)
        if count > MAX_CHARACTERS:
            raise Unreadable("too_large", "文件的文字太多。请只保留计划正文，另存一份后再上传。")
        grids = grids_of(_rules(page))
        pages.append(cells_in_rows(_lines(marks, grids), grids))
        pictures += sum(1 for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
        page.close()
    return pages, pictures > 0


def _marks(page: pdfium.PdfPage, until: float) -> Iterator[Mark]:
    text = page.get_textpage()
    box, height = raw.FS_RECTF(), page.get_height()
    for index in range(text.count_chars()):
        if index % 1000 == 0 and time.monotonic() > until:
            raise Unreadable("too_large", "这份 PDF 太复杂，读取时间过长。请另存为 .docx 后再上传。")
        code = raw.FPDFText_GetUnicode(text, index)
        if code in {0x0A, 0x0D} or not raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(box)):
            continue
        is_generated = code == 0x20 and raw.FPDFText_IsGenerated(text, index) == 1
        sign = chr(code) if 0 < code < 0x110000 else "\ufffd"
        yield Mark(sign, box.left, box.right, height - box.top, height - box.bottom, is_generated)
    text.close()


def _rules(page: pdfium.PdfPage) -> list[Rule]:
    """Return the boxes of the drawn paths: the borders of tables are among them."""
    height = page.get_height()
    rules = []
    for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3):
        left, bottom, right, top = drawn.get_bounds()
        rules.append(Rule(left, height - top, right, height - bottom))
    return rules


def _lines(marks: list[Mark], grids: list[Grid]) -> Page:
    """Put characters that follow each other on one height, and in one cell of a table, into lines."""
    lines: list[list[Mark]] = []
    cell = None
    for mark in marks:
        before, cell = cell, cell if mark.is_generated else place_in(grids, mark)
        if not lines or cell != before or not _goes_on(lines[-1], mark):
            lines.append([])
        lines[-1].append(mark)
    found = (Line.of(line) for line in lines)
    return [line for line in found if line.text.strip()]


def _goes_on(line: list[Mark], mark: Mark) -> bool:
    """A character goes on with a line at the same height and to the right."""
    last = next((other for other in reversed(line) if other.sign.strip()), line[-1])
    if mark.is_generated:
        return True
    height = min(last.bottom - last.top, mark.bottom - mark.top)
    overlap = min(last.bottom, mark.bottom) - max(last.top, mark.top)
    size = max(last.bottom - last.top, 1.0)
    return overlap >= 0.5 * height and mark.left - last.right > -size


def _require_characters(pages: list[Page], has_pictures: bool) -> None:
    signs = "".join(line.text for line in chain.from_iterable(pages))
    count = len("".join(signs.split()))
    if has_pictures and count < MIN_PER_PAGE * max(len(pages), 4):
        raise unreadable("scanned_pdf")
    lost = sum(1 for sign in signs if sign == "\ufffd" or "\ue000" <= sign <= "\uf8ff")
    if lost > LOST_SHARE * max(count, 1):
        raise Unreadable("scanned_pdf", "这份 PDF 里的文字取不出来。请上传原始的 Word 文件，或粘贴正文。")


def _without_repeats(pages: list[Page]) -> list[Page]:
    """Drop page numbers, and lines at the edge that stand at the same place on most pages."""
    step = usual_step(pages)
    edges = [[*_edge(page, step), *_edge(page, step, from_below=True)] for page in pages]
    seen = Counter(key for edge in edges for key in {_key(line) for line in edge})
    most = max(2, len(pages) / 2)
    return [
        [
            line
            for line in page
            if not _is_page_number(line, page) and not (line in edge and seen[_key(line)] >= most)
        ]
        for page, edge in zip(pages, edges, strict=True)
    ]


def _edge(page: Page, step: float, *, from_below: bool = False) -> Page:
    """Return the lines at the top or bottom that a wider gap sets apart from the text."""
    ordered = sorted(page, key=lambda line: line.top, reverse=from_below)[: MAX_EDGE_LINES + 1]
    for at, (line, inner) in enumerate(pairwise(ordered), start=1):
        if abs(inner.bottom - line.bottom) > WIDE_GAP * step:
            return ordered[:at]
    return []


def _key(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", "".join(line.text.split())), round(line.top / SAME_PLACE)


def _is_page_number(line: Line, page: Page) -> bool:
    is_first = line.top == min(other.top for other in page)
    is_last = line.bottom == max(other.bottom for other in page)
    return (is_first or is_last) and PAGE_NUMBER.fullmatch(line.text.strip()) is not None
