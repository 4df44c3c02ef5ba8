"""From the bytes of an upload, or from pasted text, to a `Source`."""

from yaodian.foundation.common import containers
from yaodian.workplan.reading.formats import text as plain
from yaodian.workplan.reading.formats.bounded import perform_apart
from yaodian.workplan.reading.formats.source import (
    MAX_BYTES,
    Source,
    Unreadable,
    digest,
    require_text,
    unreadable,
)

READABLE = {"txt", "html", "docx", "pdf", "xlsx"}
PACKAGES = {"docx", "xlsx"}
MACROS = {"docm", "xlsm"}
OLE_CODES = {"encrypted": "encrypted", "office": "old_office", "other": "unsupported_type"}


def load(data: bytes, name: str) -> Source:
    """Read a file of up to 10 MB that its owner called `name`. Raises `Unreadable` and nothing else."""
    kind = kind_of(data, name)
    if kind == "txt":
        text, encoding = plain.read(data)
    else:
        text, encoding = perform_apart("text", kind, data)
    require_text(text)
    return Source(text, kind, encoding, digest(data))


def load_text(text: str) -> Source:
    """Take over pasted text, with the line ends and checks of a file."""
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise unreadable("undecodable") from error
    if len(data) > MAX_BYTES:
        raise unreadable("too_large")
    pasted = plain.with_line_feeds(text.replace("\x00", ""))
    require_text(pasted)
    return Source(pasted, "txt", None, digest(data))


def kind_of(data: bytes, name: str) -> str:
    """Return the kind of a file that may be handed to its parser; raise `Unreadable` for all others."""
    if not data.strip():
        raise unreadable("empty")
    if len(data) > MAX_BYTES:
        raise unreadable("too_large")
    try:
        kind = containers.sniff(data, name)
        if kind in PACKAGES | MACROS:
            containers.judge(data)
    except containers.ContainerRefused as refused:
        raise Unreadable(refused.code, refused.words) from refused
    return _readable(kind, data)


def _readable(kind: str, data: bytes) -> str:
    if kind in MACROS:
        raise unreadable("macro")
    if kind == "ole":
        raise unreadable(OLE_CODES[containers.ole_kind(data)])
    if kind not in READABLE:
        raise unreadable("unsupported_type")
    return kind
