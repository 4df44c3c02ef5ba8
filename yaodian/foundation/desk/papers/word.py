"""Papers as Word documents. The same paper gives the same bytes, so that two files can be compared by their hash."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt, RGBColor

from .measures import CHARACTER, MARGINS, PITCH, RED, SMALL, TALL, red_head_size
from .paper import (
    Attachment,
    Block,
    Heading,
    Note,
    PageBreak,
    Paper,
    Paragraph,
    Redacted,
    Table,
    addressed,
    attachment_lines,
    chinese_day,
    copied,
    signature_indents,
)
from .word_pages import first_section, mark_head, next_section, part_from_table
from .word_styles import (
    ANNEX_TITLE,
    BODY_STYLE,
    CAPTION,
    LABEL,
    LINE,
    NOTE,
    RED_HEAD,
    TITLE_STYLE,
    element,
    indent,
    new_document,
)
from .word_tables import add_table, frame

CENTER, RIGHT, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
TEXT_WIDTH = TALL[0] - MARGINS[1] - MARGINS[3]


def docx_of(paper: Paper) -> bytes:
    return _same_bytes(_Writer(paper).written())


def _same_bytes(document: WordDocument) -> bytes:
    """The document packed with one fixed time in every entry, and without the template's words on its program."""
    packed, even = io.BytesIO(), io.BytesIO()
    document.save(packed)
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(even, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, APP if name == "docProps/app.xml" else old.read(name))
    return even.getvalue()


APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)


class _Writer:
    """Writes one paper from top to bottom and turns the page where a table lies across."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.document = new_document(paper)
        self.across = False
        self.break_next = False

    def written(self) -> WordDocument:
        first_section(self.document, across=False)
        mark_head(self.document, self.paper.mark)
        self._opening()
        self._blocks(self.paper.blocks)
        self._closing()
        for label, annex in self.paper.annexes():
            self._annex(label, annex)
        self._imprint()
        part_from_table(self.document)
        return self.document

    def _add(self, text: str, style: str) -> Any:
        paragraph = self.document.add_paragraph(text, style)
        if self.break_next:
            paragraph.paragraph_format.page_break_before = True
            self.break_next = False
        return paragraph

    def _turn(self, across: bool) -> bool:
        """Lie or stand as needed; whether that began a new page."""
        turned = across != self.across
        if turned:
            next_section(self.document, across=across)
            self.across, self.break_next = across, False
        return turned

    def _opening(self) -> None:
        paper = self.paper
        if paper.red_head:
            self._red_head()
        title = self._add(paper.title, TITLE_STYLE)
        title.paragraph_format.space_before = Pt(2 * PITCH if paper.red_head else 0)
        if paper.number and not paper.red_head:
            self._add(paper.number, LINE).alignment = CENTER
        if paper.addressee:
            self._add(addressed(paper), LINE).paragraph_format.space_before = Pt(PITCH)
        else:
            self._add("", LINE)

    def _red_head(self) -> None:
        """35 mm below the top of the text; two lines below it the number, 4 mm below that the red line."""
        head = self._add(self.paper.red_head, RED_HEAD)
        size = red_head_size(self.paper.red_head)
        head.runs[0].font.size = Pt(size)
        form = head.paragraph_format
        form.space_before, form.line_spacing_rule, form.line_spacing = (
            Mm(35),
            WD_LINE_SPACING.EXACTLY,
            Pt(size * 1.2),
        )
        number = self._add(self.paper.number, LINE)
        number.alignment, number.paragraph_format.space_before = CENTER, Pt(2 * PITCH)
        line = f'<w:bottom w:val="single" w:sz="12" w:space="11" w:color="{RED}"/>'
        border = parse_xml(f"<w:pBdr {nsdecls('w')}>{line}</w:pBdr>")
        number._p.get_or_add_pPr().insert_element_before(
            border, "w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc"
        )

    def _blocks(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self._turn(isinstance(block, Table) and block.landscape)
            self._block(block)

    def _block(self, block: Block) -> None:
        if isinstance(block, Heading):
            self._add(block.text, f"Heading {block.level}")
        elif isinstance(block, Paragraph):
            self._paragraph(block)
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, PageBreak):
            self.break_next = True
        elif isinstance(block, Note):
            self._add(block.text, NOTE)

    def _paragraph(self, block: Paragraph) -> None:
        paragraph = self._add("", BODY_STYLE)
        for each in block.runs:
            run = paragraph.add_run(each.text)
            if isinstance(each, Redacted):
                run.font.color.rgb = RGBColor(255, 255, 255)
                run._element.get_or_add_rPr().append(
                    element("w:shd", val="clear", color="auto", fill="000000")
                )
            elif each.bold:
                run.bold = True

    def _table(self, table: Table) -> None:
        part_from_table(self.document)
        if table.caption or self.break_next:
            self._add(table.caption, CAPTION)
        add_table(self.document, table)

    def _closing(self) -> None:
        self._turn(False)
        for at, (lead, name) in enumerate(attachment_lines(self.paper)):
            line = self._add(lead + name, LINE)
            alone = len(self.paper.attachments) == 1
            indent(line, left=5 if alone else 6, hanging=3 if alone else 4 if at == 0 else 1)
            line.paragraph_format.space_before = Pt(0 if at else PITCH)
        if self.paper.signed:
            self._signature()

    def _signature(self) -> None:
        lines = zip((self.paper.issuer, self.paper.day), signature_indents(self.paper), strict=True)
        for at, (text, distance) in enumerate([line for line in lines if line[0]]):
            line = self._add(text, LINE)
            line.alignment = RIGHT
            indent(line, right=distance)
            line.paragraph_format.space_before = Pt(0 if at else PITCH)
            line.paragraph_format.keep_with_next = not at and bool(self.paper.day)

    def _annex(self, label: str, annex: Attachment) -> None:
        first = annex.blocks[0]
        turned = self._turn(isinstance(first, Table) and first.landscape)
        self.break_next = not turned
        self._add(label, LABEL)
        title = self._add(annex.title, ANNEX_TITLE).paragraph_format
        title.space_before = title.space_after = Pt(PITCH)
        self._blocks(annex.blocks)

    def _imprint(self) -> None:
        """The 版记 at the foot of the last upright page, in a frame of three lines."""
        paper = self.paper
        if not (paper.copies_to or paper.imprint):
            return
        self._turn(False)
        part_from_table(self.document)
        cells = frame(self.document, TEXT_WIDTH, bool(paper.copies_to) + bool(paper.imprint))
        if paper.copies_to:
            line = cells.pop(0)
            line.text, line.style = copied(paper), LINE
            _small(line, left=4, hanging=3, right=1)
        if paper.imprint:
            line = cells.pop(0)
            line.text, line.style = f"{paper.imprint.office}\t{chinese_day(paper.imprint.date)}印发", LINE
            _small(line, left=1, right=1)
            end = TEXT_WIDTH * 72 / 25.4 - CHARACTER
            line.paragraph_format.tab_stops.add_tab_stop(Pt(end), WD_TAB_ALIGNMENT.RIGHT)
        self._add("", LINE)


def _small(line: Any, **indents: float) -> None:
    """4号: the indents are in characters of that size."""
    line.alignment = LEFT
    line.runs[0].font.size = Pt(SMALL)
    indent(line, **{side: value * SMALL / 16 for side, value in indents.items()})
