"""The restricted register: party-building, ideological and inspection tasks, by reference alone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.flow.models import Revised
from yaodian.foundation.people.roles import BUREAU
from yaodian.workplan.plans.models import Plan, Task

from .access import entered, keeps_register


class MatterQuerySet(models.QuerySet["Matter"]):
    def visible_to(self, actor: Actor | None) -> MatterQuerySet:
        """Who keeps the register sees all of it, others what names them. Read it inside `entered(actor)`."""
        if actor is None:
            return self.none()
        return self if keeps_register(actor) else self.filter(person_id=actor.user.pk)


def is_known_in_register(actor: Actor) -> bool:
    """Whether the actor keeps the register or a line of it names them."""
    if keeps_register(actor):
        return True
    if actor.role not in BUREAU:
        return False
    with entered(actor):
        return Matter.objects.visible_to(actor).exists()


class Matter(Revised):
    """One line: reference, person, day, done. No text, percentage, light or score; row-level security guards it.

    The row goes when the task leaves the register; the audit keeps that it was there.
    """

    deletable = True

    task = models.OneToOneField(Task, models.PROTECT, related_name="matter", verbose_name="计划中的编号")
    reference = models.CharField("编号", max_length=60)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="责任人",
    )
    due_on = models.DateField("时限", null=True, blank=True)
    done_on = models.DateField("办结日期", null=True, blank=True)

    objects = MatterQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [models.CheckConstraint(condition=~Q(reference=""), name="matter_has_a_reference")]

    def __str__(self) -> str:
        return self.reference

    @property
    def plan(self) -> Plan:
        return self.task.plan
