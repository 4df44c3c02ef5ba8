"""How far a task or a target has come, as its lead division reports and its chief confirms."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.files.models import Attachment
from yaodian.foundation.flow.models import Flowing, state_known
from yaodian.foundation.people.models import Region
from yaodian.workplan.plans.models import Plan, Target, Task

from .access import reports_of_region, sees_all_reports
from .states import REPORT_NEXT, ReportState

# A restricted task has no progress: neither it nor its targets are reported, shown or judged.
OPEN_WORK = (Q(task=None) | Q(task__restricted=False)) & (
    Q(target=None) | Q(target__task=None) | Q(target__task__restricted=False)
)
WAITING = (ReportState.SUBMITTED, ReportState.RETURNED)


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, actor: Actor | None) -> ReportQuerySet:
        """The bureau and auditors see all of the open work, a county its own figures."""
        if sees_all_reports(actor):
            return self.open_work()
        region = reports_of_region(actor)
        return self.none() if region is None else self.open_work().filter(region_id=region)

    def open_work(self) -> ReportQuerySet:
        return self.filter(OPEN_WORK)

    def waiting(self) -> ReportQuerySet:
        """Sent and not decided, or returned and not sent again."""
        return self.filter(state__in=WAITING)

    def about(self, subject: Task | Target, region_id: int | None) -> ReportQuerySet:
        """Those of one task or target, of the city or of one region."""
        one = {"task": subject} if isinstance(subject, Task) else {"target": subject}
        return self.filter(**one, region_id=region_id)

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

    It is about a task (percent) or a target (value), never both. `value` counts from the year's beginning for
    an increment and is the figure reached for a level, a growth or a ratio, in the target's unit. `region` is a
    county's part; empty, the city's figure.
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
    made_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="代谁填报",
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
                condition=Q(task__isnull=False, target=None) | Q(task=None, target__isnull=False),
                name="report_is_about_one",
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
                condition=Q(confirmed_by=None) | Q(made_for=None) | ~Q(confirmed_by=F("made_for")),
                name="report_not_for_oneself",
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
        triggers = [
            pgtrigger.Trigger(
                name="of_issued_open_work",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                IF NEW.state = 'withdrawn' THEN RETURN NEW;
                END IF;
                IF NOT EXISTS (SELECT 1 FROM plans_plan WHERE id = NEW.plan_id AND state = 'issued')
                THEN RAISE EXCEPTION 'progress is reported for issued plans';
                END IF;
                IF NEW.task_id IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM plans_task
                    WHERE id = NEW.task_id AND plan_id = NEW.plan_id AND state = 'accepted' AND NOT restricted
                ) THEN RAISE EXCEPTION 'progress is reported for open work of the plan';
                END IF;
                IF NEW.target_id IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM plans_target
                    LEFT JOIN plans_task ON plans_task.id = plans_target.task_id
                    WHERE plans_target.id = NEW.target_id AND plans_target.plan_id = NEW.plan_id
                        AND plans_target.state = 'accepted' AND plans_task.restricted IS NOT TRUE
                ) THEN RAISE EXCEPTION 'progress is reported for open work of the plan';
                END IF;
                RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.target or self.task} · {self.as_of:%Y-%m-%d}"

    @property
    def audit_group(self) -> Plan:
        return self.plan

    @property
    def subject(self) -> Task | Target:
        """The task or the target, one of which a constraint asks for."""
        return self.task or self.target  # type: ignore[return-value]

    def get_absolute_url(self) -> str:
        if self.task_id is not None:
            return reverse("progress:task", args=[self.task_id])
        return reverse("progress:target", args=[self.target_id])
