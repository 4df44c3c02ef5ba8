"""A plan's words as blocks of a paper: headings, tasks with a bold head, and notes beside the sentences they change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from yaodian.foundation.desk.papers import Block, Heading, Paragraph, Run, heading

NUMBER = re.compile(r"(?:[一二三四五六七八九十百]+、|（[一二三四五六七八九十百]+）|\d+[.．]|（\d+）)")
SENTENCE_END = re.compile(r"[。；！？\n]|$")
SHORT = 56


@dataclass(frozen=True)
class Beside:
    """A note about the words that end at `place`."""

    place: int
    note: str


def headed(text: str, level: int) -> Block:
    """A heading; its own number says more of its level than its depth does."""
    return heading(text) if NUMBER.match(text) else Heading(text, min(max(level, 1), 4))


def paragraphs(text: str, head: int = 0, notes: Sequence[Beside] = ()) -> Iterator[Block]:
    """One block a line: `head` characters are bold, each note stands in brackets behind its sentence."""
    placed = sorted((_behind(text, one), one.note) for one in notes)
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        here = [(place - start, note) for place, note in placed if start <= place <= end]
        placed = placed[len(here) :]
        if line.strip():
            yield _block(line, max(0, head - start), here)
        start = end + 1


def _behind(text: str, one: Beside) -> int:
    """The place behind the sentence that the noted words belong to."""
    found = SENTENCE_END.search(text, max(one.place, 0))
    place = found.end() if found is not None else len(text)
    return place - 1 if text[place - 1 : place] == "\n" else place


def _block(line: str, head: int, notes: Iterable[tuple[int, str]]) -> Block:
    noted = list(notes)
    if not noted and _is_heading(line):
        return heading(line.strip())
    cuts = sorted({0, min(head, len(line)), len(line), *(place for place, _ in noted)})
    runs: list[Run] = []
    for start, end in zip(cuts, [*cuts[1:], len(line)], strict=True):
        runs += [Run(f"（{note}）", bold=True) for place, note in noted if place == start]
        if end > start:
            runs.append(Run(line[start:end], bold=end <= head))
    return Paragraph(runs)


def _is_heading(line: str) -> bool:
    """A short line of its own that is numbered and does not end like a sentence."""
    words = line.strip()
    return bool(NUMBER.match(words)) and len(words) <= SHORT and words[-1] not in "。；：，！？"
