"""Sections of the Word documents: page, margins, grid and page numbers, upright and across."""

from __future__ import annotations

from typing import Any

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENTATION, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from .measures import (
    BODY,
    CHARACTER,
    HEITI,
    LINES,
    MARGINS,
    MARGINS_ACROSS,
    PAGE_NUMBER_BELOW,
    SMALL,
    TALL,
    WIDE,
)
from .word_styles import FOOTER, element, indent, set_font

TWIPS = 1440 / 25.4
NUMBER_HEIGHT = 5


def first_section(document: WordDocument, *, across: bool) -> None:
    _lay_out(document.sections[0], across=across)


def mark_head(document: WordDocument, mark: str) -> None:
    """The mark in the head of every page; later sections take theirs from the first."""
    section = document.sections[0]
    for header in (section.header, section.even_page_header) if mark else ():
        line = header.paragraphs[0]
        line.style = FOOTER
        set_font(line.add_run(mark)._element.get_or_add_rPr(), HEITI)


def next_section(document: WordDocument, *, across: bool) -> None:
    _lay_out(document.add_section(WD_SECTION.NEW_PAGE), across=across)
    _flatten(document.paragraphs[-1])


def _flatten(paragraph: WordParagraph) -> None:
    """A paragraph that is there for the format's sake takes no room."""
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(1)


def part_from_table(document: WordDocument) -> None:
    """A flat paragraph behind a table, for two that touch are one to Word, and none may end a document."""
    body = [each for each in document.element.body if each.tag != qn("w:sectPr")]
    if body and body[-1].tag == qn("w:tbl"):
        _flatten(document.add_paragraph())


def _lay_out(section: Section, *, across: bool) -> None:
    section.orientation = WD_ORIENTATION.LANDSCAPE if across else WD_ORIENTATION.PORTRAIT
    section.page_width, section.page_height = map(Mm, WIDE if across else TALL)
    top, right, bottom, left = map(Mm, MARGINS_ACROSS if across else MARGINS)
    section.top_margin, section.right_margin = top, right
    section.bottom_margin, section.left_margin = bottom, left
    section.header_distance, section.gutter = Mm(15), Mm(0)
    section.footer_distance = Mm(10 if across else MARGINS[2] - PAGE_NUMBER_BELOW - NUMBER_HEIGHT)
    _grid(section)
    for footer, odd in ((section.footer, True), (section.even_page_footer, False)):
        footer.is_linked_to_previous = False
        _number_across(footer, odd) if across else _number(footer.paragraphs[0], odd)


def _grid(section: Section) -> None:
    """22 lines of 28 characters; charSpace is what a character has less than its size, in 4096ths of a point."""
    properties: Any = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    height = (TALL[1] - MARGINS[0] - MARGINS[2]) * TWIPS
    narrower = int((CHARACTER - BODY) * 4096) - 1
    form = element("w:docGrid", type="linesAndChars", linePitch=int(height / LINES), charSpace=narrower)
    properties.append(form)


def _number(paragraph: WordParagraph, odd: bool) -> None:
    """— 1 — on the outer side, one character from the edge."""
    paragraph.style = FOOTER
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if odd else WD_ALIGN_PARAGRAPH.LEFT
    indent(paragraph, **{"right" if odd else "left": SMALL / BODY})
    paragraph.add_run("— ")
    for kind in ("begin", None, "end"):
        run = paragraph.add_run()
        if kind:
            run._element.append(element("w:fldChar", fldCharType=kind))
        else:
            _instruction(run)
    paragraph.add_run(" —")


def _instruction(run: Any) -> None:
    code = element("w:instrText")
    code.text = " PAGE "
    run._element.append(code)


def _number_across(footer: Any, odd: bool) -> None:
    """The page number of a page across: turned, at the left edge, where it is on an upright page seen from its side."""
    table = footer.add_table(1, 1, Mm(NUMBER_HEIGHT))
    table.autofit = False
    properties = table._tbl.tblPr
    x = (MARGINS_ACROSS[3] - PAGE_NUMBER_BELOW - NUMBER_HEIGHT) * TWIPS
    y = MARGINS_ACROSS[0] * TWIPS
    place = element("w:tblpPr", vertAnchor="page", horzAnchor="page", tblpX=round(x), tblpY=round(y))
    properties.insert_element_before(place, "w:tblOverlap", "w:tblW", "w:jc", "w:tblLayout", "w:tblLook")
    sides = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
    margins = parse_xml(f"<w:tblCellMar {nsdecls('w')}>{sides}</w:tblCellMar>")
    properties.insert_element_before(margins, "w:tblLook")
    table.rows[0].height, table.rows[0].height_rule = Mm(WIDE[1] - MARGINS_ACROSS[0] - MARGINS_ACROSS[2]), 2
    cell = table.cell(0, 0)
    cell.width = Mm(NUMBER_HEIGHT)
    cell._tc.get_or_add_tcPr().append(element("w:textDirection", val="tbRl"))
    _number(cell.paragraphs[0], odd)
