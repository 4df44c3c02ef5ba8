"""What a person holds ends with their account: apps register how, and closing an account ends all of it."""

from __future__ import annotations

from typing import Protocol

from yaodian.foundation.common.actor import Actor

from .models import User


class Ending(Protocol):
    """Ends one kind of thing that a person holds (sessions, tokens, delegations), in the transaction at hand."""

    def __call__(self, user: User, *, by: Actor, reason: str) -> object: ...


_endings: list[Ending] = []


def register(end: Ending) -> None:
    """Add an ending in `AppConfig.ready`; a second time the same one is the same one."""
    if end not in _endings:
        _endings.append(end)


def end_all(user: User, *, by: Actor, reason: str) -> None:
    """End everything that `user` holds, in the order of registration."""
    for end in _endings:
        end(user, by=by, reason=reason)
