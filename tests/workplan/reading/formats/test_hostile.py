"""T22 and T23: what is oversized, hostile or broken gets a sentence, through the door of every upload."""

import re

import pytest

from tests.foundation.common import bombs
from tests.workplan.reading.formats import makers
from yaodian.workplan.reading.formats import Unreadable, load

DOCX = makers.docx_of(makers.PLAN)
XLSX = makers.task_table()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
XXE = b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
EXTERNAL_IMAGE = (
    b'<Relationship Id="rId99" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
    b'Target="http://127.0.0.1/x.png" TargetMode="External"/></Relationships>'
)
DDE = (
    b'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    b"<w:r><w:instrText>DDEAUTO cmd</w:instrText></w:r></w:p>"
)
MACRO_TYPE = b"application/vnd.ms-word.document.macroEnabled.main+xml"
WORD_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def after_declaration(addition: bytes):
    return lambda xml: re.sub(rb"(<\?xml[^>]*\?>\s*)", lambda found: found[1] + addition, xml, count=1)


def with_macro() -> bytes:
    return makers.zip_of({**makers.entries_of(DOCX), "word/vbaProject.bin": b"\x00"})


HOSTILE = {
    "billion laughs in docx": (
        makers.changed(DOCX, "document.xml", after_declaration(LAUGHS)),
        "a.docx",
        "external",
    ),
    "XXE in xlsx": (makers.changed(XLSX, "sheet1.xml", after_declaration(XXE)), "a.xlsx", "external"),
    "external picture": (
        makers.changed(
            DOCX, "document.xml.rels", lambda xml: xml.replace(b"</Relationships>", EXTERNAL_IMAGE)
        ),
        "a.docx",
        "external",
    ),
    "DDE field": (
        makers.changed(DOCX, "document.xml", lambda xml: xml.replace(b"<w:sectPr", DDE + b"<w:sectPr", 1)),
        "a.docx",
        "external",
    ),
    "macro part": (with_macro(), "a.docx", "macro"),
    "docm": (
        makers.changed(DOCX, "Types].xml", lambda xml: xml.replace(WORD_TYPE, MACRO_TYPE)),
        "a.docm",
        "macro",
    ),
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "encrypted"),
    "old Word": (OLE + "WordDocument".encode("utf-16-le"), "a.doc", "old_office"),
    "old Excel": (OLE + "Workbook".encode("utf-16-le"), "a.xls", "old_office"),
    "another OLE file": (OLE, "a.msg", "unsupported_type"),
    "cut docx": (DOCX[:-200], "a.docx", "broken"),
    "cut xlsx": (XLSX[: len(XLSX) // 2], "a.xlsx", "broken"),
    "cut pdf": (PDF, "a.pdf", "broken"),
    "program": (b"MZ\x90\x00" + b"\x00" * 100, "a.docx", "type_mismatch"),
    "program without a name": (b"MZ\x90\x00" + b"\x00" * 100, "a", "unsupported_type"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "a.png", "unsupported_type"),
    "archive": (makers.zip_of({"a.txt": b"x"}), "a.zip", "unsupported_type"),
    "package without a document": (
        makers.changed(DOCX, "_rels/.rels", lambda xml: xml.replace(b'officeDocument"', b'other"')),
        "a.docx",
        "broken",
    ),
    "document that is no XML": (
        makers.changed(DOCX, "document.xml", lambda _: b"<w:document"),
        "a.docx",
        "broken",
    ),
    "too large": (b"a" * (10 * 1024 * 1024 + 1), "a.txt", "too_large"),
    "bomb": (bombs.shared_strings(), "a.xlsx", "zip_bomb"),
    "nothing": (b"", "a.docx", "empty"),
}


@pytest.mark.parametrize(("data", "name", "code"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_gets_a_sentence_that_says_what_to_do(data, name, code):
    with pytest.raises(Unreadable) as caught:
        load(data, name)
    assert caught.value.code == code
    assert "请" in caught.value.words
    assert caught.value.words.endswith("。")
    assert not re.search("非法|无效", caught.value.words)


def outcome(data: bytes, name: str) -> str:
    try:
        load(data, name)
    except Unreadable as error:
        return error.code
    return "text"


def test_ten_megabytes_are_the_last_size_allowed():
    text = "云岭市科学技术局工作要点。\n" + " " * (10 * 1024 * 1024 - 40)
    data = text.encode()[: 10 * 1024 * 1024]
    assert outcome(data, "a.txt") == "too_little_text"
    assert outcome(data + b" " * 100, "a.txt") == "too_large"


def test_a_sheet_whose_corners_are_far_apart_is_not_laid_out():
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    data = makers.changed(XLSX, "sheet1.xml", lambda xml: xml.replace(b"</sheetData>", far))
    with pytest.raises(Unreadable) as caught:
        load(data, "a.xlsx")
    assert caught.value.code == "too_large"


def test_deeply_nested_markup_ends_in_a_text_or_a_sentence():
    page = b"<html><body>" + b"<div>" * 50_000 + makers.PLAN.encode()
    assert outcome(page, "a.html") in {"text", "broken", "empty"}
