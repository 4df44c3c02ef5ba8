"""Saying no: a refusal gives its reason, a list of problems gives all of them at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """What `may_<verb>` returns when the answer is no; `reason` is a sentence for the person."""

    reason: str


class Refused(Exception):
    """Raised by an action that the actor may not do."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal


def insist(refusal: Refusal | None) -> None:
    """Raise `Refused` when a `may_<verb>` answered with a refusal."""
    if refusal is not None:
        raise Refused(refusal)


@dataclass(frozen=True)
class Problem:
    """One thing to put right: the field (or "" for the whole) and a sentence that says what to do."""

    field: str
    words: str


class Problems(Exception):
    """All problems of one input together, in the order of the page."""

    def __init__(self, items: Iterable[Problem]) -> None:
        self.items = list(items)
        super().__init__("；".join(problem.words for problem in self.items))

    def by_field(self) -> dict[str, list[str]]:
        grouped: dict[str, list[str]] = {}
        for problem in self.items:
            grouped.setdefault(problem.field, []).append(problem.words)
        return grouped


def insist_none(problems: Iterable[Problem]) -> None:
    """Raise `Problems` when there is at least one."""
    found = list(problems)
    if found:
        raise Problems(found)
