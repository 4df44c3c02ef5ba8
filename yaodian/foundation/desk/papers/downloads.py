"""Papers as answers to a browser."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from .paper import Paper
from .pdf import PdfUnavailable, pdf_of
from .word import docx_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


def as_docx(paper: Paper, name: str) -> HttpResponse:
    return _answer(docx_of(paper), WORD, name, ".docx")


def as_pdf(paper: Paper, name: str) -> HttpResponse:
    """The paper as PDF; where the server lacks what that needs, 503 with the names of the packages."""
    try:
        return _answer(pdf_of(paper), PDF, name, ".pdf")
    except PdfUnavailable as lacking:
        return HttpResponse(str(lacking), content_type="text/plain; charset=utf-8", status=503)


def _answer(data: bytes, media_type: str, name: str, ending: str) -> HttpResponse:
    """A download by RFC 6266; the ending is added where the name lacks it."""
    response = HttpResponse(data, content_type=media_type)
    full = name if name.endswith(ending) else name + ending
    response["Content-Disposition"] = content_disposition_header(True, full)
    return response
