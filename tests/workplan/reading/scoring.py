"""Scores of a reading against hand-made answers, by the rules of the plans' conventions.

A target is found when a prediction overlaps it with the same value, value_max and unit; it is right when
comparator and kind agree too and the indicator's characters agree. A task is right when start and title agree.
"""

from collections import Counter
from typing import Any

Entry = dict[str, Any]


def score(gold: Entry, guess: Entry) -> dict[str, float]:
    """`found_f1`, `full_f1` and `task_f1` of one document."""
    found = _pair(gold["targets"], guess["targets"], _same_quantity, _right)
    full = sum(_right(left, right) for left, right in found)
    tasks = _pair(gold["tasks"], guess["tasks"], _same_task, lambda left, right: True)
    sizes = len(gold["targets"]) + len(guess["targets"])
    return {
        "found_f1": _f1(len(found), sizes),
        "full_f1": _f1(full, sizes),
        "task_f1": _f1(len(tasks), len(gold["tasks"]) + len(guess["tasks"])),
    }


def _f1(hits: int, sizes: int) -> float:
    return round(2 * hits / sizes, 4) if sizes else 1.0


def _agreement(left: str, right: str) -> float:
    a, b = Counter(left), Counter(right)
    shared = (a & b).total()
    return 2 * shared / (a.total() + b.total()) if shared else 0.0


def _same_quantity(gold: Entry, guess: Entry) -> bool:
    overlaps = gold["start"] < guess["end"] and guess["start"] < gold["end"]
    return overlaps and all((gold[key] or "") == (guess[key] or "") for key in ("value", "value_max", "unit"))


def _right(gold: Entry, guess: Entry) -> bool:
    same = gold["comparator"] == guess["comparator"] and gold["kind"] == guess["kind"]
    return same and _agreement(gold["indicator"], guess["indicator"]) >= 0.7


def _same_task(gold: Entry, guess: Entry) -> bool:
    return abs(gold["start"] - guess["start"]) <= 3 and _agreement(gold["title"], guess["title"]) >= 0.9


def _pair(golds: list[Entry], guesses: list[Entry], same: Any, better: Any) -> list[tuple[Entry, Entry]]:
    free, pairs = list(guesses), []
    for gold in golds:
        candidates = [guess for guess in free if same(gold, guess)]
        if candidates:
            best = max(candidates, key=lambda guess: better(gold, guess))
            free.remove(best)
            pairs.append((gold, best))
    return pairs
