"""PDF documents give back their paragraphs, without page furniture."""

import io

import pypdfium2 as pdfium
import pytest
from PIL import Image

from tests.workplan.reading.formats import makers
from yaodian.workplan.reading.formats import Unreadable, load
from yaodian.workplan.reading.formats.pdf import PAGE_NUMBER, read
from yaodian.workplan.reading.formats.pdflines import Line, Mark, paragraphs

weasyprint = pytest.importorskip("weasyprint", exc_type=OSError, reason="WeasyPrint needs Pango")

LONG_PLAN = makers.PLAN + "".join(
    f"（{number}）推进第{number}项工作。"
    + "围绕产业链部署创新链，组织企业、高校和院所联合攻关。" * (1 + number % 4)
    + "\n"
    for number in range(1, 60)
)
NO_FURNITURE = "@page { @bottom-center { content: none } @top-center { content: none } }"
STYLES = {
    "flush left with gaps": "p { text-indent: 0; margin: 0 0 1em }",
    "indented without gaps": "p { text-indent: 2em; margin: 0 }",
    "justified": "p { text-align: justify; text-indent: 2em; margin: 0 }",
    "small": "body { font-size: 9pt } p { margin: 0; text-indent: 2em }",
    "wide lines": "p { line-height: 2.2; margin: 0; text-indent: 2em }",
}


def printed(text: str, style: str) -> bytes:
    page = makers.html_of(text).decode().replace("</style>", style + "</style>")
    return weasyprint.HTML(string=makers.without_frame(page)).write_pdf()


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        load(data, "plan.pdf")
    return caught.value.code


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
def test_paragraphs_of_several_pages_come_back_whole(style):
    assert read(printed(LONG_PLAN, style)).splitlines() == LONG_PLAN.splitlines()


def test_running_heads_and_page_numbers_are_in_the_file_but_not_in_the_text():
    data = printed(LONG_PLAN, "")
    document = pdfium.PdfDocument(data)
    assert len(document) > 2
    assert "云岭市科学技术局文件" in document[1].get_textpage().get_text_range()
    text = read(data)
    assert "云岭市科学技术局文件" not in text
    assert "—" not in text


def test_a_ruled_table_gives_one_line_per_row():
    long = "组织企业、高校和院所联合攻关，" * 6
    rows = ["序号\t任务\t责任单位\t目标", f"1\t{long}\t高新科\t30家", "2\t建设机构\t成果科\t5个"]
    text = "任务分解表如下。\n" + "\n".join(rows) + "\n表后文字。"
    assert read(printed(text, NO_FURNITURE)) == text


def test_merged_cells_stand_in_their_first_row():
    table = "<table><tr><td rowspan=2>企业<td>甲<tr><td>乙<tr><td colspan=2>合计</table>"
    style = "<style>td { border: 1px solid; padding: 4px } table { border-collapse: collapse }</style>"
    assert read(weasyprint.HTML(string=style + table).write_pdf()) == "企业\t甲\n\t乙\n合计"


@pytest.mark.parametrize(
    "text", ["3", "- 3 -", "— 12 —", "第 3 页", "第3页 共12页", "3 / 12", "Page 3 of 12"]
)
def test_a_page_number_is_known(text):
    assert PAGE_NUMBER.fullmatch(text) is not None


@pytest.mark.parametrize("text", ["3家", "2025年", "一、", "第3条"])
def test_other_short_lines_are_no_page_numbers(text):
    assert PAGE_NUMBER.fullmatch(text) is None


def test_a_scan_is_told_from_an_empty_file():
    stream = io.BytesIO()
    Image.new("L", (800, 1100), 200).save(stream, "PDF")
    assert refusal(stream.getvalue()) == "scanned_pdf"
    assert refusal(weasyprint.HTML(string="<p></p>").write_pdf()) == "empty"


def test_a_pdf_with_too_many_pages_is_refused():
    document = pdfium.PdfDocument.new()
    for _ in range(501):
        document.new_page(100, 100)
    stream = io.BytesIO()
    document.save(stream)
    assert refusal(stream.getvalue()) == "too_large"


def line(text: str, left: float, top: float, size: float = 10) -> Line:
    marks = [
        Mark(sign, left + size * at, left + size * (at + 1), top, top + size) for at, sign in enumerate(text)
    ]
    return Line.of(marks)


def test_a_line_that_fills_its_width_without_a_stop_goes_on_over_the_page():
    first = [line("　甲乙丙丁戊己庚辛壬癸", 90, 100), line("子丑寅卯辰巳午未申酉戌", 100, 120)]
    second = [line("亥。", 100, 100), line("下一段从这里开始写起来", 100, 120)]
    assert paragraphs([first, second]) == [
        "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥。",
        "下一段从这里开始写起来",
    ]


def test_lines_of_a_table_of_contents_are_dropped():
    lines = [line("一、培育企业……………1", 100, 100), line("一、培育企业", 100, 120)]
    assert paragraphs([lines]) == ["一、培育企业"]
