"""Our documents keep GB/T 9704, and the checker finds those that do not."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tests.foundation.desk.papers.samples import note, notice
from yaodian.foundation.desk.papers import Paper, docx_of
from yaodian.foundation.desk.papers.checking import deviations


@pytest.mark.parametrize("paper", [notice(), note()])
def test_our_own_documents_keep_the_standard(paper: Paper) -> None:
    assert deviations(docx_of(paper)) == []


def spoilt(how: Callable[[Any], object]) -> list[str]:
    """What is found in the notice after something has been done to it."""
    document = docx.Document(io.BytesIO(docx_of(notice())))
    how(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return deviations(buffer.getvalue())


def line(document: Any, words: str) -> Any:
    return next(each for each in document.paragraphs if each.text.startswith(words))


def set_song(document: Any) -> None:
    fonts = document.styles["Body Text"].element.rPr.rFonts
    fonts.set(qn("w:eastAsia"), "宋体")


SPOILT: dict[str, tuple[Callable[[Any], object], list[str]]] = {
    "a margin": (
        lambda document: setattr(document.sections[0], "top_margin", Mm(25.4)),
        ["第1节上边距应为37毫米，现为25.4毫米。"],
    ),
    "a margin across": (
        lambda document: setattr(document.sections[1], "left_margin", Mm(28)),
        ["第2节左边距应为35毫米，现为28.0毫米。"],
    ),
    "paper": (
        lambda document: setattr(document.sections[2], "page_height", Mm(279.4)),
        ["第3节页高应为297毫米，现为279.4毫米。"],
    ),
    "grid": (
        lambda document: document.sections[0]._sectPr.find(qn("w:docGrid")).set(qn("w:linePitch"), "312"),
        ["第1节每面应为22行、每行28字，现为40行、28字。"],
    ),
    "no grid": (
        lambda document: document.sections[0]._sectPr.remove(
            document.sections[0]._sectPr.find(qn("w:docGrid"))
        ),
        ["第1节应当设每面22行、每行28字的文档网格，现在没有。"],
    ),
    "size": (
        lambda document: setattr(line(document, "特此").runs[0].font, "size", Pt(14)),
        ["正文“特此通知。”的字号应为16磅，现为14磅。"],
    ),
    "pitch": (
        lambda document: setattr(line(document, "特此").paragraph_format, "line_spacing", 1.5),
        ["正文“特此通知。”的行距应为固定值28磅，现为非固定值。"],
    ),
    "indent": (
        lambda document: (
            line(document, "特此")._p.get_or_add_pPr().get_or_add_ind().set(qn("w:firstLineChars"), "0")
        ),
        ["正文“特此通知。”应当首行缩进2字。"],
    ),
    "a title aside": (
        lambda document: setattr(line(document, "重点任务"), "alignment", WD_ALIGN_PARAGRAPH.LEFT),
        ["附件标题“重点任务分解表”应当居中。"],
    ),
    "a heading in plain style": (
        lambda document: setattr(line(document, "（一）"), "style", "Body Text"),
        ["“（一）工作思路”像标题，但没有用标题样式。"],
    ),
    "a bold heading": (
        lambda document: setattr(line(document, "一、").runs[0], "bold", True),
        ["第1级标题“一、总体要求”应当不加粗。"],
    ),
    "one footer for all pages": (
        lambda document: setattr(document.settings, "odd_and_even_pages_header_footer", False),
        ["单页与双页的页码应当分别居右、居左，现在没有区分。"],
    ),
    "a number inside": (
        lambda document: setattr(
            document.sections[0].footer.paragraphs[0], "alignment", WD_ALIGN_PARAGRAPH.CENTER
        ),
        ["第1节单页页码应当居右。"],
    ),
    "a number in another size": (
        lambda document: setattr(document.styles["Footer"].font, "size", Pt(9)),
        [f"第{at}节{side}页码应为宋体14磅，现为宋体9磅。" for at in (1, 2, 3) for side in ("单页", "双页")],
    ),
    "no number": (
        lambda document: document.sections[0].footer.paragraphs[0].clear(),
        ["第1节单页没有页码。"],
    ),
    "no title": (
        lambda document: setattr(line(document, "云岭市科学技术局关于"), "style", "公文行"),
        ["没有公文标题（标题样式）。"],
    ),
}


@pytest.mark.parametrize("fault", SPOILT)
def test_a_fault_is_found_and_nothing_else(fault: str) -> None:
    how, sentences = SPOILT[fault]
    assert spoilt(how) == sentences


def test_another_font_is_found_in_every_paragraph_that_has_it() -> None:
    found = spoilt(set_song)
    assert "正文“特此通知。”的字体应为仿宋_GB2312，现为宋体。" in found
    assert all("的字体应为仿宋_GB2312，现为宋体。" in each for each in found)


def test_a_document_of_another_make_is_measured_too() -> None:
    document = docx.Document()
    document.add_paragraph("一、总体要求")
    buffer = io.BytesIO()
    document.save(buffer)
    found = deviations(buffer.getvalue())
    assert len(found) == 12
    assert found[-2:] == ["没有公文标题（标题样式）。", "“一、总体要求”像标题，但没有用标题样式。"]
