"""个人信息登记: which personal information is held, what for, on what ground, how long, and who may see it.

Every field that holds something about a person has its line here, also those of apps on the floors above, which
register theirs; a sealed field without one fails the tests.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from yaodian.foundation.common.sealed import Sealed

from .models import User

# What is held of a person, for that person's own eyes: one value or several, sealed ones still sealed.
Held = Callable[[User], list[Any]]


SEALED, DIGEST, PLAIN = "加密", "摘要", "明文"


@dataclass(frozen=True)
class Line:
    """One kind of personal information. `field` is `app.Model.field`; `held` finds what is held of a person."""

    field: str
    words: str
    purpose: str
    basis: str
    retention: str
    seen_by: str
    held: Held
    kept: str = PLAIN

    def shown(self, user: User) -> str:
        """What is held of `user`, what is sealed in masks."""
        return "、".join(str(value) for value in self.held(user) if value)

    def clear(self, user: User) -> str:
        """The same in full, for the person alone."""
        values = [value.reveal() if isinstance(value, Sealed) else value for value in self.held(user)]
        return "、".join(str(value) for value in values if value)


_lines: dict[str, Line] = {}


def register(line: Line) -> None:
    """Add a line; a second one for the same field is a mistake."""
    if _lines.setdefault(line.field, line) != line:
        raise ValueError(f"{line.field} stands in the register already.")


def lines() -> list[Line]:
    """In the order of registration."""
    return list(_lines.values())
