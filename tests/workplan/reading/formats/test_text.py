"""Plain text keeps the offsets of the file; other encodings are known or refused."""

import hashlib

import pytest

from tests.workplan.reading.formats.makers import PLAN
from yaodian.workplan.reading.formats import Source, Unreadable, load, load_text


def refusal(data: bytes, name: str = "plan.txt") -> str:
    with pytest.raises(Unreadable) as caught:
        load(data, name)
    return caught.value.code


def test_a_utf8_file_is_read_as_open_reads_it(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_bytes(PLAN.replace("\n", "\r\n").encode() + b"\r\xe4\xb8\x80\r\n\n")
    with path.open(encoding="utf-8") as file:
        expected = file.read()
    data = path.read_bytes()
    assert load(data, "plan.txt") == Source(expected, "txt", "utf-8", hashlib.sha256(data).hexdigest())


def test_a_byte_order_mark_keeps_its_place_as_a_space():
    source = load(b"\xef\xbb\xbf" + PLAN.encode(), "plan.txt")
    assert source.text == " " + PLAN
    assert source.encoding == "utf-8"


@pytest.mark.parametrize("encoding", ["gb2312", "gbk", "gb18030"])
def test_chinese_encodings_are_read_as_gb18030(encoding):
    source = load(PLAN.encode(encoding), "plan.txt")
    assert (source.text, source.encoding) == (PLAN, "gb18030")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_of_notepad_is_read(encoding):
    source = load("\ufeff".encode(encoding) + PLAN.encode(encoding), "plan.txt")
    assert (source.text, source.encoding) == (" " + PLAN, encoding)


@pytest.mark.parametrize(
    "data",
    [
        "全市科技創新工作要點：新認定高新技術企業三十家以上，建設創新平臺。".encode("big5"),
        PLAN.encode()[:-2],
        PLAN.encode() * 10 + b"\x00",
        "naïve café à la carte, déjà vu".encode("latin-1") * 3,
    ],
    ids=["big5", "cut in a character", "a zero byte", "latin-1"],
)
def test_text_that_cannot_be_decoded_is_refused(data):
    assert refusal(data) == "undecodable"


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n ", b"\xef\xbb\xbf\n", "\u3000\n\u3000".encode()])
def test_a_file_of_nothing_is_empty(data):
    assert refusal(data) == "empty"


def test_a_few_words_are_no_document():
    assert refusal("要点如下".encode()) == "too_little_text"


def test_pasted_text_has_the_line_ends_of_a_file():
    source = load_text(PLAN.replace("\n", "\r\n"))
    digest = hashlib.sha256(PLAN.replace("\n", "\r\n").encode()).hexdigest()
    assert source == Source(PLAN, "txt", None, digest)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("短", "too_little_text"),
        ("字" * 4_000_000, "too_large"),
        ("\ud800", "undecodable"),
    ],
)
def test_pasted_text_meets_the_same_checks(text, code):
    with pytest.raises(Unreadable) as caught:
        load_text(text)
    assert caught.value.code == code
