"""Asking for a role and deciding on it: two people."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.flow.models import Flowing, state_known

from ..roles import ADMINISTRATORS, Role
from .memberships import Membership
from .places import Division, Organisation, Region


class RoleRequestQuerySet(models.QuerySet["RoleRequest"]):
    def visible_to(self, actor: Actor) -> RoleRequestQuerySet:
        """The administrators' own business: one asks, one decides, one reads along."""
        return self.all() if actor.role in ADMINISTRATORS else self.none()

    def waiting(self) -> RoleRequestQuerySet:
        return self.filter(state="asked")

    def unchecked(self) -> RoleRequestQuerySet:
        """What one person decided alone and no other has looked at yet."""
        return self.filter(state="done", decided_by=F("asked_by"), checked_by=None)


class RoleRequest(Flowing):
    """A role to be given to a person, or a membership to be ended; asked by one person, decided by another.

    `profile` is the security profile at the time of asking. Where a small bureau lets one person do both, a
    third person looks at it afterwards (`checked_by`).
    """

    class Kind(models.TextChoices):
        GRANT = "grant", "授予"
        END = "end", "收回"

    class State(models.TextChoices):
        ASKED = "asked", "待审批"
        DONE = "done", "已生效"
        REFUSED = "refused", "未同意"
        WITHDRAWN = "withdrawn", "已撤回"

    NEXT = {State.ASKED: {State.DONE, State.REFUSED, State.WITHDRAWN}}

    state = models.CharField("状态", max_length=20, choices=State.choices)
    kind = models.CharField("事项", max_length=10, choices=Kind.choices)
    profile = models.CharField("安全档次", max_length=10)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="role_requests", verbose_name="人员"
    )
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="role_requests", verbose_name="单位"
    )
    division = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="科室"
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="地区"
    )
    title = models.CharField("职务", max_length=40, blank=True)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True, blank=True)
    membership = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="requests", verbose_name="任职"
    )
    reason = models.TextField("理由")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="申请人"
    )
    asked_at = models.DateTimeField("申请时间")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="审批人"
    )
    decided_at = models.DateTimeField("审批时间", null=True)
    opinion = models.TextField("意见", blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="复核人"
    )
    checked_at = models.DateTimeField("复核时间", null=True)

    objects = RoleRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            state_known(["asked", "done", "refused", "withdrawn"], "role_request_state_known"),
            models.CheckConstraint(
                condition=Q(kind="grant") | Q(membership__isnull=False), name="role_request_ends_a_membership"
            ),
            models.CheckConstraint(
                condition=Q(profile="small") | Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="role_request_two_people",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("user")), name="role_request_not_for_oneself"
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("asked_by")),
                name="role_request_checked_by_another",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="role_request_has_a_reason"),
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(state="asked", kind="end"),
                name="role_request_one_end_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{self.get_role_display()}：{self.user}"

    @property
    def audit_group(self) -> models.Model:
        return self.user
