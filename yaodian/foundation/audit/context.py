"""What the audit knows of the request at hand; set by the middleware, empty outside a request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass
class Visit:
    """One request: its id, address, method and path, and the ids of the entries it has written.

    An entry of a transaction that was rolled back is in the list, and not in the table.
    """

    request_id: str = ""
    address: str = ""
    method: str = ""
    path: str = ""
    entries: list[int] = field(default_factory=list, compare=False)


_visit: ContextVar[Visit | None] = ContextVar("audit_visit", default=None)


def current() -> Visit:
    return _visit.get() or Visit()


@contextmanager
def visiting(visit: Visit) -> Iterator[Visit]:
    token = _visit.set(visit)
    try:
        yield visit
    finally:
        _visit.reset(token)
