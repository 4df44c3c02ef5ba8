"""What a record needs to change through the two doors."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Revised(models.Model):
    """A record whose every change raises its revision. Only `flow.doors` changes it."""

    revision = models.PositiveIntegerField("版次", default=1)

    class Meta:
        abstract = True

    @property
    def audit_group(self) -> models.Model | None:
        """The record on whose timeline changes of this one also appear."""
        return None


class Flowing(Revised):
    """A revised record with a state.

    `NEXT` maps each state to the states that may follow. `state` has no default: an action that makes a
    record names its first state. A model declares the field again with its own choices.
    """

    NEXT: ClassVar[dict[str, set[str]]] = {}

    state = models.CharField("状态", max_length=20)

    class Meta:
        abstract = True


def state_known(states: list[str], name: str) -> models.CheckConstraint:
    """The constraint that keeps unknown states out of a table."""
    return models.CheckConstraint(condition=models.Q(state__in=states), name=name)
