"""Who answers for each task of an approved plan, until when, with which share of each county."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from yaodian.foundation.audit.models import APPEND_ONLY
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.flow.models import Flowing, Revised, state_known
from yaodian.foundation.people.models import Division, Region
from yaodian.workplan.plans.models import Plan, Target, Task
from yaodian.workplan.plans.states import ItemState, PlanState

from .access import sees_all_duties, sees_shares_of
from .states import DUTY_NEXT, DutyState, Evidence, Rhythm


class DutyQuerySet(models.QuerySet["Duty"]):
    def visible_to(self, actor: Actor | None) -> DutyQuerySet:
        return self if sees_all_duties(actor) else self.none()

    def open_work(self) -> DutyQuerySet:
        """Without those of the restricted register, which no list speaks of."""
        return self.filter(task__restricted=False)

    def standing(self) -> DutyQuerySet:
        """Those that have not been cancelled by an amendment, of work that is open."""
        return self.open_work().exclude(state=DutyState.CANCELLED)


class Duty(Flowing):
    """One task's line in 任务清单 and 责任清单. Issued it names lead, leader and days, or it is not issued."""

    NEXT: ClassVar[dict[str, set[str]]] = DUTY_NEXT

    state = models.CharField("状态", max_length=20, choices=DutyState.choices)
    task = models.OneToOneField(Task, models.PROTECT, related_name="duty", verbose_name="任务")
    lead = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, related_name="led_duties", verbose_name="牵头科室"
    )
    supporting = models.ManyToManyField(
        Division, blank=True, related_name="supported_duties", verbose_name="配合科室"
    )
    supporting_others = models.CharField("其他配合单位", max_length=200, blank=True)
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="answered_duties",
        verbose_name="责任领导",
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="handled_duties",
        verbose_name="经办人",
    )
    starts_on = models.DateField("开始日期", null=True, blank=True)
    due_on = models.DateField("完成时限", null=True, blank=True)
    weight = models.DecimalField("权重", max_digits=5, decimal_places=2, null=True, blank=True)
    evidence = models.CharField("佐证要求", max_length=10, choices=Evidence.choices, default=Evidence.ANY)
    evidence_words = models.CharField("佐证说明", max_length=200, blank=True)
    rhythm = models.CharField("进度节奏", max_length=10, choices=Rhythm.choices, default=Rhythm.EVEN)
    rhythm_points = models.JSONField("月度节点", default=list, blank=True)
    kept_open = models.BooleanField("按一般任务办理", default=False)

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["task__start", "id"]
        constraints = [
            state_known(DutyState.values, "duty_state_known"),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(starts_on=None) | Q(due_on__gte=F("starts_on")),
                name="duty_due_after_start",
            ),
            models.CheckConstraint(
                condition=Q(weight=None) | Q(weight__gte=0, weight__lte=100), name="duty_weight_in_percent"
            ),
            models.CheckConstraint(condition=Q(evidence__in=Evidence.values), name="duty_evidence_known"),
            models.CheckConstraint(condition=Q(rhythm__in=Rhythm.values), name="duty_rhythm_known"),
            models.CheckConstraint(
                condition=~Q(state="issued")
                | Q(
                    lead__isnull=False,
                    leader__isnull=False,
                    starts_on__isnull=False,
                    due_on__isnull=False,
                ),
                name="duty_issued_complete",
            ),
        ]

    def __str__(self) -> str:
        return str(self.task)

    @property
    def audit_group(self) -> Plan:
        return self.task.plan

    @property
    def complete(self) -> bool:
        """Whether it names all that an issued duty has to name."""
        return None not in (self.lead_id, self.leader_id, self.starts_on, self.due_on)

    def get_absolute_url(self) -> str:
        return reverse("duties:duty", args=[self.task.plan_id, self.pk])


class Milestone(Revised):
    """A step of a task with its day; `done_on` when it was reached, `dropped` when it no longer counts."""

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="milestones", verbose_name="任务")
    order = models.PositiveSmallIntegerField("排序", default=0)
    title = models.CharField("节点", max_length=120)
    due_on = models.DateField("时限")
    done_on = models.DateField("完成日期", null=True, blank=True)
    dropped = models.BooleanField("不再计算", default=False)

    class Meta:
        ordering = ["due_on", "order", "id"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="milestone_has_a_title")]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_group(self) -> Plan:
        return self.duty.task.plan


class Pace(Revised):
    """From where a target starts and how it is spread over the year; a target without a row is spread evenly.

    `baseline` is the figure at the beginning (for a level: last year's end), in the target's own unit;
    `points` are [{"month": 6, "share": 40}], the percent of the way to be gone by the end of a month.
    """

    target = models.OneToOneField(Target, models.PROTECT, related_name="pace", verbose_name="指标")
    baseline = models.DecimalField("年初基数", max_digits=20, decimal_places=6, null=True, blank=True)
    baseline_source = models.CharField("基数来源", max_length=120, blank=True)
    rhythm = models.CharField("进度节奏", max_length=10, choices=Rhythm.choices, default=Rhythm.EVEN)
    points = models.JSONField("月度节点", default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(rhythm__in=Rhythm.values), name="pace_rhythm_known")
        ]

    def __str__(self) -> str:
        return str(self.target)

    @property
    def audit_group(self) -> Plan:
        return self.target.plan


class ShareQuerySet(models.QuerySet["Share"]):
    def visible_to(self, actor: Actor | None) -> ShareQuerySet:
        """The bureau sees all; a county sees its own once they are issued."""
        if sees_all_duties(actor):
            return self
        region = sees_shares_of(actor)
        if region is None:
            return self.none()
        standing = Q(target__plan__state=PlanState.ISSUED, target__state=ItemState.ACCEPTED)
        open_work = Q(target__task=None) | Q(target__task__restricted=False)
        return self.filter(standing, open_work, region_id=region).exclude(value=None)


class Share(Revised):
    """What a county (or park) undertakes of a target; without a value it undertakes nothing."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="shares", verbose_name="指标")
    region = models.ForeignKey(Region, models.PROTECT, related_name="shares", verbose_name="地区")
    value = models.DecimalField("分解数", max_digits=20, decimal_places=6, null=True, blank=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        ordering = ["region__order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["target", "region"], name="share_once"),
            models.CheckConstraint(condition=Q(value=None) | Q(value__gte=0), name="share_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.region} · {self.target}"

    @property
    def audit_group(self) -> Plan:
        return self.target.plan


class Issuance(models.Model):
    """分解下达: when and by whom a plan was issued to divisions and counties.

    `overloads` are the targets whose county shares sum above the city's figure (层层加码), as they were told:
    [{"target", "promised", "shared"}]; issuing with any of them needs `overload_reason`.
    """

    append_only = True

    plan = models.OneToOneField(Plan, models.PROTECT, related_name="issuance")
    document_no = models.CharField("文号", max_length=40, blank=True)
    note = models.TextField("说明", blank=True)
    overloads = models.JSONField("层层加码提示", default=list)
    overload_reason = models.TextField("加码理由", blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="下达人"
    )
    issued_at = models.DateTimeField("下达时间")

    class Meta:
        triggers = APPEND_ONLY
        constraints = [
            models.CheckConstraint(
                condition=Q(overloads=[]) | ~Q(overload_reason=""), name="issuance_explains_overload"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan}"
