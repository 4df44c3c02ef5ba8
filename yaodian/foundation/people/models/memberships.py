"""The roles that people hold."""

from __future__ import annotations

from datetime import date

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from yaodian.foundation.common import clock
from yaodian.foundation.flow.models import Revised

from ..roles import ADMINISTRATORS, Role
from .places import Division, Organisation, Region
from .users import User


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: date) -> MembershipQuerySet:
        """Those in force on `day`; the last day counts."""
        return self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def current(self) -> MembershipQuerySet:
        return self.on(clock.today())


def period() -> Func:
    return Func(
        F("starts_on"),
        F("ends_on"),
        RangeBoundary(True, True),
        function="daterange",
        output_field=DateRangeField(),
    )


class Membership(Revised):
    """A role that a person holds in an organisation, a division or a region, from a day to a day."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name="人员")
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="memberships", verbose_name="单位"
    )
    division = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name="科室"
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name="地区"
    )
    title = models.CharField("职务", max_length=40, blank=True)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    # Whose role it is, when a colleague is about to act in it by delegation; set by `acting.memberships_of`.
    on_behalf_of: User | None = None

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="membership_ends_after_start"
            ),
            ExclusionConstraint(
                name="membership_one_administrator_role",
                expressions=[("user", RangeOperators.EQUAL), (period(), RangeOperators.OVERLAPS)],
                condition=Q(role__in=sorted(ADMINISTRATORS)),
                violation_error_message="一个人不能同时担任两种管理员。",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="division_of_organisation",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                IF NEW.division_id IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM people_division
                    WHERE id = NEW.division_id AND organisation_id = NEW.organisation_id
                ) THEN RAISE EXCEPTION 'the division belongs to another organisation';
                END IF;
                RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def audit_group(self) -> User:
        return self.user

    @property
    def label(self) -> str:
        """What the person sees when choosing a role: 高新科 · 科室经办."""
        place = self.division or self.organisation
        return f"{place} · {self.title or self.get_role_display()}"
