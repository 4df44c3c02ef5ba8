"""Cutting text for search: pairs of neighbouring Chinese characters, and words of letters and digits.

A two-character Chinese word is then one entry of the index, and a longer phrase is the AND of its pairs, checked
against the text afterwards. A word of letters or digits is entered with each of its ends, so that any part of it
is the beginning of an entry: G网 is found in 5G网络. Text is folded first (NFKC, lower case), so that full width
and half width meet.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 40
_HAN = "\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"([{_HAN}]+)|([^\W_{_HAN}]+(?:\.[^\W_{_HAN}]+)*)")


def fold(text: str) -> str:
    """The one form in which spellings meet, without NUL, which PostgreSQL cannot hold."""
    return unicodedata.normalize("NFKC", text.replace("\x00", "")).lower()


def grams(text: str) -> list[str]:
    """Distinct entries of the index for `text`, in the order they first occur."""
    found: dict[str, None] = {}
    for han, word in _RUN.findall(fold(text)):
        found.update(dict.fromkeys(_pairs(han) if han else _ends(word)))
    return list(found)


def _pairs(run: str) -> list[str]:
    """The neighbours of a run, and its last character alone, so that each character begins an entry."""
    return [run[at : at + 2] for at in range(len(run))]


def _ends(word: str) -> list[str]:
    return [word[at : at + LONGEST] for at in range(len(word)) if word[at] != "."]


def tsquery(words: str) -> str:
    """`words` as the text of a tsquery; empty when nothing in it can be searched.

    A single Chinese character and a word of letters or digits match the beginning of an entry.
    """
    terms: list[str] = []
    for han, word in _RUN.findall(fold(words)):
        if len(han) > 1:
            terms += [_quoted(han[at : at + 2]) for at in range(len(han) - 1)]
        else:
            terms.append(f"{_quoted(han or word[:LONGEST])}:*")
    return " & ".join(dict.fromkeys(terms))


def phrases(words: str) -> list[str]:
    """The runs between blanks, folded: each has to stand in the text as it was typed."""
    return list(dict.fromkeys(fold(words).split()))


def _quoted(term: str) -> str:
    return "'" + term.replace("\\", "").replace("'", "''") + "'"
