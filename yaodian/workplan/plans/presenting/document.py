"""The plan's text cut into paragraphs and segments, with tasks and targets marked in place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ..models import Plan, Target, Task
from ..states import LIVE
from .items import Shown


@dataclass(frozen=True)
class Segment:
    """A run of text that belongs to one item or to none; `first` where the item begins."""

    text: str
    shown: Shown | None = None
    first: bool = False


@dataclass(frozen=True)
class Paragraph:
    """One line of the text. `role`: "title", "head" or ""."""

    start: int
    end: int
    role: str
    segments: tuple[Segment, ...]

    def html(self) -> SafeString:
        """The paragraph without any character that is not in the text, so that offsets can be counted in it."""
        first = self.segments[0].text[:1] if self.segments else ""
        flush = " y-doc-flush" if first.isspace() else ""
        role = f"y-doc-{self.role}" if self.role else ""
        words = format_html_join("", "{}", ((_marked(segment),) for segment in self.segments))
        return format_html(
            '<p id="p-{}" class="{}" data-start="{}">{}</p>', self.start, role + flush, self.start, words
        )


def _marked(segment: Segment) -> str | SafeString:
    shown = segment.shown
    if shown is None:
        return segment.text
    place = format_html(' id="hit-{}"', shown.key) if segment.first else ""
    return format_html(
        '<mark class="y-hit" data-key="{}" data-kind="{}" data-state="{}"><a{} href="#item-{}" title="{}">{}</a></mark>',
        shown.key, shown.kind, shown.look, place, shown.key, shown.summary, segment.text,
    )  # fmt: skip


def paragraphs(plan: Plan, items: Iterable[Shown]) -> list[Paragraph]:
    """The lines of the text that are not blank."""
    items = list(items)
    owners = _owners(plan, items)
    heads = {title for shown in items if isinstance(shown.item, Task) for title in shown.item.section}
    begun: set[str] = set()
    made = []
    for start, line in _lines(plan.text):
        role = _role(line.strip(), plan, heads)
        segments = tuple(_segments(line, owners[start : start + len(line)], begun))
        made.append(Paragraph(start, start + len(line), role, segments))
    return made


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, line.rstrip("\r")
        start += len(line) + 1


def _role(words: str, plan: Plan, heads: set[str]) -> str:
    if words == plan.title:
        return "title"
    return "head" if words in heads else ""


def _segments(line: str, owners: list[Shown | None], begun: set[str]) -> Iterator[Segment]:
    place = 0
    for shown, run in groupby(owners, key=lambda owner: owner):
        length = len(list(run))
        first = shown is not None and shown.key not in begun
        if shown is not None:
            begun.add(shown.key)
        yield Segment(line[place : place + length], shown, first)
        place += length


def _owners(plan: Plan, items: Iterable[Shown]) -> list[Shown | None]:
    """For each character the item it shows: targets above tasks' heads, live items above rejected ones."""
    owners: list[Shown | None] = [None] * len(plan.text)
    for shown in sorted(items, key=_layer):
        start, end = painted(plan, shown.item)
        owners[start:end] = [shown] * (end - start)
    return owners


def _layer(shown: Shown) -> tuple[bool, bool]:
    return isinstance(shown.item, Target), shown.item.state in LIVE


def painted(plan: Plan, item: Task | Target) -> tuple[int, int]:
    """A target is marked whole, a task only at its head: its number and its title."""
    start, end = item.start, min(item.end, len(plan.text))
    if isinstance(item, Target):
        return min(start, end), end
    at = plan.text.find(item.title, start, end)
    line_end = plan.text.find("\n", start, end)
    head = at + len(item.title) if at >= 0 else min(start + 24, end)
    return min(start, end), min(head, line_end) if line_end > start else head
