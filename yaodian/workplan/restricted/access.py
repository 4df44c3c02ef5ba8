"""Who keeps the restricted register: leaders, and the chief and clerks of the division for party affairs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.row_security import rows_for
from yaodian.foundation.people.roles import Role


def keeps_register(actor: Actor) -> bool:
    if actor.role == Role.LEADER:
        return True
    division = getattr(actor.membership, "division", None)
    return actor.role in (Role.CHIEF, Role.CLERK) and division is not None and division.party_affairs


@contextmanager
def entered(actor: Actor) -> Iterator[None]:
    """The context in which PostgreSQL shows the rows that the actor may see."""
    with rows_for(person=actor.id, register="kept" if keeps_register(actor) else ""):
        yield
