"""The tasks and targets read in a plan, with their place in its text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.flow.models import Flowing, state_known
from yaodian.foundation.people.models import Division

from ..access import sees_plans
from ..states import ITEM_NEXT, LIVE, Comparator, ItemState, Modality, Origin, TargetKind
from .plans import OPEN_TARGET, OPEN_TASK, Plan


class PassageQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor | None) -> PassageQuerySet:
        return self if sees_plans(actor) else self.none()

    def live(self) -> PassageQuerySet:
        return self.filter(state__in=LIVE)

    def promised(self) -> PassageQuerySet:
        """What an approved plan holds: accepted, never cancelled by an amendment."""
        return self.filter(state=ItemState.ACCEPTED)

    def open_work(self) -> PassageQuerySet:
        """Without the restricted register: what lists, lights, search, outputs and the portal speak of."""
        return self.filter(self.model.OPEN_WORK)


class Passage(Flowing):
    """What tasks and targets share: a place in the plan's text, who found it, what was made of it.

    `found` keeps what the reader proposed and is never changed; `made_from` lists the passages of the same
    kind that this one replaced when they were split or merged. Offsets count characters of `Plan.text`.
    """

    NEXT = ITEM_NEXT

    state = models.CharField("状态", max_length=20, choices=ItemState.choices)
    start = models.PositiveIntegerField("起点")
    end = models.PositiveIntegerField("终点")
    origin = models.CharField("来源", max_length=10, choices=Origin.choices)
    found = models.JSONField("识别结果", default=dict)
    made_from = ArrayField(models.BigIntegerField(), verbose_name="由哪些条目拆分或合并而来", default=list)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="核对人"
    )
    decided_at = models.DateTimeField("核对时间", null=True)
    version = models.PositiveSmallIntegerField("版本", default=0)

    objects = PassageQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def audit_group(self) -> Plan:
        return self.plan  # type: ignore[attr-defined]

    @property
    def corrected(self) -> bool:
        """Whether a person changed what the reader proposed."""
        return any(_plain(getattr(self, name, None)) != value for name, value in self.found.items())


def _plain(value: object) -> object:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value


def _no_overlap(name: str) -> ExclusionConstraint:
    span = Func(F("start"), F("end"), function="int4range", output_field=IntegerRangeField())
    return ExclusionConstraint(
        name=name,
        expressions=[("plan", RangeOperators.EQUAL), (span, RangeOperators.OVERLAPS)],
        condition=Q(state__in=[str(state) for state in LIVE]),
        violation_error_message="这段文字与已有的标注重叠，请先调整起止位置。",
    )


def _by_amendment(columns: list[str]) -> pgtrigger.Trigger:
    """Once its plan is approved, a row's content changes only together with a higher version of the plan."""
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    return pgtrigger.Trigger(
        name="by_amendment",
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.Before,
        func=f"""
        IF NOT EXISTS (SELECT 1 FROM plans_plan WHERE id = NEW.plan_id AND state IN ('approved', 'issued'))
        THEN RETURN NEW;
        END IF;
        IF TG_OP = 'UPDATE' AND ROW({old}) IS NOT DISTINCT FROM ROW({new}) THEN RETURN NEW;
        END IF;
        IF (TG_OP = 'UPDATE' AND NEW.version <= OLD.version) OR NOT EXISTS (
            SELECT 1 FROM plans_version WHERE plan_id = NEW.plan_id AND number = NEW.version AND number > 1
        ) THEN RAISE EXCEPTION 'an approved plan changes by amendment';
        END IF;
        RETURN NEW;
        """,  # noqa: S608 columns named in this module
    )


class Task(Passage):
    """A numbered work item at the finest level that has text of its own."""

    OPEN_WORK = OPEN_TASK
    CONTENT = ("no", "section", "title", "details", "lead", "supporting", "leader", "due_on", "goal")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="tasks")
    no = models.CharField("编号", max_length=20)
    section = models.JSONField("所属章节", default=list)
    title = models.CharField("任务", max_length=200)
    details = models.JSONField("时限、频次、单位与成果", default=dict, blank=True)
    lead = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, related_name="led_tasks", verbose_name="牵头科室"
    )
    supporting = models.CharField("配合单位", max_length=200, blank=True)
    leader = models.CharField("责任领导", max_length=40, blank=True)
    due_on = models.DateField("完成时限", null=True, blank=True)
    goal = models.TextField("主要目标", blank=True)
    restricted = models.BooleanField("专项登记", default=False)

    class Meta:
        ordering = ["start", "id"]
        triggers = [_by_amendment(["plan_id", "no", "section", "title", "start", '"end"', "state"])]
        constraints = [
            state_known(ItemState.values, "task_state_known"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="task_span"),
            _no_overlap("task_spans_apart"),
        ]

    def __str__(self) -> str:
        """Number and title; of the restricted register the number alone, in the record and in messages too."""
        return f"第 {self.no} 项（专项登记）" if self.restricted else f"{self.no} {self.title}".strip()

    def get_absolute_url(self) -> str:
        return reverse("plans:task", args=[self.plan_id, self.pk])


TARGET_COLUMNS = [
    "plan_id",
    "task_id",
    "text",
    "indicator",
    "comparator",
    "value",
    "value_max",
    "unit",
    "kind",
    "modality",
    "year",
    "start",
    '"end"',
    "state",
]


class Target(Passage):
    """A number that the bureau undertakes to reach, in the words of the plan."""

    OPEN_WORK = OPEN_TARGET
    CONTENT = (
        "task",
        "indicator",
        "comparator",
        "value",
        "value_max",
        "unit",
        "kind",
        "modality",
        "year",
    )

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="targets")
    task = models.ForeignKey(
        Task, models.PROTECT, null=True, blank=True, related_name="targets", verbose_name="所属任务"
    )
    text = models.TextField("原文")
    indicator = models.CharField("指标", max_length=120)
    comparator = models.CharField("比较", max_length=2, choices=Comparator.choices)
    value = models.DecimalField("数值", max_digits=20, decimal_places=6)
    value_max = models.DecimalField("数值上限", max_digits=20, decimal_places=6, null=True, blank=True)
    unit = models.CharField("单位", max_length=20, blank=True)
    kind = models.CharField("口径", max_length=10, choices=TargetKind.choices)
    modality = models.CharField("语气", max_length=10, choices=Modality.choices, default=Modality.PLAIN)
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)

    class Meta:
        ordering = ["start", "id"]
        constraints = [
            state_known(ItemState.values, "target_state_known"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="target_span"),
            models.CheckConstraint(condition=Q(comparator__in=Comparator.values), name="target_comparator"),
            models.CheckConstraint(condition=Q(kind__in=TargetKind.values), name="target_kind"),
            models.CheckConstraint(condition=Q(modality__in=Modality.values), name="target_modality"),
            models.CheckConstraint(
                condition=Q(value_max=None) | Q(value_max__gt=F("value")), name="target_range_order"
            ),
            _no_overlap("target_spans_apart"),
        ]
        triggers = [
            _by_amendment(TARGET_COLUMNS),
            pgtrigger.Trigger(
                name="task_of_plan",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                IF NEW.task_id IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM plans_task WHERE id = NEW.task_id AND plan_id = NEW.plan_id
                ) THEN RAISE EXCEPTION 'the task belongs to another plan';
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    @property
    def task_no(self) -> str | None:
        return self.task.no if self.task is not None else None

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return reverse("plans:target", args=[self.plan_id, self.pk])
