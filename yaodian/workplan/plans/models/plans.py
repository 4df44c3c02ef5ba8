"""A document that binds the bureau for a year or longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.files.models import Attachment
from yaodian.foundation.flow.models import Flowing, state_known
from yaodian.foundation.people.models import Organisation

from ..access import sees_plans
from ..states import LIVE, PLAN_NEXT, REVIEWABLE, STANDING, DocumentKind, ItemState, PlanState

if TYPE_CHECKING:
    from collections.abc import Iterable


# What of a plan is open work: all but the restricted register.
OPEN_TASK = Q(restricted=False)
OPEN_TARGET = Q(task=None) | Q(task__restricted=False)
EVERY = Q()


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, actor: Actor | None) -> PlanQuerySet:
        return self if sees_plans(actor) else self.none()

    def shown(self) -> PlanQuerySet:
        """Those that have not been withdrawn."""
        return self.exclude(state=PlanState.WITHDRAWN)

    def with_counts(self) -> PlanQuerySet:
        """Adds n_tasks, n_targets (live, of open work), n_items (all but replaced ones), n_open (unreviewed)."""
        return self.annotate(
            n_tasks=_count("Task", LIVE, OPEN_TASK),
            n_targets=_count("Target", LIVE, OPEN_TARGET),
            n_items=_count("Task", REVIEWABLE) + _count("Target", REVIEWABLE),
            n_open=_count("Task", [ItemState.PROPOSED]) + _count("Target", [ItemState.PROPOSED]),
        )

    def standing(self) -> PlanQuerySet:
        """Those that a meeting has approved: what the bureau stands for."""
        return self.filter(state__in=STANDING)


def _count(name: str, among: Iterable[str], only: Q = EVERY) -> Coalesce:
    """How many rows of the model `name` in one of the states `among` belong to the plan, as a subquery."""
    model = apps.get_model("plans", name)
    rows = model._default_manager.filter(only, plan=OuterRef("pk"), state__in=list(among)).order_by()
    counted = rows.values("plan").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=models.IntegerField()), 0)


class Plan(Flowing):
    """A document that binds the bureau for a year or longer: the annual plan, an agreement, a list."""

    NEXT = PLAN_NEXT

    state = models.CharField("状态", max_length=20, choices=PlanState.choices)
    kind = models.CharField("类别", max_length=20, choices=DocumentKind.choices)
    title = models.CharField("标题", max_length=200)
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    city = models.CharField("城市", max_length=40, blank=True)
    issuer = models.CharField("发文机关", max_length=80, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="plans")
    source = models.ForeignKey(Attachment, models.PROTECT, related_name="+", verbose_name="原文件")
    source_format = models.CharField("格式", max_length=10)
    text = models.TextField("全文")
    text_sha256 = models.CharField(max_length=64)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField("导入时间")
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="核对完成人"
    )
    reviewed_at = models.DateTimeField("核对完成时间", null=True)
    version = models.PositiveSmallIntegerField("版本", default=0)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-id"]
        constraints = [
            state_known(PlanState.values, "plan_state_known"),
            models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="plan_kind_known"),
            models.UniqueConstraint(
                fields=["text_sha256"], condition=~Q(state="withdrawn"), name="plan_text_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "issued"]) | Q(version__gte=1),
                name="plan_stands_as_a_version",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stands(self) -> bool:
        """Whether a meeting has approved it."""
        return self.state in STANDING

    def get_absolute_url(self) -> str:
        return reverse("plans:detail", args=[self.pk])
