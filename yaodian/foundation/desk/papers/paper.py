"""A document as it is meant, before it is Word or PDF. Everything here is immutable and holds printable text only."""

from __future__ import annotations

import datetime as time
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from ..cells import printable, shown

NUMBERED = ("[一二三四五六七八九十百]+、", "（[一二三四五六七八九十百]+）", r"\d+[.．]", r"（\d+）")
NOTHING = "无"
HIDDEN = "已隐去"


def _tidy(value: Any) -> Any:
    """Text made printable, lists made tuples, all the way down; a single text is never taken for a list."""
    if isinstance(value, str):
        return printable(value)
    return tuple(map(_tidy, value)) if isinstance(value, list | tuple) else value


@dataclass(frozen=True)
class Part:
    """Base of all parts: whatever sequence or text is handed in, what is kept cannot change or break a file."""

    def __post_init__(self) -> None:
        for field in fields(self):
            object.__setattr__(self, field.name, _tidy(getattr(self, field.name)))


@dataclass(frozen=True)
class Run(Part):
    """A stretch of text inside a paragraph."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class Redacted(Part):
    """A stretch that the reader must not see. It never carries the hidden words, only the reason."""

    reason: str = ""

    @property
    def text(self) -> str:
        return f"{HIDDEN}：{self.reason}" if self.reason else HIDDEN


@dataclass(frozen=True)
class Heading(Part):
    """A heading with its number as given; levels 1–4 are 一、（一）1.（1）."""

    text: str
    level: int

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 1 <= self.level <= len(NUMBERED):
            raise ValueError(f"A heading's level is 1 to 4, not {self.level}.")


def heading(text: str) -> Heading:
    """A heading whose level follows from its number; one without a number is of the first level."""
    levels = (at for at, number in enumerate(NUMBERED, start=1) if re.match(number, text.strip()))
    return Heading(text, next(levels, 1))


@dataclass(frozen=True)
class Paragraph(Part):
    """Plain text, or runs of it: `Paragraph("…")`, `Paragraph([Run("…", bold=True), Redacted("个人隐私")])`."""

    content: str | Sequence[Run | Redacted]

    @property
    def runs(self) -> tuple[Run | Redacted, ...]:
        return (Run(self.content),) if isinstance(self.content, str) else tuple(self.content)

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Table(Part):
    """A table: `heads` are (words, relative width) as in workbooks; one without rows says 无."""

    heads: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[Any]]
    caption: str = ""
    landscape: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", tuple(tuple(row) for row in self.rows))
        super().__post_init__()
        longest = max(map(len, self.rows), default=0)
        if not self.heads or longest > len(self.heads):
            raise ValueError(f"A row has {longest} cells and the table {len(self.heads)} columns.")

    def lines(self) -> list[list[str]]:
        """The rows as they are shown, each as long as the heads."""
        return [[_in_cell(cell) for cell in row] + [""] * (len(self.heads) - len(row)) for row in self.rows]

    def numeric(self, line: int, place: int) -> bool:
        """Whether a cell is a number, which stands on the right."""
        row = self.rows[line]
        value = row[place] if place < len(row) else None
        return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _in_cell(value: Any) -> str:
    """As everywhere, but an amount with its thousands apart: 1,234,567.89."""
    return f"{value.normalize():,f}" if isinstance(value, Decimal) and value.is_finite() else shown(value)


@dataclass(frozen=True)
class PageBreak(Part):
    """What follows begins on a new page."""


@dataclass(frozen=True)
class Note(Part):
    """A small remark, such as the day and the source of the figures."""

    text: str


Block = Heading | Paragraph | Table | PageBreak | Note


@dataclass(frozen=True)
class Attachment(Part):
    """Named in the 附件说明; with blocks it is printed behind the text, on a page of its own."""

    title: str
    blocks: Sequence[Block] = ()


@dataclass(frozen=True)
class Imprint(Part):
    """The last line of the 版记: who printed and sent the document, and when."""

    office: str
    date: time.date


@dataclass(frozen=True)
class Paper(Part):
    """An official document. What is empty is left out; a newline in the title breaks its line there.

    `mark` stands in the head of every page: 内部资料.
    """

    title: str
    number: str = ""
    issuer: str = ""
    date: time.date | None = None
    red_head: str = ""
    addressee: str = ""
    blocks: Sequence[Block] = ()
    signed: bool = True
    attachments: Sequence[Attachment] = ()
    copies_to: Sequence[str] = ()
    imprint: Imprint | None = None
    mark: str = ""

    @property
    def plain_title(self) -> str:
        return self.title.replace("\n", "")

    @property
    def day(self) -> str:
        return chinese_day(self.date) if self.date else ""

    def annexes(self) -> list[tuple[str, Attachment]]:
        """The attachments that are printed, with their label 附件 or 附件1, 附件2 …"""
        labels = [
            f"附件{at}" if len(self.attachments) > 1 else "附件" for at in range(1, len(self.attachments) + 1)
        ]
        return [(label, each) for label, each in zip(labels, self.attachments, strict=True) if each.blocks]


def chinese_day(day: time.date) -> str:
    """2026年3月8日: year in full, month and day without a leading nought."""
    return f"{day.year}年{day.month}月{day.day}日"


def addressed(paper: Paper) -> str:
    """The 主送机关 with the full-width colon it ends with."""
    return paper.addressee.rstrip("：:") + "："


def copied(paper: Paper) -> str:
    """抄送：甲，乙。"""
    return f"抄送：{'，'.join(paper.copies_to).rstrip('。')}。"


def attachment_lines(paper: Paper) -> list[tuple[str, str]]:
    """The lines of the 附件说明 as (lead, name): 附件： alone, else 附件：1. 2. 3. …"""
    if len(paper.attachments) == 1:
        return [("附件：", paper.attachments[0].title)]
    return [
        (f"附件：{at}." if at == 1 else f"{at}.", each.title)
        for at, each in enumerate(paper.attachments, start=1)
    ]


def width(text: str) -> float:
    """How many characters wide a line is; half-width ones count half."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def signature_indents(paper: Paper) -> tuple[float, float]:
    """How far, in characters, the issuer and the date stay from the right edge (GB/T 9704, 7.3.5.2).

    The date begins two characters right of the issuer; where it is the longer one, it stays two from the edge.
    """
    issuer, day = width(paper.issuer), width(paper.day)
    if not issuer or issuer - day >= 2:
        return 2.0, max(issuer - day, 2.0)
    return 4 + day - issuer, 2.0
