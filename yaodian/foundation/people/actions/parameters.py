"""Setting a parameter."""

from __future__ import annotations

from django.db import transaction

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import insist, insist_none
from yaodian.foundation.flow.doors import edit

from ..access import may_set
from ..models import Parameter
from ..parameters import Figure, forget


@transaction.atomic
def set_parameter(figure: Figure, value: int | None, *, by: Actor, revision: int, reason: str) -> Parameter:
    """Set the value, or go back to the default with None; `revision` is what the person saw, 0 for no row yet.

    Raises `Problems` for a value out of bounds and `Superseded` when somebody was first.
    """
    insist(may_set(by, figure))
    if value is not None:
        insist_none(figure.problems(value))
    Parameter.objects.bulk_create([Parameter(name=figure.name)], ignore_conflicts=True)
    row = Parameter.objects.get(name=figure.name)
    stored = edit(row, by=by, revision=max(revision, 1), action="set_parameter", reason=reason, value=value)
    forget()
    transaction.on_commit(forget)
    return stored
