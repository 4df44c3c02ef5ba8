"""The outline of a document: headings, work items and rows, and which stretches are to be read.

Numbered lines nest by the rank of their marker. A task is a node without children that has text; leading
parts (总体要求, 主要目标) and reports of results are not work items.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from . import tables
from .facts import is_fact_section
from .lines import (
    RANK_ONE,
    UNNUMBERED,
    Line,
    Marker,
    is_foot_clutter,
    is_head_clutter,
    is_note,
    is_sign_off,
)
from .shapes import Span
from .stacked import find_stacked

_GUIDING = re.compile(
    r"^(?:总体|指导思想|基本原则|工作原则|合作原则|主要目标|工作目标|总体目标|发展目标|"
    r"年度目标|目标要求|工作思路|基本思路|发展思路|总体要求|目标定位|预期目标|行动目标|"
    r"主要指标|预期指标|量化目标|形势|背景|合作目标|合作宗旨|合作背景|工作要求和?目标|"
    r"核心目标|整改目标|"
    r"编制依据|适用范围|附则|生效|协议期限|合作期限|其他事项|其他|争议|保密|有效期|名词解释|"
    r"甲方|乙方|全年目标|奋斗目标|目标$|思路$|工作基础|文本|份数|年度主要目标|目标与|主要预期|"
    r"总目标|目标任务|任务目标|[一-鿿]{2,4}目标$)"
)
_ANNEX = re.compile(r"附\s*件\s*(?:\d{1,2}|[一二三四五六七八九十])?\s*(?:[:.、]|$|\s)")
_ANNEX_NAME = re.compile(r"[^。;]{2,50}(?:表|清单|方案|名单|台账|办法|目录|一览|图)$")
_UNDERTAKES = re.compile(
    r"(?:进一步|持续|不断|全面|着力|切实|大力|加快|扎实|坚决|坚持|坚定)|(?:加强|强化|推进|推动|深化|优化|提升|提高|"
    r"抓好|抓实|做好|落实|严格|完善|健全|构建|打造|建设|实施|培育|引进|突出|聚焦|营造|夯实|统筹|压实|筑牢|拓展|"
    r"促进|支持|加大|开展|壮大|增强|服务|助力|深入|积极)"
)
_OWN_TEXT = 40
_TITLE_END = re.compile(r"[。;!?\n]")
_COLON = re.compile(r":")
_HEAD_END = re.compile(r"[。;,:!?]$")
_OWNERS = re.compile(r"责任|牵头|配合|负责|时限|分管|科|处|局|办")
_OPENING, _CLOSING = "([【", ")]】"
_BOLD_HEAD = re.compile(r"^【(?P<title>[^】]{2,40})】|^(?P<bullet>[●★◆■▲☆◎▶►○□])\s*")


@dataclass(slots=True)
class Node:
    """A numbered line with the plain lines under it; `words` is where the text after the number begins."""

    marker: Marker
    start: int
    words: int
    end: int
    title: Span
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)
    cells: list[Span] | None = None
    header: tables.Header | None = None

    @property
    def body(self) -> Span:
        return self.title[1], self.end


@dataclass(slots=True)
class Outline:
    """The nodes in reading order, the stretches before and between them, and tables of indicators."""

    nodes: list[Node] = field(default_factory=list)
    preamble: list[Span] = field(default_factory=list)
    indicator_rows: list[tuple[tables.Header, list[Span], Node | None]] = field(default_factory=list)


class _Builder:
    """Walks the lines once, keeping the open node, the open table and whether the page has ended."""

    def __init__(self, folded: str, lines: list[Line], title: Line | None) -> None:
        self.folded, self.title = folded, title
        self.lines = _without_foot(folded, lines)
        self.outline = Outline()
        self.open: Node | None = None
        self.header: tables.Header | None = None
        self.rows = 0
        self.annex = False
        self.stacked = find_stacked(folded, self.lines)
        self.bold = _bold_heads(folded, self.lines, title)

    def build(self) -> Outline:
        begun = False
        for line in self.lines:
            words = self.folded[line.start : line.end]
            if row := self.stacked.rows.get(line.start):
                self._take_row(Line(row.start, row.end), row.cells, row.header)
            elif line.start in self.stacked.taken:
                continue
            elif line is self.title:
                begun = True
            elif is_head_clutter(words) and (not begun or len(words) < 80) and self.open is None:
                continue
            elif is_note(words):
                self.header = None
            elif self._annex(words):
                self.open, self.header = None, None
            elif not self._row(line):
                self._line(line)
        return self.outline

    def _annex(self, words: str) -> bool:
        """The line that opens an annex, and the list of names that may follow it, belong to no item."""
        opens = len(words) <= 80 and _ANNEX.match(words) is not None
        self.annex = opens or (self.annex and _ANNEX_NAME.fullmatch(words) is not None)
        return self.annex

    def _row(self, line: Line) -> bool:
        if header := tables.read_header(self.folded, line.start, line.end):
            self.header = header
            return True
        if self.header is None:
            return False
        cells = tables.read_row(self.folded, line.start, line.end, self.header)
        if cells is None:
            self.header = None
            return False
        if cells:
            self._take_row(line, cells, self.header)
        return True

    def _take_row(self, line: Line, cells: list[Span], header: tables.Header) -> None:
        section = self._section()
        if header.of_projects:
            return
        if header.of_indicators:
            self.outline.indicator_rows.append((header, cells, section))
            return
        place = header.first(tables.TASK, tables.NAME, tables.CONTENT)
        if place is None or place >= len(cells) or cells[place][0] == cells[place][1]:
            return
        no_place = header.first(tables.NO)
        a, b = cells[no_place] if no_place is not None and no_place < len(cells) else (0, 0)
        self.rows += 1
        marker = Marker(UNNUMBERED, self.folded[a:b].strip(".、") or str(self.rows), line.start)
        start = next((cell[0] for cell in cells if cell[0] < cell[1]), line.start)
        node = Node(marker, start, start, line.end, cells[place], section, cells=cells, header=header)
        self._add(node, section)

    def _section(self) -> Node | None:
        """The heading a table stands under: not the row before it, nor an item that has text of its own."""
        section = self.open
        while section is not None and (section.cells is not None or _has_text(section)):
            section = section.parent
        return section

    def _line(self, line: Line) -> None:
        marker = self.bold.get(line.start) or line.marker
        if marker is None or not _is_item(self.folded, line, marker):
            self._plain(line)
            return
        parent = self.open
        while parent is not None and (parent.marker.rank >= marker.rank or parent.cells is not None):
            parent = parent.parent
        node = Node(marker, line.start, marker.end, line.end, _title(self.folded, marker, line), parent)
        self._add(node, parent)

    def _add(self, node: Node, parent: Node | None) -> None:
        if parent is not None:
            parent.children.append(node)
        self.outline.nodes.append(node)
        self.open = node

    def _plain(self, line: Line) -> None:
        if self.open is not None and self.open.cells is None:
            self.open.end = line.end
        else:
            self.outline.preamble.append((line.start, line.end))


def build_outline(folded: str, lines: list[Line], title: Line | None) -> Outline:
    return _Builder(folded, lines, title).build()


def _has_text(node: Node) -> bool:
    return node.marker.rank > RANK_ONE and node.end - node.title[1] > 40


def _is_item(folded: str, line: Line, marker: Marker) -> bool:
    """A number with nothing behind it is a page number or a stray mark."""
    return line.end > marker.end


def _without_foot(folded: str, lines: list[Line]) -> list[Line]:
    """Drop what follows the text: the web page's foot, then signature and date."""
    kept = list(lines)
    for place, line in enumerate(lines):
        words = folded[line.start : line.end]
        if (
            place > len(lines) // 2
            and len(words) < 120
            and is_foot_clutter(words)
            and not _goes_on(folded, lines[place:])
        ):
            kept = lines[:place]
            break
    while len(kept) > 1 and kept[-1].marker is None and is_sign_off(folded[kept[-1].start : kept[-1].end]):
        kept.pop()
    return kept


def _goes_on(folded: str, rest: list[Line]) -> bool:
    """An annex named in the middle (附件1 任务清单) is followed by more plan."""
    return any(
        line.marker is not None or tables.read_header(folded, line.start, line.end) for line in rest[1:]
    )


def _title(folded: str, marker: Marker, line: Line) -> Span:
    """The item's first sentence, or what stands before a colon or a wide blank."""
    bracketed = _BOLD_HEAD.match(folded[line.start : line.end]) if marker.rank == UNNUMBERED else None
    if bracketed and bracketed["title"]:
        return line.start + 1, line.start + 1 + len(bracketed["title"])
    end = _title_stop(folded, marker.end, line.end)
    end = _without_owners(folded, marker.end, end)
    while end > marker.end and folded[end - 1] in ":,、 \t":
        end -= 1
    return marker.end, end


def _without_owners(folded: str, start: int, end: int) -> int:
    """Before a bracket at the end of a title that says who is responsible."""
    last = start + len(folded[start:end].rstrip())
    if last <= start or folded[last - 1] not in _CLOSING:
        return end
    opening = max(folded.rfind(sign, start, last) for sign in _OPENING)
    inside = folded[opening + 1 : last - 1]
    if opening <= start or any(sign in inside for sign in _CLOSING) or not _OWNERS.search(inside):
        return end
    return opening


def _title_stop(folded: str, start: int, line_end: int) -> int:
    stop = _TITLE_END.search(folded, start, line_end)
    end = stop.start() if stop else line_end
    colon = _COLON.search(folded, start, end)
    if stop and colon and colon.start() - start <= 30 and "," not in folded[start : colon.start()]:
        return colon.start()
    blank = re.search(r"\s+", folded[start:end])
    head = folded[start : start + blank.start()] if blank else ""
    if blank and 4 <= len(head) <= 30 and "," not in head and end - start - blank.end() > 20:
        return start + blank.start()
    return end


def _bold_heads(folded: str, lines: list[Line], title: Line | None) -> dict[int, Marker]:
    """Heads that only stood out in print: short lines without a stop, each with a paragraph under it.

    They count when nothing below the first level is numbered.
    """
    ranks = Counter(line.marker.rank for line in lines if line.marker)
    heads: dict[int, Marker] = {}
    bracketed = [line for line in lines if _BOLD_HEAD.match(folded[line.start : line.end])]
    if len(bracketed) >= 2 and not any(rank > 3 for rank in ranks):
        return {
            line.start: Marker(UNNUMBERED, str(no), _bold_end(folded, line))
            for no, line in enumerate(bracketed, 1)
        }
    if any(rank > 3 for rank in ranks):
        return heads
    for line, following in pairwise(lines):
        if line is not title and _looks_bold(folded, line) and _is_paragraph(folded, following):
            heads[line.start] = Marker(UNNUMBERED, str(len(heads) + 1), line.start)
    return heads if len(heads) >= 3 else {}


def _bold_end(folded: str, line: Line) -> int:
    found = _BOLD_HEAD.match(folded[line.start : line.end])
    return line.start + (found.end() if found else 0)


def _looks_bold(folded: str, line: Line) -> bool:
    words = folded[line.start : line.end]
    return (
        line.marker is None
        and 4 <= len(words) <= 30
        and not _HEAD_END.search(words)
        and not is_head_clutter(words)
        and "\t" not in words
        and "|" not in words
    )


def _is_paragraph(folded: str, line: Line) -> bool:
    return line.marker is None and line.end - line.start >= 16 and folded[line.end - 1] in "。;"


def tasks_of(outline: Outline, folded: str) -> list[Node]:
    """The leaves that are work items, in order."""
    leaves = [node for node in outline.nodes if _is_leaf_item(node, folded)]
    if any(node.marker.rank > RANK_ONE for node in leaves):
        leaves = [node for node in leaves if node.marker.rank > RANK_ONE or _stands_alone(node, folded)]
    bold_only = any(node.marker.rank == UNNUMBERED and node.cells is None for node in leaves)
    if bold_only:
        return [node for node in leaves if node.marker.rank == UNNUMBERED]
    return leaves


def _stands_alone(node: Node, folded: str) -> bool:
    """A section without items of its own is one when it undertakes something at length."""
    return (
        node.marker.rank == RANK_ONE
        and node.end - node.title[1] > _OWN_TEXT
        and _UNDERTAKES.match(folded, *node.title) is not None
    )


def _is_leaf_item(node: Node, folded: str) -> bool:
    if node.children or reports_results(node, folded):
        return False
    if node.cells is not None:
        return True
    if not is_work(node, folded):
        return False
    body = folded[node.title[1] : node.end].strip("。;, \n:")
    return len(body) > 2 or folded[node.end - 1] in "。;" or node.title[1] - node.title[0] >= 10


def is_work(node: Node | None, folded: str) -> bool:
    """Whether neither the node nor a heading above it guides or reports instead of planning."""
    while node is not None:
        words = folded[node.title[0] : node.title[1]]
        if node.cells is None and len(words) <= 30 and (_GUIDING.match(words) or is_fact_section(words)):
            return False
        node = node.parent
    return True


def guides(node: Node, folded: str) -> bool:
    """Whether the node's own heading only leads in (总体目标), so that its words promise nothing."""
    return _GUIDING.match(folded[slice(*node.title)]) is not None


def reports_results(node: Node | None, folded: str) -> bool:
    """Whether a heading above says that this part looks back."""
    while node is not None:
        words = folded[node.title[0] : node.title[1]]
        if node.cells is None and len(words) <= 30 and is_fact_section(words):
            return True
        node = node.parent
    return False


def headings(node: Node, source: str) -> tuple[str, ...]:
    """The headings above a node, outermost first, as they are written."""
    above: list[str] = []
    parent = node.parent
    while parent is not None:
        above.append(source[parent.start : parent.title[1]].strip())
        parent = parent.parent
    return tuple(reversed(above))


def numbers(nodes: list[Node]) -> dict[int, str]:
    """`no` of each task by its start: the bare numeral, or a path from the section where numbering restarts."""
    paths = {node.start: _path(node) for node in nodes}
    depth = max((len(path) for path in paths.values()), default=1)
    for length in range(1, depth + 1):
        short = {start: ".".join(path[-length:]) for start, path in paths.items()}
        if len(set(short.values())) == len(short):
            return short
    return _told_apart({start: ".".join(path) for start, path in paths.items()})


def _told_apart(names: dict[int, str]) -> dict[int, str]:
    """The same number given twice, as in a text and its annex: the later ones count on, 一(2)."""
    seen: Counter[str] = Counter()
    apart: dict[int, str] = {}
    for start, name in sorted(names.items()):
        seen[name] += 1
        apart[start] = name if seen[name] == 1 else f"{name}({seen[name]})"
    return apart


def _path(node: Node) -> list[str]:
    path = [node.marker.numeral]
    parent = node.parent
    while parent is not None:
        path.append(parent.marker.numeral)
        parent = parent.parent
    return path[::-1]
