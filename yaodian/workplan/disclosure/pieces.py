"""A plan's text cut at its headings, paragraphs and tasks, without what belongs to the restricted register."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yaodian.workplan.plans.models import Plan, Target, Task


@dataclass(frozen=True)
class Piece:
    """A stretch of the text: a heading (with its level), a task, or a paragraph (neither)."""

    start: int
    text: str
    level: int = 0
    task: Task | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def restricted(self) -> bool:
        return self.task is not None and self.task.restricted

    def meets(self, task: Task) -> bool:
        return self.start < task.end and task.start < self.end

    def holds(self, target: Target) -> bool:
        return self.start <= target.start and target.end <= self.end


def pieces_of(plan: Plan, tasks: Sequence[Task]) -> list[Piece]:
    """What is left for the public, in the order of the text; `tasks` are sorted by their place.

    A task that shares words with a restricted one goes with it.
    """
    return _open_to_all(list(_cut(plan, tasks)), [task for task in tasks if task.restricted])


def _cut(plan: Plan, tasks: Sequence[Task]) -> Iterator[Piece]:
    levels = _levels(tasks)
    place = 0
    for task in tasks:
        yield from _lines(plan, place, task.start, levels)
        yield _trimmed(plan.text, task.start, task.end, task=task)
        place = max(place, task.end)
    yield from _lines(plan, place, len(plan.text), levels)


def _levels(tasks: Sequence[Task]) -> dict[str, int]:
    """How deep each heading stands, by its words."""
    levels: dict[str, int] = {}
    for task in tasks:
        for depth, words in enumerate(task.section, start=1):
            levels[words] = min(depth, levels.get(words, depth))
    return levels


def _lines(plan: Plan, start: int, end: int, levels: dict[str, int]) -> Iterator[Piece]:
    """The lines between two tasks; the title stands in the page's head already."""
    for line in plan.text[start:end].splitlines(keepends=True):
        words = line.strip()
        if words and words != plan.title:
            yield _trimmed(plan.text, start, start + len(line), level=levels.get(words, 0))
        start += len(line)


def _trimmed(text: str, start: int, end: int, level: int = 0, task: Task | None = None) -> Piece:
    words = text[start:end]
    lead = len(words) - len(words.lstrip())
    return Piece(start + lead, words.strip(), level, task)


def _open_to_all(pieces: list[Piece], restricted: Sequence[Task]) -> list[Piece]:
    """Without restricted tasks, and without headings that stand above nothing else.

    What is written between such a heading and its last restricted task goes with it.
    """
    gone: set[int] = {place for place, piece in enumerate(pieces) if any(map(piece.meets, restricted))}
    for place, piece in enumerate(pieces):
        if piece.level:
            gone.update(_hollow(pieces, place))
    return [piece for place, piece in enumerate(pieces) if place not in gone]


def _hollow(pieces: list[Piece], place: int) -> range:
    """The stretch from a heading to its last task when all of its tasks are restricted; else nothing."""
    end = next(
        (at for at in range(place + 1, len(pieces)) if 0 < pieces[at].level <= pieces[place].level),
        len(pieces),
    )
    tasks = [at for at in range(place, end) if pieces[at].task is not None]
    hollow = bool(tasks) and all(pieces[at].restricted for at in tasks)
    return range(place, tasks[-1] + 1) if hollow else range(0)
