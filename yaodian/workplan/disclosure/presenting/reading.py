"""A published plan as a page shows it: contents, parts with their targets marked, notes and what was released.

It works on rows of `PublishedPart` alone, stored ones for the portal and unstored ones for the preview.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..models import PublishedPart

# What is released about tasks and targets, by their key: {("task", 7): ["责任人：…"]}
Released = Mapping[tuple[str, int], Sequence[str]]


@dataclass(frozen=True)
class Run:
    """A stretch of words: `kind` is "head", "target" or ""."""

    text: str
    kind: str = ""


@dataclass(frozen=True)
class Shown:
    """One part with what stands beside it."""

    part: PublishedPart
    runs: list[Run] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    released: list[str] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """The same for a task in every version of the page."""
        return f"task-{self.part.task_key}" if self.part.task_key else f"part-{self.part.order}"

    @property
    def is_task(self) -> bool:
        return self.part.task_key is not None

    @property
    def label(self) -> str:
        """The line of the contents."""
        if self.part.kind == PublishedPart.Kind.REDACTED:
            return f"{self.part.no} 本项不予公开"
        return f"{self.part.no} {self.part.title}" if self.is_task else self.part.text


@dataclass(frozen=True)
class Chapter:
    """A heading of the contents with the tasks below it."""

    heading: Shown | None
    tasks: list[Shown]


def shown(parts: Iterable[PublishedPart], released: Released) -> list[Shown]:
    return [_shown(part, released) for part in parts]


def _shown(part: PublishedPart, released: Released) -> Shown:
    if part.kind == PublishedPart.Kind.REDACTED:
        return Shown(part)
    keys = [("task", part.task_key or 0), *(("target", target["key"]) for target in part.targets)]
    notes = [part.note, *(target["note"] for target in part.targets)]
    words = [words for key in keys for words in released.get(key, ())]
    return Shown(part, list(_runs(part)), [note for note in notes if note], words)


def _runs(part: PublishedPart) -> Iterator[Run]:
    """The text cut at the end of its head and around its targets."""
    spans = [(0, part.head, "head")] if part.head else []
    spans += [(target["start"], target["end"], "target") for target in part.targets]
    place = 0
    for start, end, kind in sorted(spans):
        if start > place:
            yield Run(part.text[place:start])
        if end > place:
            yield Run(part.text[max(start, place) : end], kind)
        place = max(place, end)
    if place < len(part.text):
        yield Run(part.text[place:])


def contents(parts: Iterable[Shown]) -> list[Chapter]:
    """Headings of every level with their tasks; tasks before the first heading stand alone."""
    chapters: list[Chapter] = []
    for one in parts:
        if one.part.kind == PublishedPart.Kind.HEADING:
            chapters.append(Chapter(one, []))
        elif one.is_task:
            if not chapters:
                chapters.append(Chapter(None, []))
            chapters[-1].tasks.append(one)
    return chapters


def words_of(content: Mapping[str, Any]) -> list[str]:
    """What a release lets out, each line with its day."""
    return [f"{words}（截至{content['as_of']}）" for words in content.get("words", [])]
