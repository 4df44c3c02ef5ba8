"""Where an item can be cut in two."""

from __future__ import annotations

from dataclasses import dataclass

from ..models import Target, Task

AFTER = {"target": "，、；,;和及并", "task": "。；;\n"}
AROUND = 10


@dataclass(frozen=True)
class Cut:
    """A place between two characters, with the words on both sides."""

    at: int
    before: str
    after: str


def cut_places(item: Task | Target) -> list[Cut]:
    """After each comma of a target, after each sentence of a task; nowhere else."""
    text = item.plan.text
    signs = AFTER["target" if isinstance(item, Target) else "task"]
    places = [
        at for at in range(item.start + 1, item.end) if text[at - 1] in signs and text[at : item.end].strip()
    ]
    return [
        Cut(at, text[max(item.start, at - AROUND) : at], text[at : min(item.end, at + AROUND)])
        for at in places
    ]


def middle_of(item: Task | Target) -> int:
    """The cut nearest to the middle, or the middle itself."""
    middle = (item.start + item.end) // 2
    places = [cut.at for cut in cut_places(item)]
    return min(places, key=lambda at: abs(at - middle)) if places else max(middle, item.start + 1)
