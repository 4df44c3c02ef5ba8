"""Papers as downloads."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.foundation.desk.papers.samples import note
from yaodian.foundation.desk.papers import PdfUnavailable, as_docx, as_pdf, docx_of, downloads, pdf_of


@pytest.mark.parametrize("name", ["情况 说明", "情况 说明.docx"])
def test_a_word_document_is_downloaded_under_its_chinese_name(name: str) -> None:
    answer = as_docx(note(), name)
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('情况 说明.docx')}"
    assert answer["Content-Type"] == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert answer.content == docx_of(note())


def test_a_pdf_is_downloaded_under_its_chinese_name() -> None:
    answer = as_pdf(note(), "情况说明")
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('情况说明.pdf')}"
    assert (answer["Content-Type"], answer.content) == ("application/pdf", pdf_of(note()))


def test_a_name_cannot_add_a_header_line() -> None:
    assert "\r" not in as_docx(note(), "a\r\nX-Evil: 1")["Content-Disposition"]


def test_a_server_without_fonts_answers_with_what_is_to_be_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking(_: object) -> bytes:
        raise PdfUnavailable("中文字体")

    monkeypatch.setattr(downloads, "pdf_of", lacking)
    answer = as_pdf(note(), "情况说明")
    assert (answer.status_code, answer["Content-Type"]) == (503, "text/plain; charset=utf-8")
    assert "fonts-noto-cjk" in answer.content.decode()
    assert as_docx(note(), "情况说明").status_code == 200
