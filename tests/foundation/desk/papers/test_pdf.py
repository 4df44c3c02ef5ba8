"""PDF: everything in order, in mainland glyphs, on the places that the standard gives."""

from __future__ import annotations

import builtins
import hashlib
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import weasyprint
from weasyprint.urls import FatalURLFetchingError

from tests.conftest import ROOT
from tests.foundation.desk.papers.reading import font_names, ink, page_texts, place_of, sizes
from tests.foundation.desk.papers.samples import EMPTY, TASKS, TEXT, WIDE, note, notice
from yaodian.foundation.desk.papers import Paper, Paragraph, PdfUnavailable, Table, heading, pdf, pdf_of
from yaodian.foundation.desk.papers.measures import MARGINS


@pytest.fixture(scope="module")
def made() -> bytes:
    return pdf_of(notice())


@pytest.fixture
def fonts_unknown() -> Iterator[None]:
    pdf._insist_on_fonts.cache_clear()
    yield
    pdf._insist_on_fonts.cache_clear()


def in_order(text: str, pieces: list[str]) -> list[str]:
    """The pieces that do not follow, in order, in the text."""
    missing, at = [], 0
    for piece in pieces:
        found = text.find(re.sub(r"\s", "", piece), at)
        if found < 0:
            missing.append(piece)
        else:
            at = found + 1
    return missing


def test_everything_is_said_in_order(made: bytes) -> None:
    said = "".join(page_texts(made))
    cells = [cell for table in (TASKS, WIDE, EMPTY) for row in table.lines() for cell in row]
    opening = [
        "云岭市科学技术局文件",
        "云科发〔2026〕8号",
        "云岭市科学技术局关于印发",
        "2026年工作要点的通知",
        "市直有关单位：",
    ]
    body = [
        "一、总体要求",
        TEXT,
        "（一）工作思路",
        TEXT,
        "1.强化企业创新主体地位",
        "（1）培育高新技术企业",
        "已隐去：个人隐私",
    ]
    closing = [
        "特此通知。",
        "附件：1.重点任务分解表",
        "3.另行发送的名单",
        "云岭市科学技术局",
        "2026年3月8日",
        "附件1",
    ]
    last = ["无", "抄送：市委办公室，市政府办公室。", "云岭市科学技术局办公室", "2026年3月9日印发"]
    assert in_order(said, [*opening, *body, *closing, *cells[: len(TASKS.rows) * 5], "附件2"]) == []
    assert in_order(said, [cell for row in WIDE.lines() for cell in row] + last) == []
    assert in_order(said, ["2026年3月9日印发", "特此通知。"]) == ["特此通知。"]


def test_characters_are_drawn_as_on_the_mainland(made: bytes) -> None:
    names = font_names(made)
    assert names != set()
    assert [name for name in names if not pdf.GOOD.search(name)] == []
    assert [name for name in names if re.search("JP|KR|TC|HK", name)] == []


def test_every_page_has_its_number_at_the_outer_side(made: bytes) -> None:
    texts, across = page_texts(made), [width > height for width, height in sizes(made)]
    assert [f"—{at}—" in text for at, text in enumerate(texts, start=1)] == [True] * len(texts)
    for at, lying in enumerate(across):
        left, top, right, bottom = place_of(made, at, f"— {at + 1} —")
        if (
            lying
        ):  # turned: 7 mm to the left of the table, at its lower end on odd pages, at its upper on even ones
            assert 23 < left < right < 28
            assert (bottom if at % 2 == 0 else top) == pytest.approx(
                210 - 26 - 5 if at % 2 == 0 else 28 + 5, abs=1.5
            )
        else:
            assert 297 - MARGINS[2] + 7 < top < 297 - MARGINS[2] + 7 + 5
            assert (right if at % 2 == 0 else left) == pytest.approx(
                210 - 26 - 5 if at % 2 == 0 else 28 + 5, abs=1.5
            )
    assert True in across
    assert False in across


def test_pages_have_their_size_and_nothing_stands_in_the_margins(made: bytes) -> None:
    for at, (width, height) in enumerate(sizes(made)):
        left, top, right, bottom = ink(made, at)
        if width < height:
            assert left >= 27.5
            assert top >= 36.5
            assert right <= 210 - 25.5
            assert bottom <= 297 - 35 + 7 + 6
        else:
            assert top >= 27.5
            assert right <= 297 - 36.5
    assert set(sizes(made)) == {(210, 297), (297, 210)}


def test_a_line_holds_28_characters_and_a_page_22_lines() -> None:
    made = pdf_of(Paper("题", signed=False, blocks=[Paragraph("字" * (28 * 19 - 2 + 28 * 22))]))
    assert [text.count("字") for text in page_texts(made)] == [28 * 20 - 2, 28 * 21]


def test_the_text_is_set_as_wide_and_as_high_as_the_standard_says() -> None:
    made = pdf_of(Paper("题", signed=False, blocks=[Paragraph("始" + "字" * 24 + "末"), Paragraph("次")]))
    first, last, second = (place_of(made, 0, word) for word in ("始", "末", "次"))
    assert first[0] == pytest.approx(28 + 2 * 156 / 28, abs=0.7)
    assert last[2] == pytest.approx(210 - 26, abs=0.7)
    assert second[3] - first[3] == pytest.approx(28 / 72 * 25.4, abs=0.7)


def test_the_head_of_a_table_comes_again_on_its_second_page(made: bytes) -> None:
    texts = page_texts(made)
    pages = [text for text in texts if "推广可复制的做法" in text]
    assert len(pages) > 1
    assert ["序号任务牵头科室完成时限数值" in text for text in pages] == [True] * len(pages)
    wide = [text for text in texts if "行12列" in text]
    assert len(wide) > 1
    assert ["第1列第2列" in text for text in wide] == [True] * len(wide)


def test_the_imprint_stands_at_the_foot_of_the_last_page(made: bytes) -> None:
    last = len(sizes(made)) - 1
    assert place_of(made, last, "印发")[3] == pytest.approx(297 - 35, abs=4)
    assert [at for at, text in enumerate(page_texts(made)) if "抄送：" in text] == [last]


def test_the_file_is_tagged_titled_and_in_chinese(made: bytes) -> None:
    plain = pdf._render(pdf.html_of(notice()), uncompressed_pdf=True)
    for words in (b"/StructTreeRoot", b"/Marked true", b"/Lang (zh-CN)", b"pdfuaid:part"):
        assert words in plain
    assert "云岭市科学技术局关于印发2026年工作要点的通知".encode() in plain


def test_the_same_paper_gives_the_same_bytes_in_another_process(made: bytes) -> None:
    assert pdf_of(notice()) == made
    script = (
        "from django.conf import settings; settings.configure();"
        "from tests.foundation.desk.papers.samples import notice; from yaodian.foundation.desk.papers import pdf_of;"
        "import hashlib; print(hashlib.sha256(pdf_of(notice())).hexdigest())"
    )
    there = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert there.stdout.strip() == hashlib.sha256(made).hexdigest()


def test_sixty_pages_and_two_hundred_rows_of_twelve_columns_are_set() -> None:
    heads = [(f"列{at}", 10) for at in range(12)]
    table = Table(heads, [[f"{line}之{at}" for at in range(12)] for line in range(200)], landscape=True)
    long = [
        block for at in range(1, 101) for block in (heading("一、章节"), Paragraph(f"第{at}段" + TEXT * 8))
    ]
    texts = page_texts(pdf_of(Paper("长" * 80, blocks=[*long, table])))
    assert len(texts) >= 60
    assert in_order("".join(texts), [f"{line}之{at}" for line in range(200) for at in range(12)]) == []
    assert in_order("".join(texts), [f"第{at}段" for at in range(1, 101)]) == []


def test_what_people_write_is_text_and_never_markup() -> None:
    words = '<b>&amp;</b><img src="file:///etc/passwd"><style>*{display:none}</style>'
    paper = Paper(
        words, issuer='"><p>', blocks=[Paragraph(words), Table([(words, 1)], [[words]], caption=words)]
    )
    assert page_texts(pdf_of(paper))[0].count(re.sub(r"\s", "", words)) == 5


PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEAAAAALAAAAAABAAEAAAIBADs="
PAGE = '<html lang="zh-CN"><title>图</title><body><img alt="图" src="{}"><p>字</p></body></html>'


@pytest.mark.parametrize("address", ["https://a.example/a.png", "file:///etc/hostname", PIXEL])
def test_nothing_is_fetched_for_a_paper(address: str) -> None:
    with pytest.raises(FatalURLFetchingError, match="Error fetching"):
        pdf._render(PAGE.format(address))


def test_without_that_care_a_picture_would_be_fetched() -> None:
    assert b"/Image" in weasyprint.HTML(string=PAGE.format(PIXEL)).write_pdf(uncompressed_pdf=True)


@pytest.mark.usefixtures("fonts_unknown")
def test_without_mainland_fonts_the_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "GOOD", re.compile("a font that nobody has"))
    with pytest.raises(PdfUnavailable, match=r"中文字体.*fonts-noto-cjk"):
        pdf_of(note())


@pytest.mark.usefixtures("fonts_unknown")
@pytest.mark.parametrize(
    "trouble", [OSError("cannot load library 'libpango-1.0-0'"), ImportError("weasyprint")]
)
def test_without_pango_the_packages_are_named(trouble: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def lacking(name: str, *rest: Any, **named: Any) -> Any:
        if name == "weasyprint":
            raise trouble
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", lacking)
    with pytest.raises(PdfUnavailable, match=r"Pango.*libpango-1.0-0"):
        pdf_of(note())


def test_weasyprint_is_not_loaded_before_the_first_pdf() -> None:
    script = "import sys, yaodian.foundation.desk.papers; print('weasyprint' in sys.modules)"
    there = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert there.stdout.strip() == "False"


def test_a_mark_stands_in_the_head_of_every_page(made: bytes) -> None:
    marked = page_texts(pdf_of(replace(notice(), mark="内部资料")))
    assert [page.count("内部资料") for page in marked] == [1] * len(marked)
    assert [page.replace("内部资料", "") for page in marked] == page_texts(made)
    assert place_of(pdf_of(replace(note(), mark="内部资料")), 0, "内部资料")[3] < MARGINS[0]
