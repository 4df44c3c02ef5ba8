"""Takes documents as a browser does and opens them again: Word, PDF and Excel."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import docx
import openpyxl
import pypdfium2 as pdfium
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yaodian.foundation.people.models import User
from yaodian.workplan.plans.models import Plan

FACTS = 1


def signed_in(login: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=login))
    return client


def path(plan: Plan, document: str = "") -> str:
    return f"/plans/{plan.pk}/outputs/" + (f"{document}/" if document else "")


def take(plan: Plan, document: str, kind: str = "docx", login: str = "leader", **wanted: Any) -> HttpResponse:
    return signed_in(login).get(path(plan, document), {"as": kind, **wanted})


def taken(*args: Any, **wanted: Any) -> bytes:
    answer = take(*args, **wanted)
    assert answer.status_code == 200, answer.content[:300]
    return answer.content


def word(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def word_text(data: bytes) -> str:
    """Every word of the document, tables and heads of pages with it."""
    document = word(data)
    heads = [each.text for section in document.sections for each in section.header.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*heads, *(each.text for each in document.paragraphs), *cells])


def word_rows(data: bytes) -> list[list[str]]:
    """The rows of the list, behind the table of facts; the caption of each table before its rows."""
    document = word(data)
    captions = [each.text for each in document.paragraphs if each.style.name == "Caption"]
    tables = document.tables[FACTS:]
    captions += [""] * (len(tables) - len(captions))
    return [
        [*filter(None, [caption]), *(cell.text for cell in row.cells)]
        for caption, table in zip(captions, tables, strict=True)
        for row in table.rows[1:]
    ]


def pdf_text(data: bytes) -> str:
    """The text of all pages without white space."""
    with pdfium.PdfDocument(data) as document:
        return "".join(re.sub(r"\s", "", page.get_textpage().get_text_bounded()) for page in document)


def sheet(data: bytes, place: int = 0) -> list[list[Any]]:
    page = openpyxl.load_workbook(io.BytesIO(data)).worksheets[place]
    return [list(row) for row in page.iter_rows(values_only=True)]


def sheet_rows(data: bytes) -> list[list[Any]]:
    return sheet(data)[1:]


def printed(value: Any) -> str:
    """A cell of Excel as paper shows it."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    return f"{value:,g}" if isinstance(value, int | float) else str(value)


def facts(data: bytes) -> dict[str, str]:
    """The first table of a Word document."""
    return {row.cells[0].text: row.cells[1].text for row in word(data).tables[0].rows[1:]}


def asked(client: Client, address: str) -> int:
    """The queries of an address that has been asked before."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def all_kinds(plan: Plan, document: str, kinds: Iterator[str] | list[str], **wanted: Any) -> dict[str, bytes]:
    return {kind: taken(plan, document, kind, **wanted) for kind in kinds}
