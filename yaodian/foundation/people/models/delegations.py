"""Handing a role to a colleague for the days one is away."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from yaodian.foundation.common import clock
from yaodian.foundation.flow.models import Flowing, state_known

from .memberships import Membership, period


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def on(self, day: date) -> DelegationQuerySet:
        """Those in force on `day`; the last day counts."""
        return self.filter(state="given", starts_on__lte=day, ends_on__gte=day)

    def current(self) -> DelegationQuerySet:
        return self.on(clock.today())


class Delegation(Flowing):
    """A membership that a colleague may act in, from a day to a day; what they do names both people."""

    class State(models.TextChoices):
        GIVEN = "given", "已委托"
        ENDED = "ended", "已收回"

    NEXT = {State.GIVEN: {State.ENDED}}

    state = models.CharField("状态", max_length=20, choices=State.choices)
    membership = models.ForeignKey(
        Membership, models.PROTECT, related_name="delegations", verbose_name="委托的身份"
    )
    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="delegations_given", verbose_name="委托人"
    )
    delegate = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="delegations_held", verbose_name="受托人"
    )
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    reason = models.CharField("事由", max_length=100)
    given_at = models.DateTimeField("委托时间")

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            state_known(["given", "ended"], "delegation_state_known"),
            models.CheckConstraint(condition=~Q(giver=F("delegate")), name="delegation_to_another"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="delegation_ends_after_start"
            ),
            ExclusionConstraint(
                name="delegation_one_delegate",
                expressions=[("membership", RangeOperators.EQUAL), (period(), RangeOperators.OVERLAPS)],
                condition=Q(state="given"),
                violation_error_message="这段时间已经委托给别人，请先收回或改日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership} → {self.delegate}"

    @property
    def audit_group(self) -> models.Model:
        return self.giver
