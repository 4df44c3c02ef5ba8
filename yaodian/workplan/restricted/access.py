"""Who keeps the restricted register: leaders, and the chief and clerks of the division for party affairs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Refusal
from yaodian.foundation.common.row_security import rows_for
from yaodian.foundation.people.roles import Role

if TYPE_CHECKING:
    from .models import Matter

KEPT = "kept"


def keeps_register(actor: Actor) -> bool:
    if actor.role == Role.LEADER:
        return True
    division = getattr(actor.membership, "division", None)
    return actor.role in (Role.CHIEF, Role.CLERK) and division is not None and division.party_affairs


@contextmanager
def entered(actor: Actor) -> Iterator[None]:
    """The context in which PostgreSQL shows the rows that the actor may see."""
    with rows_for(person=actor.id, register=KEPT if keeps_register(actor) else ""):
        yield


def may_change(actor: Actor, matter: Matter) -> Refusal | None:
    """Read inside `entered(actor)`: what the actor does not see, they cannot ask about."""
    if keeps_register(actor) or matter.person_id == actor.user.pk:
        return None
    return Refusal("专项登记由局领导、承办党务的科室和登记的责任人办理。")
