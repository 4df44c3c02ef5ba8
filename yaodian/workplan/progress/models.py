"""How far a task or a target has come, as its lead division reports and its chief confirms."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.files.models import Attachment
from yaodian.foundation.flow.models import Flowing, state_known
from yaodian.foundation.people.models import Region
from yaodian.workplan.plans.models import Plan, Target, Task

from .access import reports_of_region, sees_all_reports
from .states import REPORT_NEXT, ReportState


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, actor: Actor | None) -> ReportQuerySet:
        """The bureau and auditors see all, a county its own figures."""
        if sees_all_reports(actor):
            return self
        region = reports_of_region(actor)
        return self.none() if region is None else self.filter(region_id=region)

    def confirmed(self) -> ReportQuerySet:
        return self.filter(state=ReportState.CONFIRMED)

    def of_city(self) -> ReportQuerySet:
        return self.filter(region=None)

    def newest(self) -> ReportQuerySet:
        """Of each task, target and region the newest by its day."""
        return self.order_by("task_id", "target_id", "region_id", "-as_of", "-id").distinct(
            "task_id", "target_id", "region_id"
        )


class Report(Flowing):
    """One reported progress: a value, a percent, or no change, with words and evidence.

    `value` counts from the year's beginning for an increment and is the figure reached for a level, a growth
    or a ratio, in the target's unit. `region` is a county's part; empty, the city's figure.
    """

    NEXT: ClassVar[dict[str, set[str]]] = REPORT_NEXT

    state = models.CharField("状态", max_length=20, choices=ReportState.choices)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reports", verbose_name="计划")
    task = models.ForeignKey(
        Task, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name="任务"
    )
    target = models.ForeignKey(
        Target, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name="指标"
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name="地区"
    )
    as_of = models.DateField("截至日期")
    value = models.DecimalField("完成数", max_digits=20, decimal_places=6, null=True, blank=True)
    percent = models.PositiveSmallIntegerField("完成百分比", null=True, blank=True)
    no_change = models.BooleanField("无变化", default=False)
    words = models.TextField("进展说明")
    reference = models.CharField("文号", max_length=80, blank=True)
    link = models.URLField("链接", max_length=300, blank=True)
    file = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="佐证文件"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="填报人"
    )
    made_at = models.DateTimeField("填报时间")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="确认人"
    )
    confirmed_at = models.DateTimeField("确认时间", null=True)
    opinion = models.TextField("意见", blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-as_of", "-id"]
        indexes = [
            models.Index(
                fields=["plan", "task", "target", "region", "-as_of", "-id"],
                condition=Q(state="confirmed"),
                name="report_latest",
            ),
            models.Index(fields=["plan", "-id"], condition=Q(state="submitted"), name="report_waiting"),
        ]
        constraints = [
            state_known(ReportState.values, "report_state_known"),
            models.CheckConstraint(
                condition=Q(task__isnull=False) | Q(target__isnull=False), name="report_is_about_something"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, percent=None, no_change=False)
                | Q(value=None, percent__isnull=False, no_change=False)
                | Q(value=None, percent=None, no_change=True),
                name="report_says_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(percent=None) | Q(percent__lte=100), name="report_percent_to_hundred"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="report_has_words"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("made_by")), name="report_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_by__isnull=False),
                name="report_confirmed_by_one",
            ),
            models.UniqueConstraint(
                fields=["task", "target", "region"],
                condition=Q(state__in=["submitted", "returned"]),
                nulls_distinct=False,
                name="report_one_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target or self.task} · {self.as_of:%Y-%m-%d}"

    @property
    def audit_group(self) -> Plan:
        return self.plan
