"""Web pages and saved pages: the text a visitor reads, one line per block, tables as lines of cells."""

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage

from lxml import etree

from yaodian.workplan.reading.formats.ooxml import elements
from yaodian.workplan.reading.formats.source import Unreadable, unreadable
from yaodian.workplan.reading.formats.text import MARKS, decode, tidy, with_line_feeds

HIDDEN = {
    "script", "style", "nav", "noscript", "template", "iframe", "object", "embed", "applet", "svg", "math",
    "canvas", "audio", "video", "map", "select", "option", "button", "input", "textarea", "head",
    "footer", "aside", "dialog", "datalist", "menu", "frameset",
}  # fmt: skip
BLOCKS = {
    "html", "body", "address", "article", "blockquote", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "legend",
    "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "thead", "tfoot", "tr", "td",
    "th", "ul", "caption",
}  # fmt: skip
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-z0-9_-]{2,20})", re.I)
CHINESE_CHARSETS = {"gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "cp936"}
KNOWN_CHARSETS = {"big5": "big5", "utf-16": "utf-16", "utf-8": "utf-8", "utf8": "utf-8"}
CJK = "\u2e80-\u303f\u4e00-\u9fff\uff00-\uffef"
WRAPPED = re.compile(rf"(?<=[{CJK}])[ \t]*\n\s*(?=[{CJK}])")
LINK_SHARE = 0.6
MIN_MENU = 3
MAX_ELEMENTS = 300_000
MAX_CELL_TEXT = 2000
MAX_SPAN = 100
HAS_NUMBER = re.compile(
    r"\s*[(（\[【第]?\s*[0-9０-９一二三四五六七八九十①-⑳ivxIVX]+\s*[)）\]】、.．:：章节条]"
)


def read(data: bytes) -> tuple[str, str]:
    """Return (text, encoding) of a page or of the page inside a saved .mht file."""
    page, declared = _page(data)
    text, encoding = _decoded(page, declared)
    root = _tree(text)
    lines = Lines()
    for element in root.iter("body"):
        _walk(element, lines, 0)
        break
    return tidy(lines.text()), encoding


class Lines:
    """Collects text into lines as a browser would break them."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.pieces: list[str] = []

    def add(self, text: str | None) -> None:
        if text:
            self.pieces.append(WRAPPED.sub("", text).replace("\n", " "))

    def end(self) -> None:
        line = re.sub(r"[ \t\xa0]+", " ", "".join(self.pieces)).strip()
        self.pieces = []
        if line:
            self.lines.append(line)

    def row(self, cells: list[str]) -> None:
        self.end()
        line = "\t".join(cells).rstrip("\t")
        if line.strip():
            self.lines.append(line)

    def text(self) -> str:
        self.end()
        return "\n".join(self.lines)


def _page(data: bytes) -> tuple[bytes, str | None]:
    """Return the HTML and its declared encoding, from the page itself or from a saved one's parts."""
    if not re.search(rb"^content-type:\s*multipart/related", data[:4096], re.I | re.M):
        return data, None
    message = email.message_from_bytes(data.lstrip(), EmailMessage, policy=email.policy.default)
    for part in message.walk():
        payload = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
        if isinstance(payload, bytes):
            return payload, part.get_content_charset()
    raise unreadable("broken")


def _decoded(page: bytes, declared: str | None) -> tuple[str, str]:
    """Decode by byte order mark, then as declared, then by trying."""
    if page.startswith(tuple(mark for mark, _ in MARKS)):
        return decode(page)
    found = CHARSET.search(page[:8192])
    charset = (declared or (found[1].decode("ascii") if found else "")).lower()
    encoding = "gb18030" if charset in CHINESE_CHARSETS else KNOWN_CHARSETS.get(charset)
    try:
        return (page.decode(encoding), encoding) if encoding else decode(page)
    except UnicodeDecodeError:
        return decode(page)


def _tree(text: str) -> etree._Element:
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    data = with_line_feeds(text).lstrip("\ufeff").encode("utf-8", "ignore")
    if data.count(b"<") > MAX_ELEMENTS:
        raise Unreadable("too_large", "网页的内容太多。请只复制计划正文，粘贴到文本框里。")
    root = etree.fromstring(data, parser) if data.strip() else None
    if root is None:
        raise unreadable("empty")
    return root


def _walk(element: etree._Element, lines: Lines, depth: int) -> None:
    tag = str(element.tag).lower()
    if tag in HIDDEN or _is_unseen(element) or _is_menu(element, tag):
        return
    if tag == "table" and _is_data(element):
        _table(element, lines)
        return
    is_block = tag in BLOCKS
    if is_block or tag == "br":
        lines.end()
    lines.add(_label(element, tag))
    lines.add(_preformatted(element, lines) if tag == "pre" else element.text)
    for child in elements(element):
        _walk(child, lines, depth + 1)
        lines.add(child.tail)
    if is_block:
        lines.end()


def _preformatted(element: etree._Element, lines: Lines) -> str:
    """Text in a pre element keeps its own line breaks."""
    *whole, rest = (element.text or "").split("\n")
    for line in whole:
        lines.add(line)
        lines.end()
    return rest


def _is_unseen(element: etree._Element) -> bool:
    style = re.sub(r"\s", "", element.get("style") or "").lower()
    return element.get("hidden") is not None or "display:none" in style


def _is_menu(element: etree._Element, tag: str) -> bool:
    """A list or block made of links leads elsewhere and is no text of this page."""
    if tag not in {"ul", "ol", "div", "dl", "section", "header", "table", "td"}:
        return False
    links = list(element.iter("a"))
    if len(links) < MIN_MENU:
        return False
    linked = sum(_length(link) for link in links)
    return linked > LINK_SHARE * _length(element)


def _length(element: etree._Element) -> int:
    return len("".join("".join(str(text) for text in element.itertext()).split()))


def _label(element: etree._Element, tag: str) -> str:
    """Return the number that a browser shows before an item of an ordered list, if it has none itself."""
    parent = element.getparent()
    if tag != "li" or parent is None or parent.tag != "ol":
        return ""
    if HAS_NUMBER.match("".join(str(text) for text in element.itertext()).strip()[:12]):
        return ""
    before = sum(1 for _ in element.itersiblings("li", preceding=True))
    start = parent.get("start") or "1"
    return f"{(int(start) if start.isdecimal() and len(start) < 6 else 1) + before}. "


def _is_data(table: etree._Element) -> bool:
    """Tables that lay out a page hold other tables, one column or whole articles."""
    if any(inner is not table for inner in table.iter("table")):
        return False
    rows = [[cell for cell in elements(row) if cell.tag in {"td", "th"}] for row in table.iter("tr")]
    widest = max((len(row) for row in rows), default=0)
    longest = max((_length(cell) for row in rows for cell in row), default=0)
    return widest > 1 and longest <= MAX_CELL_TEXT


def _table(table: etree._Element, lines: Lines) -> None:
    """Write a table's rows; a cell merged downwards leaves its place empty in the rows below."""
    covered: dict[int, int] = {}
    for caption in table.iter("caption"):
        lines.row([_cell_text(caption)])
    for row in table.iter("tr"):
        if not _is_unseen(row):
            lines.row(list(_row(row, covered)))


def _row(row: etree._Element, covered: dict[int, int]) -> Iterator[str]:
    column = 0
    for cell in elements(row):
        if cell.tag not in {"td", "th"}:
            continue
        while covered.get(column, 0):
            covered[column] -= 1
            column += 1
            yield ""
        width, height = _span(cell, "colspan"), _span(cell, "rowspan")
        covered.update(dict.fromkeys(range(column, column + width), height - 1))
        column += width
        yield from (_cell_text(cell), *[""] * (width - 1))
    for at in [at for at, left in covered.items() if at >= column and left]:
        covered[at] -= 1


def _span(cell: etree._Element, name: str) -> int:
    text = cell.get(name) or "1"
    return min(max(int(text), 1), MAX_SPAN) if text.isdecimal() and len(text) < 6 else 1


def _cell_text(cell: etree._Element) -> str:
    inner = Lines()
    for child in [cell]:
        inner.add(child.text)
        for element in elements(child):
            _walk(element, inner, 0)
            inner.add(element.tail)
    return " ".join(" ".join(inner.text().split()).split("\t"))
