"""How people are told of something: messages stand on a floor above, which registers itself here."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from .models import User

Tell = Callable[[Iterable[User], str, str], object]
_ways: list[Tell] = []


def register(way: Tell) -> None:
    if way not in _ways:
        _ways.append(way)


def tell(users: Iterable[User], words: str, url: str = "") -> None:
    """Send one sentence, with the page it speaks of, in the transaction at hand."""
    told = list(users)
    for way in _ways:
        way(told, words, url)
