"""What a hit shows of its text: the words around the first match, every match marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .grams import fold

Parts = list[tuple[str, bool]]
BEFORE = 30
LENGTH = 120


@dataclass(frozen=True)
class Folded:
    """A text and its folded form, in which one character may have become several (㎡ → m2)."""

    text: str
    folded: str
    origin: Sequence[int]

    @classmethod
    def of(cls, text: str) -> Folded:
        pieces = [fold(sign) for sign in text]
        origin = [at for at, piece in enumerate(pieces) for _sign in piece]
        return cls(text, "".join(pieces), origin)

    def spans(self, phrases: Sequence[str]) -> list[tuple[int, int]]:
        """Where the phrases stand in the text, in order, those that touch joined."""
        joined: list[tuple[int, int]] = []
        for start, end in sorted(self._found(phrases)):
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return joined

    def _found(self, phrases: Sequence[str]) -> Iterator[tuple[int, int]]:
        for phrase in phrases:
            at = self.folded.find(phrase) if phrase else -1
            while at >= 0:
                yield self.origin[at], self.origin[at + len(phrase) - 1] + 1
                at = self.folded.find(phrase, at + len(phrase))


def marked(text: str, phrases: Sequence[str]) -> Parts:
    """The whole text as (words, whether they match)."""
    return _parts(text, Folded.of(text).spans(phrases), 0, len(text))


def excerpt(text: str, phrases: Sequence[str]) -> Parts:
    """About `LENGTH` characters around the first match, or from the beginning, on one line."""
    flat = " ".join(text.split())
    spans = Folded.of(flat).spans(phrases)
    start = max(0, spans[0][0] - BEFORE) if spans else 0
    end = min(len(flat), start + LENGTH)
    parts = _parts(flat, [span for span in spans if span[0] < end], start, end)
    return [("…", False)] * (start > 0) + parts + [("…", False)] * (end < len(flat))


def _parts(text: str, spans: Sequence[tuple[int, int]], start: int, end: int) -> Parts:
    parts: Parts = []
    at = start
    for first, last in spans:
        parts += [(text[at:first], False), (text[first : min(last, end)], True)]
        at = min(last, end)
    return [part for part in [*parts, (text[at:end], False)] if part[0]]
