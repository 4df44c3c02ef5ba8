"""Reads the XML of a ZIP-based file for what reaches outside it: entities, links, DDE."""

import re
from collections.abc import Callable, Iterator
from xml.parsers import expat

from yaodian.foundation.common.containers.refusals import broken, dde, external

WINDOW = 32

Fields = dict[str, str]


class Marks:
    """Byte marks in an XML part: entities are refused at sight, fields and formulas ask for a walk."""

    def __init__(self) -> None:
        self.tags = 0
        self.has_fields = False
        self.has_pipe = False
        self.has_dde = False

    def read(self, before: bytes, piece: bytes) -> bytes:
        """Look at one piece together with the end of the one before; return the end of this one."""
        window = before + piece
        plain = window.replace(b"\x00", b"") if b"\x00" in window else window
        if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
            raise external("文件里含有实体声明")
        self.tags += piece.count(b"<")
        self.has_fields = self.has_fields or b"instr" in plain
        self.has_pipe = self.has_pipe or b"|" in plain or b"&#" in plain
        self.has_dde = self.has_dde or b"ddeLink" in plain
        return window[-WINDOW:]

    def wants_walk(self, name: str) -> bool:
        is_sheet = name.startswith("xl/") and not name.endswith("sharedStrings.xml")
        return name.endswith(".rels") or self.has_fields or self.has_dde or (self.has_pipe and is_sheet)


class Watcher:
    """Reads relationships, fields and formulas as they stream by, and refuses what reaches outside."""

    def __init__(self) -> None:
        self.fields: list[str] = []
        self.text: list[str] | None = None
        self.kind = ""

    def start(self, tag: str, attributes: Fields) -> None:
        name = tag.rpartition(" ")[2]
        fields = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if name == "Relationship":
            _judge_relationship(fields)
        elif name == "fldChar":
            self._field(fields.get("fldCharType", ""))
        elif name == "fldSimple":
            _judge_field(fields.get("instr", ""))
        elif name in {"instrText", "f", "definedName"}:
            self.text, self.kind = [], name
        elif name == "ddeLink":
            raise dde()

    def end(self, tag: str) -> None:
        if self.text is None or tag.rpartition(" ")[2] != self.kind:
            return
        text, self.text = "".join(self.text), None
        if self.kind == "instrText":
            self.fields = [*self.fields[:-1], (self.fields or [""])[-1] + text]
        elif "spreadsheetml" in tag:
            _judge_formula(text)

    def characters(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def finish(self) -> None:
        """A field that is never closed counts as well."""
        for instruction in self.fields:
            _judge_field(instruction)

    def _field(self, mark: str) -> None:
        if mark == "begin":
            self.fields.append("")
        elif self.fields:
            _judge_field(self.fields[-1])
            if mark == "end":
                self.fields.pop()


def _judge_relationship(fields: Fields) -> None:
    """Hyperlinks wait for a click and a template on a local drive is nobody else's; the rest is fetched."""
    target, kind = fields.get("Target", ""), fields.get("Type", "").rpartition("/")[2]
    if fields.get("TargetMode", "").lower() != "external" or kind == "hyperlink":
        return
    is_local = re.match(r"(file:/{2,3})?[A-Za-z]:[\\/]", target) is not None
    if not (kind == "attachedTemplate" and is_local):
        raise external("文件链接了外部的图片、模板或工作簿")


def _judge_field(instruction: str) -> None:
    if re.match(r"\s*DDE(AUTO)?(\W|$)", instruction, re.I):
        raise dde()


def _judge_formula(formula: str) -> None:
    if "|" in re.sub(r'"[^"]*"', "", formula):
        raise dde()


def walk(pieces: Iterator[bytes]) -> None:
    watcher = Watcher()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = watcher.start
    parser.EndElementHandler = watcher.end
    parser.CharacterDataHandler = watcher.characters
    parser.StartDoctypeDeclHandler = _refuse_doctype
    feed: Callable[[bytes, bool], int] = parser.Parse
    try:
        for piece in pieces:
            feed(piece, False)
        feed(b"", True)
        watcher.finish()
    except expat.ExpatError as error:
        raise broken() from error


def _refuse_doctype(*_: object) -> None:
    raise external("文件里含有实体声明")
