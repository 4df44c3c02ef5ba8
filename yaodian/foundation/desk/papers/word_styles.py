"""Styles, page and properties of the Word documents: everything that does not depend on the blocks."""

from __future__ import annotations

import copy
import datetime as time
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from .measures import BODY, FANGSONG, HEADINGS, HEITI, PITCH, RED, SMALL, SONGTI, TITLE, XIAOBIAOSONG
from .paper import Paper

TITLE_STYLE, BODY_STYLE, CAPTION, FOOTER = "Title", "Body Text", "Caption", "Footer"
ANNEX_TITLE, LABEL, NOTE, CELL, RED_HEAD, LINE = (
    "附件标题",
    "附件标签",
    "附注",
    "表格文字",
    "发文机关标志",
    "公文行",
)
ALIGN = WD_ALIGN_PARAGRAPH
UNDATED = time.date(2000, 1, 1)


def element(name: str, **attributes: Any) -> Any:
    """An OOXML element, `element("w:shd", fill="000000")`; attributes are of the same namespace."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def set_font(properties: Any, font: str) -> None:
    """Name the font for every script: Word picks Chinese glyphs by eastAsia alone."""
    fonts = properties.get_or_add_rFonts()
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), font)


def indent(holder: Any, **characters: float) -> None:
    """Indents in characters, `firstLine=2`, with the same in twentieths of a point for programs that ignore those."""
    properties = holder._element.get_or_add_pPr()
    made = properties.get_or_add_ind()
    made.attrib.clear()
    for side, value in characters.items():
        made.set(qn(f"w:{side}Chars"), str(round(value * 100)))
        made.set(qn(f"w:{side}"), str(round(value * BODY * 20)))


def new_document(paper: Paper) -> WordDocument:
    document = Document()
    _defaults(document)
    _styles(document)
    _properties(document, paper)
    document.settings.odd_and_even_pages_header_footer = True
    rels = document.part.package.rels
    for key in [key for key, rel in rels.items() if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del rels[key]
    return document


def _defaults(document: WordDocument) -> None:
    """Documents start from 仿宋 in Chinese, not from a theme's Western fonts."""
    default = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for child in list(default):
        default.remove(child)
    fonts = element("w:rFonts", ascii=FANGSONG, hAnsi=FANGSONG, eastAsia=FANGSONG, cs=FANGSONG)
    language = element("w:lang", val="zh-CN", eastAsia="zh-CN", bidi="ar-SA")
    for child in (fonts, element("w:sz", val=round(BODY * 2)), language):
        default.append(child)


def _styles(document: WordDocument) -> None:
    _style(document, "Normal", FANGSONG)
    indent(_style(document, BODY_STYLE, FANGSONG), firstLine=2)
    for level, (font, bold) in enumerate(HEADINGS, start=1):
        style = _style(document, f"Heading {level}", font, bold=bold)
        indent(style, firstLine=2)
        style.paragraph_format.keep_with_next = True
    for name in (TITLE_STYLE, ANNEX_TITLE):
        style = _style(document, name, XIAOBIAOSONG, TITLE, align=ALIGN.CENTER)
        style.paragraph_format.keep_with_next = True
    _style(document, RED_HEAD, XIAOBIAOSONG, TITLE, align=ALIGN.CENTER).font.color.rgb = RGBColor.from_string(
        RED
    )
    _style(document, LINE, FANGSONG)
    _style(document, LABEL, HEITI)
    indent(_style(document, NOTE, FANGSONG, SMALL), firstLine=2)
    _style(document, CAPTION, HEITI, SMALL, align=ALIGN.CENTER).paragraph_format.keep_with_next = True
    _style(document, CELL, FANGSONG, align=ALIGN.LEFT, pitch=None)
    _style(document, FOOTER, SONGTI, SMALL, align=ALIGN.LEFT, pitch=SMALL)


def _style(
    document: WordDocument,
    name: str,
    font: str,
    size: float = BODY,
    *,
    bold: bool = False,
    align: Any = ALIGN.JUSTIFY,
    pitch: float | None = PITCH,
) -> Any:
    """A paragraph style with nothing left of what the template had: no colour, no lines, no space around."""
    known = name in (style.name for style in document.styles)
    style: Any = document.styles[name] if known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    outline = copy.deepcopy(style.element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}"))
    for part in ("w:pPr", "w:rPr"):
        old = style.element.find(qn(part))
        if old is not None:
            style.element.remove(old)
    style.font.size, style.font.bold = Pt(size), bold
    set_font(style.element.get_or_add_rPr(), font)
    _spacing(style.paragraph_format, align, pitch)
    if outline is not None:
        style.element.pPr.append(outline)
    style.quick_style, style.hidden = True, False
    return style


def _spacing(form: Any, align: Any, pitch: float | None) -> None:
    form.alignment, form.space_before, form.space_after = align, Pt(0), Pt(0)
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY if pitch else WD_LINE_SPACING.SINGLE
    if pitch:
        form.line_spacing = Pt(pitch)
    form.widow_control = False


def _properties(document: WordDocument, paper: Paper) -> None:
    """What the file says of itself: the paper's own title, issuer and day, and no name of a machine or a program."""
    core = document.core_properties
    day = paper.date or UNDATED
    moment = time.datetime(day.year, day.month, day.day)  # noqa: DTZ001 - OOXML's core properties carry no zone
    core.title, core.author, core.last_modified_by = (
        paper.plain_title[:255],
        paper.issuer[:255],
        paper.issuer[:255],
    )
    core.created = core.modified = moment
    core.comments = core.keywords = core.subject = core.category = ""
    core.language, core.revision = "zh-CN", 1
