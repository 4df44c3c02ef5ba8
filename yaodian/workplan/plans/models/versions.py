"""What a meeting approved, and each change of it since."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from yaodian.foundation.audit.models import APPEND_ONLY
from yaodian.foundation.files.models import Attachment
from yaodian.foundation.flow.models import Revised

from ..states import ItemState
from .passages import Target, Task
from .plans import Plan


class Approval(Revised):
    """审定: the meeting that approved a plan and the number the office system gave the document."""

    plan = models.OneToOneField(Plan, models.PROTECT, related_name="approval")
    meeting = models.CharField("会议", max_length=80)
    meeting_on = models.DateField("会议日期")
    document_no = models.CharField("发文字号", max_length=40)
    signer = models.CharField("签发人", max_length=40, blank=True)
    file = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="会议纪要或签发件"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    approved_at = models.DateTimeField("登记时间")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(meeting=""), name="approval_names_the_meeting"),
            models.CheckConstraint(condition=~Q(document_no=""), name="approval_has_a_number"),
        ]

    def __str__(self) -> str:
        return self.document_no

    @property
    def audit_group(self) -> Plan:
        return self.plan


class Version(models.Model):
    """One state of what the plan promises: 1 is what was approved, each later one an amendment with its reason."""

    append_only = True

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("版本")
    reason = models.TextField("调整原因", blank=True)
    basis = models.CharField("依据", max_length=120)
    decided_on = models.DateField("议定日期")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="办理人"
    )
    made_at = models.DateTimeField("办理时间")

    class Meta:
        ordering = ["number"]
        triggers = APPEND_ONLY
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_counts_from_one"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="version_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"第 {self.number} 版"


class ItemVersion(models.Model):
    """A task or target as one version of the plan has it; only items that the version changed have a row."""

    append_only = True

    version = models.ForeignKey(Version, models.PROTECT, related_name="items")
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="versions")
    target = models.ForeignKey(Target, models.PROTECT, null=True, related_name="versions")
    state = models.CharField("状态", max_length=20, choices=ItemState.choices)
    content = models.JSONField("内容")

    class Meta:
        ordering = ["version__number", "id"]
        triggers = APPEND_ONLY
        constraints = [
            models.CheckConstraint(
                condition=Q(task=None, target__isnull=False) | Q(task__isnull=False, target=None),
                name="item_version_of_one",
            ),
            models.UniqueConstraint(fields=["version", "task"], name="item_version_task_once"),
            models.UniqueConstraint(fields=["version", "target"], name="item_version_target_once"),
        ]

    def __str__(self) -> str:
        return f"{self.task or self.target} · {self.version}"
