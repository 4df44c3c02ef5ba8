"""Plain text: the bytes of a .txt file and what a person pastes."""

import codecs
import re

from yaodian.workplan.reading.formats.source import unreadable

MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
BYTE_ORDER_MARK = "\ufeff"
COMMON_SHARE = 0.8
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffe\uffff]")


def read(data: bytes) -> tuple[str, str]:
    """Return (text, encoding) with the line ends of Python's open(), so that offsets into the file hold.

    A leading byte order mark becomes a space: it counts as one character and means nothing to a reader.
    """
    text, encoding = decode(data)
    if CONTROL.search(text):
        raise unreadable("undecodable")
    text = with_line_feeds(text)
    return (" " + text[1:] if text.startswith(BYTE_ORDER_MARK) else text), encoding


def decode(data: bytes) -> tuple[str, str]:
    """Return (text, encoding): by byte order mark, else UTF-8, else GB18030 if it looks like Chinese."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text = _decoded(data, "gb18030")
    if not looks_chinese(text):
        raise unreadable("undecodable")
    return text, "gb18030"


def looks_chinese(text: str) -> bool:
    """Text decoded with the wrong table is full of rare characters, right text stays within GB 2312."""
    beyond_ascii = [character for character in text[:20_000] if character > "\x7f"]
    common = len("".join(beyond_ascii).encode("gb2312", "ignore")) / 2
    return common >= COMMON_SHARE * len(beyond_ascii)


def with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def tidy(text: str) -> str:
    """Drop characters that cannot be seen or stored; for texts that we put together ourselves."""
    return UNSEEN.sub("", text).encode("utf-8", "ignore").decode("utf-8")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise unreadable("undecodable") from error
