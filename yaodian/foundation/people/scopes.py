"""What a token may read. Each app registers its own scopes: `register("plans:read", "工作要点")`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_words: dict[str, str] = {}
_documentation: list[StrOrPromise] = []


def register(name: str, words: str) -> None:
    """Add a scope; other words for a known one are a mistake."""
    if _words.setdefault(name, words) != words:
        raise ValueError(f"The scope {name} is called {_words[name]} already.")


def known() -> dict[str, str]:
    """Name → words, in the order of registration."""
    return dict(_words)


def words_of(names: list[str]) -> list[str]:
    """What the scopes are called; one that no app registers any more by its name."""
    return [_words.get(name, name) for name in names]


def register_documentation(url: StrOrPromise) -> None:
    """Where the API's own pages stand."""
    _documentation[:] = [url]


def documentation() -> str:
    return str(_documentation[0]) if _documentation else ""
