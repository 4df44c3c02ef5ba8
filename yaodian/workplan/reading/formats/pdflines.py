"""How the lines of a page become paragraphs.

Signs of a new paragraph, strongest first: other letters, a wider gap, a line before that ends early,
an indent or a number at the start after a full stop. A line that fills its width without a stop goes on.
"""

import re
import statistics
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

TERMINAL = "。！？；：!?;:”’）)】"
LEADER = re.compile(r"[.…·・]{5,}\s*\d{1,4}$")
NUMBER = re.compile(
    r"[(（第]?[一二三四五六七八九十百]{1,4}[)）、.．章节条是]|[(（]?[0-9０-９]{1,3}([)）、．]|\.(?!\d))|[①-⑳]"
)
WORDS = re.compile(r"[A-Za-z]")
INDENT = 0.8
EARLY = 1.2
EARLY_WITHOUT_STOP = 4.0
OTHER_SIZE = 1.2
WIDE_GAP = 1.35
CELL_GAP = 2.5


@dataclass(frozen=True)
class Mark:
    """One character and its box, measured from the top left of the page."""

    sign: str
    left: float
    right: float
    top: float
    bottom: float
    is_generated: bool = False


@dataclass(frozen=True)
class Line:
    """A line of text and its box; `is_row` where it is a table's row and stands for itself."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    is_row: bool = False

    @classmethod
    def of(cls, marks: list[Mark]) -> "Line":
        seen = [mark for mark in marks if mark.sign.strip()] or marks
        return cls(
            text=_joined(marks).strip(),
            left=min(mark.left for mark in seen),
            right=max(mark.right for mark in seen),
            top=min(mark.top for mark in seen),
            bottom=max(mark.bottom for mark in seen),
            size=statistics.median(mark.bottom - mark.top for mark in seen),
        )


@dataclass(frozen=True)
class Measure:
    """What is usual in this document: margins, letter size and the step from line to line."""

    left: float
    right: float
    size: float
    step: float


def paragraphs(pages: list[list[Line]]) -> list[str]:
    """Return the paragraphs of all pages; one that is cut by a page's end is whole again."""
    lines = [
        (line, page) for page, found in enumerate(pages) for line in found if not LEADER.search(line.text)
    ]
    measure = _measure(pages)
    texts: list[str] = []
    for at, (line, page) in enumerate(lines):
        if at == 0 or _begins(lines[at - 1][0], line, page == lines[at - 1][1], measure):
            texts.append(line.text)
        else:
            texts[-1] = glued(texts[-1], line.text)
    return texts


def glued(before: str, after: str) -> str:
    """Join two pieces of a line; only words in Latin letters need a space between them."""
    needs_space = before and after and WORDS.match(before[-1]) and WORDS.match(after[0])
    return f"{before} {after}" if needs_space else before + after


def _begins(before: Line, line: Line, same_page: bool, measure: Measure) -> bool:
    if before.is_row or line.is_row:
        return True
    sizes = sorted((before.size, line.size))
    if sizes[1] > OTHER_SIZE * sizes[0]:
        return True
    step = line.bottom - before.bottom
    if same_page and (step > WIDE_GAP * measure.step or step < -0.5 * line.size):
        return True
    has_stop = before.text[-1] in TERMINAL
    early = (EARLY if has_stop else EARLY_WITHOUT_STOP) * measure.size
    if before.right < measure.right - early:
        return True
    is_indented = line.left > measure.left + INDENT * measure.size
    is_numbered = NUMBER.match(line.text) is not None
    return (has_stop and (is_indented or is_numbered)) or (is_indented and is_numbered)


def _measure(pages: list[list[Line]]) -> Measure:
    lines = [line for page in pages for line in page if not line.is_row]
    return Measure(
        left=_low([round(line.left) for line in lines]),
        right=_high([line.right for line in lines]),
        size=_median([line.size for line in lines]),
        step=usual_step(pages),
    )


def _median(values: list[float]) -> float:
    return statistics.median(values) if values else 0.0


def usual_step(pages: list[list[Line]]) -> float:
    """The commonest step from line to line is that inside paragraphs, where any has several lines."""
    steps = [
        round(after.bottom - before.bottom)
        for page in pages
        for before, after in pairwise(page)
        if after.bottom - before.bottom > 0.5 * before.size and not (before.is_row or after.is_row)
    ]
    return float(statistics.mode(steps)) if steps else 0.0


def _high(values: list[float]) -> float:
    """Return the right margin: nearly the largest value, so that one overhanging line does not set it."""
    ordered = sorted(values)
    return ordered[int(0.95 * (len(ordered) - 1))] if ordered else 0.0


def _low(values: list[int]) -> float:
    """Return the left margin: the smallest place where lines begin more than now and then."""
    often = max(2, len(values) // 30)
    return float(min((value for value, count in Counter(values).items() if count >= often), default=0))


def _joined(marks: list[Mark]) -> str:
    """Return the characters of a line: a space between Latin words, a TAB over a wide gap."""
    text, right, gap = "", marks[0].left, False
    for mark in marks:
        if mark.is_generated:
            gap = True
            continue
        if mark.left - right > CELL_GAP * (mark.bottom - mark.top):
            text += "\t"
        text = glued(text, mark.sign) if gap else text + mark.sign
        right, gap = mark.right, False
    return text
