"""Tables of the Word documents: lists with a repeated head, and the frame of the 版记."""

from __future__ import annotations

from typing import Any

from docx.document import Document as WordDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt

from .measures import HEITI, MARGINS, MARGINS_ACROSS, TALL, WIDE, table_size
from .paper import NOTHING, Table
from .word_styles import CELL, element, set_font

ALIGN = WD_ALIGN_PARAGRAPH


def add_table(document: WordDocument, table: Table) -> None:
    lines = table.lines()
    made: Any = document.add_table(1 + max(len(lines), 1), len(table.heads), "Table Grid")
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _widths(made, table)
    cells = [list(row.cells) for row in made.rows]
    for place, (words, _) in enumerate(table.heads):
        _fill(cells[0][place], words, table, align=ALIGN.CENTER, head=True)
    for line, row in enumerate(lines):
        for place, text in enumerate(row):
            align = ALIGN.RIGHT if table.numeric(line, place) else ALIGN.LEFT
            _fill(cells[line + 1][place], text, table, align=align)
    if not lines:
        _fill(cells[1][0].merge(cells[1][-1]), NOTHING, table, align=ALIGN.CENTER)
    _rows(made)


def _widths(made: Any, table: Table) -> None:
    size, margins = (WIDE, MARGINS_ACROSS) if table.landscape else (TALL, MARGINS)
    room = size[0] - margins[1] - margins[3]
    whole = sum(width for _, width in table.heads)
    for column, (_, width) in zip(made.columns, table.heads, strict=True):
        column.width = Mm(room * width / whole)


def _fill(cell: Any, text: str, table: Table, *, align: Any, head: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style, paragraph.alignment = CELL, align
    run = paragraph.add_run(text)
    run.font.size = Pt(table_size(len(table.heads)))
    if head:
        set_font(run._element.get_or_add_rPr(), HEITI)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _rows(made: Any) -> None:
    """The head comes again on every page, and no row is torn between two pages."""
    for at, row in enumerate(made.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(element("w:cantSplit"))
        if at == 0:
            properties.append(element("w:tblHeader"))


def frame(document: WordDocument, width: float, rows: int) -> list[Any]:
    """A table at the foot of the page's text, thick lines above and below, a thin one between; its paragraphs."""
    made: Any = document.add_table(rows, 1)
    made.autofit = False
    made.columns[0].width = Mm(width)
    properties = made._tbl.tblPr
    place = element(
        "w:tblpPr", vertAnchor="margin", horzAnchor="margin", tblpXSpec="center", tblpYSpec="bottom"
    )
    after = ("w:tblOverlap", "w:tblW", "w:jc", "w:tblBorders", "w:tblLayout", "w:tblLook")
    properties.insert_element_before(place, *after)
    lines = (("top", 8), ("bottom", 8), ("insideH", 6))
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>' for side, size in lines
    )
    frame_lines = parse_xml(f"<w:tblBorders {nsdecls('w')}>{borders}</w:tblBorders>")
    properties.insert_element_before(frame_lines, "w:tblLayout", "w:tblCellMar", "w:tblLook")
    _rows_whole(made)
    return [row.cells[0].paragraphs[0] for row in made.rows]


def _rows_whole(made: Any) -> None:
    for row in made.rows:
        row._tr.get_or_add_trPr().append(element("w:cantSplit"))
