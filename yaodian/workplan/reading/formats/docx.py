"""Word documents: paragraphs with their automatic numbers, tables as lines of cells.

Headers, footers, notes, comments, text boxes, hidden text and tables of contents are left out; of tracked
changes the insertions count and the deletions do not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from yaodian.workplan.reading.formats.listings import Styles, read_listings
from yaodian.workplan.reading.formats.numbering import Counter
from yaodian.workplan.reading.formats.ooxml import (
    Package,
    attribute,
    child,
    elements,
    is_on,
    local,
    number,
    value,
)
from yaodian.workplan.reading.formats.source import Unreadable, unreadable
from yaodian.workplan.reading.formats.text import tidy

GONE = {"del", "moveFrom"}
WRAPPERS = {
    "ins",
    "moveTo",
    "smartTag",
    "customXml",
    "hyperlink",
    "fldSimple",
    "sdt",
    "sdtContent",
    "dir",
    "bdo",
}
SIGNS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}
MAX_CELLS = 200_000
MAX_SPAN = 100
MAX_DEPTH = 60


@dataclass(frozen=True)
class Cell:
    """A cell of a table row; `continues` where it is merged with the cell above."""

    text: str
    span: int = 1
    continues: bool = False


@dataclass
class Table:
    rows: list[list[Cell]] = field(default_factory=list)


@dataclass(frozen=True)
class Paragraph:
    text: str


Block = Paragraph | Table


def read(data: bytes) -> str:
    """Return the text of a document: one line per paragraph and per table row."""
    lines: list[str] = []
    for block in blocks(data):
        if isinstance(block, Paragraph):
            lines.append(block.text)
        else:
            lines.extend(line_of(row) for row in block.rows)
    return tidy("\n".join(line for line in lines if line.strip()))


def tables(data: bytes) -> list[list[list[str]]]:
    """Return the tables as grids in which a cell merged downwards repeats its text in every row."""
    return [_filled(block) for block in blocks(data) if isinstance(block, Table)]


def line_of(row: list[Cell]) -> str:
    cells = [text for cell in row for text in (cell.text, *[""] * (cell.span - 1))]
    return "\t".join(cells).rstrip("\t")


def blocks(data: bytes) -> list[Block]:
    package = Package(data)
    main = package.main_part()
    root = package.parse(main)
    body = child(root, "body")
    if body is None:
        raise unreadable("broken")
    return Reader(_linked(package, main, "numbering"), _linked(package, main, "styles")).blocks(body)


def _linked(package: Package, main: str, kind: str) -> etree._Element | None:
    return next((package.parse(part) for part in package.targets(main, kind).values()), None)


def _filled(table: Table) -> list[list[str]]:
    above: list[str] = []
    rows = []
    for row in table.rows:
        texts: list[str] = []
        for cell in row:
            at = len(texts)
            text = above[at] if cell.continues and at < len(above) else cell.text
            texts.extend([text, *[""] * (cell.span - 1)])
        rows.append([tidy(text) for text in texts])
        above = texts
    return rows


class Reader:
    """Walks a document body once, counting its lists as it goes."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self.listings = read_listings(numbering)
        self.styles = Styles(styles)
        self.counter = Counter(self.listings)
        self.cells = 0
        self.carried = ""

    def blocks(self, parent: etree._Element, depth: int = 0) -> list[Block]:
        """Return the paragraphs and tables under an element, looking through wrappers."""
        found: list[Block] = []
        for element in elements(parent):
            name = local(element)
            if name == "p":
                found.extend(self._paragraph(element))
            elif name == "tbl":
                found.append(self._table(element, depth))
            elif name in WRAPPERS and depth < MAX_DEPTH and not _is_contents(element):
                found.extend(self.blocks(element, depth + 1))
        return [*found, *self._rest()]

    def _rest(self) -> list[Block]:
        """Return what a deleted paragraph mark carried on when no paragraph follows."""
        text, self.carried = _trimmed(self.carried), ""
        return [Paragraph(text)] if text else []

    def _paragraph(self, element: etree._Element) -> Iterator[Paragraph]:
        """Yield the paragraph; one whose mark was deleted in a tracked change runs on into the next."""
        properties = child(element, "pPr")
        style = value(properties, "pStyle")
        text = "".join(_runs(element))
        label = self._label(properties, style)
        if self.styles.is_contents(style):
            return
        if self.carried or not text.strip():
            label = ""
        text, self.carried = self.carried + label + text, ""
        if child(properties, "rPr", "del") is not None:
            self.carried = text
        else:
            yield Paragraph(_trimmed(text))

    def _label(self, properties: etree._Element | None, style: str | None) -> str:
        own = child(properties, "numPr")
        styled = self.styles.numbering(style, self.listings)
        list_id, depth = value(own, "numId"), number(value(own, "ilvl"))
        if list_id is None and styled is not None:
            list_id, depth = styled[0], styled[1] if depth is None else depth
        return self.counter.next(list_id, depth or 0) if list_id is not None else ""

    def _table(self, element: etree._Element, depth: int) -> Table:
        return Table([self._row(row, depth) for row in _inside(element, "tr") if _is_kept(row)])

    def _row(self, element: etree._Element, depth: int) -> list[Cell]:
        before = number(value(element, "trPr", "gridBefore")) or 0
        cells = [Cell("")] * min(before, MAX_SPAN)
        for cell in _inside(element, "tc"):
            self._count_cell()
            cells.append(self._cell(cell, depth))
        return cells

    def _cell(self, element: etree._Element, depth: int) -> Cell:
        properties = child(element, "tcPr")
        span = min(max(number(value(properties, "gridSpan")) or 1, 1), MAX_SPAN)
        merged = child(properties, "vMerge")
        text = " ".join(_text_of(block) for block in self._inner(element, depth))
        if value(properties, "hMerge") == "continue":
            return Cell("", span)
        if merged is not None and attribute(merged, "val") != "restart":
            return Cell("", span, continues=True)
        return Cell(" ".join(text.split()), span)

    def _inner(self, element: etree._Element, depth: int) -> list[Block]:
        return self.blocks(element, depth + 1) if depth < MAX_DEPTH else []

    def _count_cell(self) -> None:
        self.cells += 1
        if self.cells > MAX_CELLS:
            raise Unreadable("too_large", "文件的表格太大。请只保留需要的行，另存一份后再上传。")


def _text_of(block: Block) -> str:
    if isinstance(block, Paragraph):
        return block.text
    return " ".join(cell.text for row in block.rows for cell in row)


def _inside(parent: etree._Element, name: str, depth: int = 0) -> Iterator[etree._Element]:
    """Yield the rows of a table or the cells of a row, looking through wrappers."""
    for element in elements(parent):
        if local(element) == name:
            yield element
        elif local(element) in WRAPPERS and depth < MAX_DEPTH:
            yield from _inside(element, name, depth + 1)


def _is_kept(row: etree._Element) -> bool:
    return child(row, "trPr", "del") is None


def _is_contents(element: etree._Element) -> bool:
    gallery = value(element, "sdtPr", "docPartObj", "docPartGallery")
    return gallery is not None and "contents" in gallery.lower()


def _runs(parent: etree._Element, depth: int = 0) -> Iterator[str]:
    """Yield the text of the runs under a paragraph, through links, fields and tracked insertions."""
    for element in elements(parent):
        name = local(element)
        if name == "r":
            yield from _run(element)
        elif name in WRAPPERS and depth < MAX_DEPTH:
            yield from _runs(element, depth + 1)


def _run(element: etree._Element) -> Iterator[str]:
    properties = child(element, "rPr")
    if is_on(properties, "vanish"):
        return
    for part in elements(element):
        name = local(part)
        if name == "t":
            yield part.text or ""
        elif name == "br" and attribute(part, "type") in {"page", "column"}:
            yield ""
        else:
            yield SIGNS.get(name, "")


def _trimmed(text: str) -> str:
    lines = (line.strip() for line in re.sub(r"[ \t\xa0]+", " ", text).split("\n"))
    return "\n".join(line for line in lines if line)
