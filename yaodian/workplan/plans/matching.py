"""Which task of the plan a row of somebody's table speaks of.

Clerks shorten and reword titles and renumber rows, so likeness of words decides and the number only helps.
Likeness is Dice's coefficient of character pairs; what the row promises is looked up in the task's own text too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SURE, LIKELY = 0.8, 0.42
SAME_NUMBER, PROMISED = 0.1, 0.25
_NOISE = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"^[第(（]?\s*([0-9]+|[一二三四五六七八九十百]+)\s*[)）项条.、．]?$")

SAME, CLOSE, NONE = "一致", "相近", "未找到"


@dataclass(frozen=True)
class Wanted:
    """What a row says of itself."""

    no: str
    title: str
    goal: str = ""


@dataclass(frozen=True)
class Candidate:
    """A task that a row may mean; `text` is its passage of the plan."""

    key: int
    no: str
    title: str
    text: str = ""


@dataclass(frozen=True)
class Match:
    """The task found for a row, and how sure that is: 一致, 相近 or 未找到."""

    key: int | None
    words: str


def pairs(text: str) -> frozenset[str]:
    """The neighbouring characters of a text, without punctuation and blanks."""
    bare = _NOISE.sub("", unicodedata.normalize("NFKC", text).lower())
    return frozenset(bare[at : at + 2] for at in range(len(bare) - 1)) or frozenset([bare] if bare else [])


def dice(one: frozenset[str], other: frozenset[str]) -> float:
    """1 for the same pairs, 0 for none in common."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def bare_number(no: str) -> str:
    """「（3）」, 「3.」 and 「3」 are the same number."""
    folded = unicodedata.normalize("NFKC", no).strip()
    found = _NUMBER.match(folded)
    return found.group(1) if found else folded


def score(wanted: Wanted, candidate: Candidate) -> float:
    """How well a row fits a task: likeness of titles, raised by the same number and by promises it contains."""
    likeness = dice(pairs(wanted.title), pairs(candidate.title))
    if likeness == 1:
        return 2.0
    number = bare_number(wanted.no)
    raised = SAME_NUMBER if number and number == bare_number(candidate.no) and likeness > 0 else 0.0
    return likeness + raised + PROMISED * _contained(pairs(wanted.goal), pairs(candidate.text))


def _contained(part: frozenset[str], whole: frozenset[str]) -> float:
    return len(part & whole) / len(part) if part and whole else 0.0


def match(rows: Mapping[int, Wanted], candidates: Sequence[Candidate]) -> dict[int, Match]:
    """The best pairing, each task given to one row at most: the surest pair is taken first."""
    scored = sorted(
        ((score(row, one), line, one.key) for line, row in rows.items() for one in candidates),
        key=lambda found: (-found[0], found[1], found[2]),
    )
    given: dict[int, Match] = {}
    taken: set[int] = set()
    for value, line, key in scored:
        if value < LIKELY:
            break
        if line not in given and key not in taken:
            given[line] = Match(key, SAME if value >= SURE else CLOSE)
            taken.add(key)
    return {line: given.get(line, Match(None, NONE)) for line in rows}
