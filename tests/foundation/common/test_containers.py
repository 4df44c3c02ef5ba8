"""T21 and T23: what may not be opened is refused by its bytes, cheaply and with a sentence."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.foundation.common import bombs
from yaodian.foundation.common.containers import ContainerRefused, Limits, judge, ole_kind, sniff

ROOT = Path(__file__).resolve().parents[3]
MEGABYTE = 1024 * 1024
MOST_GROWTH = 100 * MEGABYTE
REACHES_OUT = "，打开时会引用文件以外的内容。请断开链接或删去这些内容，另存一份后再上传。"
MEASURE = """
import json, resource, sys, zipfile, io
from yaodian.foundation.common.containers import ContainerRefused, judge, sniff
def peak():
    lines = open("/proc/self/status").read().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
data = sys.stdin.buffer.read()
before = peak()
code = None
try:
    if sys.argv[1] == "guarded":
        sniff(data, "book")
        judge(data)
    else:
        archive = zipfile.ZipFile(io.BytesIO(data))
        code = sum(len(archive.read(name)) for name in archive.namelist() if name.endswith("Strings.xml"))
except ContainerRefused as refused:
    code = refused.code
print(json.dumps([code, peak() - before]))
"""
BOMBS = {
    "1 MB to 1 GB of shared strings": bombs.shared_strings,
    "three million rows": bombs.many_rows,
    "an archive in the archive": bombs.nested,
    "65,000 entries": bombs.many_entries,
    "a header that claims 10 bytes": lambda: bombs.shared_strings(claimed=10),
    "a header that claims a size below the limits": lambda: bombs.shared_strings(claimed=50_000_000),
    "an archive that holds itself": bombs.quine_like,
}


def measured(data: bytes, mode: str) -> tuple[str | int | None, int]:
    """Return (code, growth of resident memory in bytes) of judging in a process of its own with 1 GB.

    The kernel's VmHWM begins anew with a program; ru_maxrss would carry over what pytest once held.
    """
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, mode], input=data, capture_output=True, cwd=ROOT, check=True
    )
    code, growth = json.loads(done.stdout)
    return code, growth


@pytest.mark.parametrize("make", BOMBS.values(), ids=BOMBS.keys())
def test_a_zip_bomb_is_refused_in_little_memory(make):
    code, growth = measured(make(), "guarded")
    assert code == "zip_bomb"
    assert growth <= MOST_GROWTH


def test_entries_that_share_their_bytes_are_refused():
    code, growth = measured(bombs.overlapping(), "guarded")
    assert code == "broken"
    assert growth <= MOST_GROWTH


def test_the_harness_sees_memory_grow_when_the_guard_is_off():
    unpacked, growth = measured(_plain_bomb(160), "unguarded")
    assert unpacked == 160 * MEGABYTE
    assert growth > MOST_GROWTH


def _plain_bomb(megabytes: int) -> bytes:
    """Shared strings with honest headers, which a reader without a guard unpacks."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/sharedStrings.xml", "w") as entry,
    ):
        for _ in range(megabytes):
            entry.write(b"A" * MEGABYTE)
    return stream.getvalue()


def zipped(**entries: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return stream.getvalue()


def refusal(data: bytes, limits: Limits | None = None) -> tuple[str, str]:
    with pytest.raises(ContainerRefused) as caught:
        judge(data, *([limits] if limits else []))
    return caught.value.code, caught.value.words


def relation(kind: str, target: str, mode: str = ' TargetMode="External"') -> bytes:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        f'{kind}" Target="{target}"{mode}/>'
        "</Relationships>"
    ).encode()


WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def word(inner: str) -> dict[str, bytes]:
    return {"word/document.xml": f"<w:document {WORD}><w:body>{inner}</w:body></w:document>".encode()}


def sheet(formula: str) -> dict[str, bytes]:
    xml = f"<worksheet {SHEET}><sheetData><row><c><f>{formula}</f></c></row></sheetData></worksheet>"
    return {"xl/worksheets/sheet1.xml": xml.encode()}


def field(*pieces: str) -> str:
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{mark}"/></w:r>' for mark in ("begin", "end"))
    return f"<w:p>{begin}{runs}{end}</w:p>"


@pytest.mark.parametrize(
    "kind", ["image", "attachedTemplate", "oleObject", "externalLinkPath", "frame", "subDocument"]
)
def test_a_relationship_that_is_fetched_on_opening_is_refused(kind):
    code, words = refusal(zipped(**{"word/_rels/document.xml.rels": relation(kind, "https://example.org/x")}))
    assert code == "external"
    assert words == "文件链接了外部的图片、模板或工作簿" + REACHES_OUT


@pytest.mark.parametrize(
    "relation_bytes",
    [
        relation("hyperlink", "https://example.org/"),
        relation("attachedTemplate", "file:///C:\\Users\\zhang\\Normal.dotm"),
        relation("image", "media/image1.png", ""),
    ],
)
def test_links_to_click_local_templates_and_inner_parts_are_fine(relation_bytes):
    judge(zipped(**{"word/_rels/document.xml.rels": relation_bytes}))


@pytest.mark.parametrize(
    "inner",
    [
        field('DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"'),
        field("DD", "EAUTO ", "cmd"),
        field(" dde excel"),
        field("&#68;DE cmd"),
        '<w:p><w:fldSimple w:instr="DDE cmd x"/></w:p>',
    ],
)
def test_a_dde_field_is_refused_however_it_is_cut_up(inner):
    code, words = refusal(zipped(**word(inner)))
    assert code == "external"
    assert words == "文件里有会启动其他程序的 DDE 域或公式。请删去这些域和公式，另存一份后再上传。"


@pytest.mark.parametrize(
    "inner", [field("PAGE"), field('HYPERLINK "https://example.org"'), field("DATEDDE"), "<w:p/>"]
)
def test_other_fields_are_fine(inner):
    judge(zipped(**word(inner)))


@pytest.mark.parametrize(
    "formula", ["cmd|'/c calc'!A0", "MSEXCEL|'..\\..\\cmd.exe'!''", "cmd&#124;'/c calc'!A0"]
)
def test_a_dde_formula_is_refused(formula):
    assert refusal(zipped(**sheet(formula)))[0] == "external"


@pytest.mark.parametrize("formula", ["SUM(A1:A9)", 'A1&amp;"|"&amp;B1', "IF(A1&gt;0,1,2)"])
def test_other_formulas_are_fine(formula):
    judge(zipped(**sheet(formula)))


def test_a_dde_link_part_is_refused():
    part = f"<externalLink {SHEET}><ddeLink ddeService='cmd' ddeTopic='/c'/></externalLink>".encode()
    assert refusal(zipped(**{"xl/externalLinks/externalLink1.xml": part}))[0] == "external"


ENTITIES = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'


@pytest.mark.parametrize(
    "part",
    [
        ENTITIES.encode(),
        b'<?xml version="1.0"?>' + b" " * 70_000 + ENTITIES.encode(),
        ENTITIES.encode("utf-16"),
        ENTITIES.encode("utf-16-le"),
        b" " * (65_536 - 4) + ENTITIES.encode(),
    ],
)
def test_an_entity_declaration_is_refused_in_every_encoding(part):
    code, words = refusal(zipped(**{"word/document.xml": part}))
    assert code == "external"
    assert words == "文件里含有实体声明" + REACHES_OUT


def test_an_encoding_that_could_hide_a_declaration_is_refused():
    part = b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE'
    assert refusal(zipped(**{"word/document.xml": part}))[0] == "broken"


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "xl/macrosheets/sheet1.xml", "word/vbaData.xml"])
def test_macros_are_refused(name):
    code, words = refusal(zipped(**{name: b"<x/>"}))
    assert code == "macro"
    assert words == "文件带有宏。请另存为不带宏的 .docx 或 .xlsx 后再上传。"


def test_an_encrypted_entry_is_refused():
    data = bytearray(zipped(a=b"text"))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    code, words = refusal(bytes(data))
    assert (code, words) == ("encrypted", "文件设有密码。请取消密码保护，另存一份后再上传。")


@pytest.mark.parametrize(
    "head", [b"PK\x03\x04", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"BZh9", b"\x1f\x8b\x08"]
)
def test_an_archive_inside_is_known_by_its_bytes(head):
    assert refusal(zipped(**{"word/media/image1.png": head + b"x" * 20}))[0] == "zip_bomb"


def test_a_packed_picture_of_word_is_no_archive():
    judge(zipped(**{"word/media/image1.emz": b"\x1f\x8b\x08" + b"x" * 20}))


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "word/../../x"])
def test_names_that_lead_out_of_the_archive_are_refused(name):
    assert refusal(zipped(**{name: b"x"}))[0] == "broken"


def test_two_entries_of_one_name_are_refused():
    packed, size = bombs.deflated(b"<a/>", 1)
    assert refusal(bombs.raw_zip([("a.xml", packed, size)] * 2))[0] == "broken"


def test_a_header_that_claims_more_than_there_is_means_a_broken_file():
    packed, size = bombs.deflated(b"<a/>", 1)
    assert refusal(bombs.raw_zip([("a.xml", packed, size + 1)]))[0] == "broken"


@pytest.mark.parametrize("rest", [b"x", b"x" * 20_000, b"x" * 100_000])
def test_bytes_after_the_end_of_an_entry_mean_a_broken_file(rest):
    packed, size = bombs.deflated(b"<a/>", 1)
    assert refusal(bombs.raw_zip([("a.xml", packed + rest, size)]))[0] == "broken"


def test_every_limit_is_the_last_value_allowed():
    packed, size = bombs.deflated(b"x" * 1000, 1)
    data = bombs.raw_zip([("a.bin", packed, size), ("b.bin", packed, size)])
    judge(data, Limits(unpacked=2000, entries=2))
    assert refusal(data, Limits(unpacked=1999))[0] == "zip_bomb"
    assert refusal(data, Limits(entries=1))[0] == "zip_bomb"


def test_small_entries_may_compress_as_well_as_they_like():
    judge(zipped(**{"word/styles.xml": b"<a>" + b" " * 900_000 + b"</a>"}))
    assert refusal(zipped(**{"word/styles.xml": b"<a>" + b" " * 1_100_000 + b"</a>"}))[0] == "zip_bomb"


TYPES = "<Types>%s</Types>"


def package(marker: str) -> bytes:
    return zipped(**{"[Content_Types].xml": (TYPES % marker).encode()})


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.7\n", "a.pdf", "pdf"),
        (b"\n\n%PDF-1.7\n", "a", "pdf"),
        (package("wordprocessingml.document.main+xml"), "a.docx", "docx"),
        (package("ms-word.document.macroEnabled.main+xml"), "a.docm", "docm"),
        (package("ms-word.document.macroEnabled.main+xml"), "a.docx", "docm"),
        (package("spreadsheetml.sheet.main+xml"), "a.xlsx", "xlsx"),
        (package("presentationml"), "a.pptx", "pptx"),
        (zipped(a=b"1"), "a.zip", "zip"),
        (zipped(**{"OFD.xml": b"<x/>"}), "a.ofd", "ofd"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", "ole"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.docx", "ole"),
        (b"\x89PNG\r\n\x1a\n", "a.png", "png"),
        (b"\xff\xd8\xff\xe0", "a.jpeg", "jpg"),
        (b"{\\rtf1", "a.rtf", "rtf"),
        (b"  <!DOCTYPE html><p>", "a", "html"),
        (b"<p>x", "a.txt", "txt"),
        ("要点".encode(), "a.html", "html"),
        ("要点".encode(), "a.md", "txt"),
        ("要点".encode("utf-16"), "a", "txt"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; x", "a", "html"),
        (b"\x01\x00\x02", "a", "binary"),
        (b"MZ\x90\x00", "a", "exe"),
    ],
)
def test_a_file_is_what_its_bytes_say(data, name, kind):
    assert sniff(data, name) == kind


@pytest.mark.parametrize(
    ("data", "name", "found"),
    [
        (b"MZ\x90\x00", "plan.docx", "程序文件"),
        (b"%PDF-1.7", "plan.docx", "PDF"),
        (package("spreadsheetml.sheet.main+xml"), "plan.docx", "Excel 工作簿"),
        (b"<html>", "plan.doc", "网页"),
        (b"\x00\x01", "plan.txt", "无法识别的数据"),
    ],
)
def test_an_extension_that_names_another_kind_is_refused(data, name, found):
    with pytest.raises(ContainerRefused) as caught:
        sniff(data, name)
    extension = name.rpartition(".")[2]
    assert caught.value.code == "type_mismatch"
    assert caught.value.words == (
        f"文件名以 .{extension} 结尾，内容却是{found}。请用原来的软件打开，另存为所需的格式后再上传。"
    )


def test_ole_files_are_told_apart_by_their_streams():
    assert ole_kind("EncryptedPackage".encode("utf-16-le")) == "encrypted"
    assert ole_kind("WordDocument".encode("utf-16-le")) == "office"
    assert ole_kind(b"") == "other"
