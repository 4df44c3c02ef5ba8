"""Does a Word document keep GB/T 9704-2012? It is opened again and measured; every deviation is one sentence.

What is looked at: page, margins, grid and page numbers of every section; font, size, line pitch and indent of every
paragraph, by the style it has; and paragraphs numbered like headings that are none.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.section import Section

from .measures import (
    BODY,
    CHARACTERS,
    FANGSONG,
    HEADINGS,
    HEITI,
    LINES,
    MARGINS,
    MARGINS_ACROSS,
    PITCH,
    SMALL,
    SONGTI,
    TALL,
    TITLE,
    WIDE,
    XIAOBIAOSONG,
)
from .paper import NUMBERED
from .word_styles import ANNEX_TITLE, BODY_STYLE, LABEL, NOTE, TITLE_STYLE

SIDES = (("top", "上"), ("right", "右"), ("bottom", "下"), ("left", "左"))
# Style: what it is called, its font, its size, and whether it is bold.
EXPECTED = {
    TITLE_STYLE: ("标题", XIAOBIAOSONG, TITLE, False),
    ANNEX_TITLE: ("附件标题", XIAOBIAOSONG, TITLE, False),
    BODY_STYLE: ("正文", FANGSONG, BODY, None),
    LABEL: ("附件标签", HEITI, BODY, False),
    NOTE: ("附注", FANGSONG, SMALL, None),
} | {
    f"Heading {level}": (f"第{level}级标题", font, BODY, bold)
    for level, (font, bold) in enumerate(HEADINGS, start=1)
}
NEAR = 0.5


def deviations(data: bytes) -> list[str]:
    """What in this .docx departs from the standard, in reading order; empty when nothing does."""
    document = Document(io.BytesIO(data))
    return [*_sections(document), *_paragraphs(document)]


def _sections(document: WordDocument) -> Iterator[str]:
    if not document.settings.odd_and_even_pages_header_footer:
        yield "单页与双页的页码应当分别居右、居左，现在没有区分。"
    for at, section in enumerate(document.sections, start=1):
        for each in (*_page(section), *_grid(section), *_numbers(section)):
            yield f"第{at}节{each}"


def _page(section: Section) -> Iterator[str]:
    across = (section.page_width or 0) > (section.page_height or 0)
    for name, is_, wanted in zip(
        "宽高", (section.page_width, section.page_height), WIDE if across else TALL, strict=True
    ):
        yield from _length(f"页{name}", is_, wanted)
    for (side, name), wanted in zip(SIDES, MARGINS_ACROSS if across else MARGINS, strict=True):
        yield from _length(f"{name}边距", getattr(section, f"{side}_margin"), wanted)


def _length(name: str, is_: Any, wanted: float) -> Iterator[str]:
    if is_ is None or abs(is_.mm - wanted) > NEAR:
        yield f"{name}应为{wanted}毫米，现为{'未设' if is_ is None else f'{is_.mm:.1f}毫米'}。"


def _grid(section: Section) -> Iterator[str]:
    """The grid in lines and characters of the upright page; spacing is measured against 16-point characters."""
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None or grid.get(qn("w:type")) != "linesAndChars":
        yield f"应当设每面{LINES}行、每行{CHARACTERS}字的文档网格，现在没有。"
        return
    height, width = TALL[1] - MARGINS[0] - MARGINS[2], TALL[0] - MARGINS[1] - MARGINS[3]
    lines = height / 25.4 * 1440 / int(grid.get(qn("w:linePitch"), 312))
    characters = width / 25.4 * 72 / (BODY + int(grid.get(qn("w:charSpace"), 0)) / 4096)
    if int(lines) != LINES or int(characters + 0.01) != CHARACTERS:
        yield f"每面应为{LINES}行、每行{CHARACTERS}字，现为{int(lines)}行、{int(characters)}字。"


def _numbers(section: Section) -> Iterator[str]:
    sides = (("单页", section.footer, "right"), ("双页", section.even_page_footer, "left"))
    for name, footer, side in sides:
        numbers = [each for each in footer._element.iter(qn("w:p")) if _has_number(each)]
        if not numbers:
            yield f"{name}没有页码。"
        else:
            yield from (f"{name}{each}" for each in _number(numbers[0], footer, side))


def _has_number(paragraph: Any) -> bool:
    """A PAGE field, in either of the two ways in which programs write one."""
    simple = "".join(each.get(qn("w:instr"), "") for each in paragraph.iter(qn("w:fldSimple")))
    return (_text(paragraph, "w:instrText") + simple).split()[:1] == ["PAGE"]


def _text(paragraph: Any, tag: str) -> str:
    return "".join(each.text or "" for each in paragraph.iter(qn(tag)))


def _number(paragraph: Any, footer: Any, side: str) -> Iterator[str]:
    if not re.fullmatch(r"— .*—", _text(paragraph, "w:t")):
        yield "页码左右应当各有一条一字线。"
    align = paragraph.find(f"{qn('w:pPr')}/{qn('w:jc')}")
    if (align.get(qn("w:val")) if align is not None else "left") != side:
        yield f"页码应当居{'右' if side == 'right' else '左'}。"
    style = footer.part.get_style(paragraph.style, 1)
    font, size = _font(style), _first(style, lambda each: each.font.size)
    if font != SONGTI or size is None or abs(size.pt - SMALL) > 0.1:
        yield f"页码应为{SONGTI}{SMALL:g}磅，现为{font or '未设'}{f'{size.pt:g}' if size else '未设'}磅。"


def _first(style: Any, of: Callable[[Any], Any]) -> Any:
    """The nearest value up the chain of styles, or None."""
    while style is not None:
        value = of(style)
        if value is not None:
            return value
        style = style.base_style
    return None


def _font(style: Any) -> str | None:
    return _first(style, lambda each: _east_asian(each.element.rPr))


def _east_asian(properties: Any) -> str | None:
    fonts = properties.rFonts if properties is not None else None
    return fonts.get(qn("w:eastAsia")) if fonts is not None else None


def _paragraphs(document: WordDocument) -> Iterator[str]:
    if not any(each.style and each.style.name == TITLE_STYLE for each in document.paragraphs):
        yield "没有公文标题（标题样式）。"
    for paragraph in document.paragraphs:
        name = paragraph.style.name if paragraph.style else ""
        if paragraph.text.strip() and name in EXPECTED:
            yield from _paragraph(paragraph, *EXPECTED[name])
        if not name.startswith("Heading") and _unmarked(paragraph):
            yield f"“{_begin(paragraph)}”像标题，但没有用标题样式。"


def _unmarked(paragraph: Any) -> bool:
    """A short line of its own that is numbered like a heading and ends without a stop."""
    text = paragraph.text.strip()
    numbered = any(re.match(number, text) for number in NUMBERED[:2])
    return numbered and len(text) <= 2 * CHARACTERS and text[-1] not in "。；：，"


def _begin(paragraph: Any) -> str:
    text: str = paragraph.text.strip()
    return text if len(text) <= 12 else text[:12] + "…"


def _paragraph(paragraph: Any, role: str, font: str, size: float, bold: bool | None) -> Iterator[str]:
    name = f"{role}“{_begin(paragraph)}”"
    style, form = paragraph.style, paragraph.paragraph_format
    for run in (each for each in paragraph.runs if each.text.strip()):
        is_font = _east_asian(run._element.rPr) or _font(style)
        is_size = run.font.size or _first(style, lambda each: each.font.size)
        is_bold = _first(style, lambda each: each.font.bold) if run.font.bold is None else run.font.bold
        if is_font != font:
            yield f"{name}的字体应为{font}，现为{is_font or '未设'}。"
        if is_size is None or abs(is_size.pt - size) > 0.1:
            yield f"{name}的字号应为{size:g}磅，现为{f'{is_size.pt:g}磅' if is_size else '未设'}。"
        if bold is not None and bool(is_bold) != bold:
            yield f"{name}应当{'加粗' if bold else '不加粗'}。"
    yield from _pitch(name, style, form)
    yield from _place(name, role, paragraph)


def _pitch(name: str, style: Any, form: Any) -> Iterator[str]:
    rule = form.line_spacing_rule or _first(style, lambda each: each.paragraph_format.line_spacing_rule)
    pitch = form.line_spacing or _first(style, lambda each: each.paragraph_format.line_spacing)
    exact = rule == WD_LINE_SPACING.EXACTLY and hasattr(pitch, "pt")
    if not exact or abs(pitch.pt - PITCH) > 0.1:
        yield f"{name}的行距应为固定值{PITCH:g}磅，现为{f'{pitch.pt:g}磅' if exact else '非固定值'}。"


def _place(name: str, role: str, paragraph: Any) -> Iterator[str]:
    """Titles in the middle; text and headings two characters in."""
    style = paragraph.style
    if "标题" in role and "级" not in role:
        align = paragraph.alignment
        align = _first(style, lambda each: each.paragraph_format.alignment) if align is None else align
        if align != WD_ALIGN_PARAGRAPH.CENTER:
            yield f"{name}应当居中。"
    elif role != EXPECTED[LABEL][0]:
        own = _first_line(paragraph._p.pPr)
        if (own or _first(style, lambda each: _first_line(each.element.pPr))) != "200":
            yield f"{name}应当首行缩进2字。"


def _first_line(properties: Any) -> str | None:
    made = properties.find(qn("w:ind")) if properties is not None else None
    return made.get(qn("w:firstLineChars")) if made is not None else None
