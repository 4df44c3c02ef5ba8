"""Cutting text for search: pairs of neighbouring characters, and whole words of letters and digits.

A two-character Chinese word is then one entry of the index, and a longer phrase is the AND of its pairs, checked
against the text afterwards. Text is folded first (NFKC, lower case), so that full-width and half-width meet.
"""

from __future__ import annotations

import re
import unicodedata

_RUN = re.compile(r"[0-9a-z][0-9a-z.]*|[\u3400-\u9fff\uf900-\ufaff]+")


def fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def grams(text: str) -> list[str]:
    """Distinct entries of the index for `text`, in the order they first occur."""
    found: dict[str, None] = {}
    for run in _RUN.findall(fold(text)):
        for piece in _pieces(run):
            found[piece] = None
    return list(found)


def _pieces(run: str) -> list[str]:
    if run[0].isascii():
        return [run.strip(".")]
    return [run[i : i + 2] for i in range(len(run) - 1)] + [run[-1]] if len(run) > 1 else [run]


def tsquery(words: str) -> str:
    """`words` as the text of a tsquery; empty when nothing in it can be searched.

    A single Chinese character and a run of letters or digits match as prefixes.
    """
    terms: list[str] = []
    for run in _RUN.findall(fold(words)):
        if run[0].isascii():
            terms.append(f"{_quoted(run.strip('.'))}:*")
        elif len(run) == 1:
            terms.append(f"{_quoted(run)}:*")
        else:
            terms += [_quoted(run[i : i + 2]) for i in range(len(run) - 1)]
    return " & ".join(dict.fromkeys(terms))


def _quoted(term: str) -> str:
    return "'" + term.replace("\\", "").replace("'", "''") + "'"
