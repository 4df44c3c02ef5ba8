"""Reading a .po file and writing the .mo that gettext loads, without any outside tool."""

from __future__ import annotations

import ast
import struct
from pathlib import Path

MAGIC = 0x950412DE
HEADER_BYTES = 28


def read(po: Path) -> dict[str, str]:
    """msgid → msgstr; the header under the empty msgid. Plurals and contexts are not used here."""
    messages: dict[str, list[str]] = {}
    part: list[str] = []
    for line in po.read_text(encoding="utf-8").splitlines():
        word, _space, rest = line.partition(" ")
        if word == "msgid":
            part = [ast.literal_eval(rest)]
        elif word == "msgstr":
            part = messages.setdefault("".join(part), [ast.literal_eval(rest)])
        elif line.startswith('"'):
            part.append(ast.literal_eval(line))
    return {key: "".join(parts) for key, parts in messages.items()}


def compiled(messages: dict[str, str]) -> bytes:
    """The messages in GNU's binary form: two tables of lengths and places, then the texts, sorted by msgid."""
    pairs = sorted((key.encode(), text.encode()) for key, text in messages.items())
    texts = [key for key, _text in pairs] + [text for _key, text in pairs]
    place, table = HEADER_BYTES + 8 * len(texts), b""
    for text in texts:
        table += struct.pack("<II", len(text), place)
        place += len(text) + 1
    second = HEADER_BYTES + 8 * len(pairs)
    header = struct.pack("<7I", MAGIC, 0, len(pairs), HEADER_BYTES, second, 0, HEADER_BYTES + 8 * len(texts))
    return header + table + b"".join(text + b"\0" for text in texts)
