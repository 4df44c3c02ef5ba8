"""What waits for a person. Apps register their sources in `AppConfig.ready`; nothing is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from yaodian.foundation.common.actor import Actor


@dataclass(frozen=True)
class Todo:
    """One thing to do: what, where, how much of it, until when."""

    title: str
    url: str
    detail: str = ""
    count: int = 1
    due: date | None = None


Source = Callable[[Actor], Iterable[Todo]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Add a source; registering a name twice is a programming error."""
    if name in _sources and _sources[name] is not source:
        raise ValueError(f"A to-do source named {name} is registered already.")
    _sources[name] = source


def todos_of(actor: Actor) -> list[Todo]:
    """Everything that waits for `actor`, the earliest due first, then in the order of registration."""
    found = [todo for source in _sources.values() for todo in source(actor)]
    return sorted(found, key=lambda todo: (todo.due is None, todo.due or date.max))
