"""公开: what of a plan the public sees, who checked it and who approved it.

The portal reads `PublishedPart` and `Release` alone: what was not written there cannot appear.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q

from yaodian.foundation.audit.models import APPEND_ONLY
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.flow.models import Flowing, state_known
from yaodian.foundation.search.grams import phrases, tsquery
from yaodian.workplan.plans.access import sees_plans
from yaodian.workplan.plans.models import Plan, Target, Task, Version

from .states import (
    DISCLOSURE_NEXT,
    RELEASE_NEXT,
    Channel,
    DisclosureState,
    PublicAttribute,
    ReleaseKind,
    ReleaseState,
)


def _person(words: str) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=words
    )


def _nobody_twice(name: str, *acts: Sequence[str]) -> models.CheckConstraint:
    """Nobody stands in two of the acts, neither in person nor through somebody who stands in for them."""
    apart = Q()
    for one, other in combinations(acts, 2):
        for first, second in product(one, other):
            apart &= Q(**{first: None}) | Q(**{second: None}) | ~Q(**{first: F(second)})
    return models.CheckConstraint(condition=apart, name=name)


class DisclosureQuerySet(models.QuerySet["Disclosure"]):
    def visible_to(self, actor: Actor | None) -> DisclosureQuerySet:
        return self if sees_plans(actor) else self.none()

    def published(self) -> DisclosureQuerySet:
        return self.filter(state=DisclosureState.PUBLISHED)

    def under_way(self) -> DisclosureQuerySet:
        return self.filter(state__in=[DisclosureState.PREPARING, DisclosureState.CHECKED])


class Disclosure(Flowing):
    """One decision on making a version of a plan public: prepared, checked for secrets, approved by three people.

    `…_for` is the person somebody stood in for; `checked_sha256` says what the checker had before their eyes.
    """

    NEXT: ClassVar[dict[str, set[str]]] = DISCLOSURE_NEXT

    state = models.CharField("状态", max_length=20, choices=DisclosureState.choices)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="disclosures", verbose_name="计划")
    version = models.ForeignKey(Version, models.PROTECT, related_name="disclosures", verbose_name="版本")
    attribute = models.CharField("公开属性", max_length=12, choices=PublicAttribute.choices)
    attribute_reason = models.TextField("不主动公开的理由", blank=True)
    index_no = models.CharField("索引号", max_length=40, blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="拟办人"
    )
    prepared_for = _person("代谁拟办")
    prepared_at = models.DateTimeField("拟办时间")
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="保密审查人"
    )
    checked_at = models.DateTimeField("保密审查时间", null=True)
    checked_for = _person("代谁审查")
    check_opinion = models.TextField("保密审查意见", blank=True)
    checked_sha256 = models.CharField("审查内容的摘要", max_length=64, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="审批人"
    )
    approved_for = _person("代谁审批")
    approved_at = models.DateTimeField("审批时间", null=True)
    published_on = models.DateField("公开日期", null=True)
    title = models.CharField("公开的标题", max_length=200, blank=True)
    issuer = models.CharField("发文机关", max_length=80, blank=True)
    document_no = models.CharField("发文字号", max_length=40, blank=True)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            state_known(DisclosureState.values, "disclosure_state_known"),
            models.CheckConstraint(
                condition=Q(attribute__in=PublicAttribute.values), name="disclosure_attribute_known"
            ),
            models.CheckConstraint(
                condition=Q(attribute="active") | ~Q(attribute_reason=""), name="disclosure_kept_for_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "replaced"])
                | Q(
                    attribute="active",
                    checked_by__isnull=False,
                    approved_by__isnull=False,
                    published_on__isnull=False,
                ),
                name="disclosure_published_checked_and_approved",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("prepared_by")),
                name="disclosure_checked_by_another",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None)
                | (~Q(approved_by=F("prepared_by")) & ~Q(approved_by=F("checked_by"))),
                name="disclosure_approved_by_a_third",
            ),
            _nobody_twice(
                "disclosure_nobody_twice",
                ("prepared_by", "prepared_for"),
                ("checked_by", "checked_for"),
                ("approved_by", "approved_for"),
            ),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state="published"), name="disclosure_one_published"
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(state__in=["preparing", "checked"]),
                name="disclosure_one_being_prepared",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} · {self.get_attribute_display()}"

    @property
    def audit_group(self) -> Plan:
        return self.plan


class Redaction(models.Model):
    """A task whose text the public does not see, and why; scratch until the disclosure is published."""

    deletable = True

    disclosure = models.ForeignKey(Disclosure, models.PROTECT, related_name="redactions")
    task = models.ForeignKey(Task, models.PROTECT, related_name="+", verbose_name="任务")
    reason = models.CharField("理由", max_length=120)

    class Meta:
        ordering = ["task__start"]
        constraints = [
            models.UniqueConstraint(fields=["disclosure", "task"], name="redaction_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="redaction_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.task}"


class PublishedPartQuerySet(models.QuerySet["PublishedPart"]):
    def in_public(self) -> PublishedPartQuerySet:
        """What anybody may read today."""
        return self.filter(disclosure__state=DisclosureState.PUBLISHED)

    def holding(self, words: str) -> PublishedPartQuerySet:
        """Parts in which every run of `words` stands as typed; nothing where nothing can be searched."""
        query = tsquery(words)
        if not query:
            return self.none()
        rows = self.filter(grams__holds=query)
        for phrase in phrases(words):
            rows = rows.filter(folded__contains=phrase)
        return rows


class PublishedPart(models.Model):
    """One paragraph, heading or task as it was made public; a redacted task has a number and no text.

    `task_key` and the `key` of each target are numbers of the plans' tables, for stable addresses and for what
    is released one by one; they are no foreign keys, so that nothing internal can be reached from here.
    `targets` are [{"key", "start", "end", "note"}] with places in `text`. `grams` and `folded` are for search.
    """

    append_only = True

    class Kind(models.TextChoices):
        HEADING = "heading", "标题"
        PARAGRAPH = "paragraph", "段落"
        TASK = "task", "任务"
        REDACTED = "redacted", "不予公开"

    disclosure = models.ForeignKey(Disclosure, models.PROTECT, related_name="parts")
    order = models.PositiveIntegerField("顺序")
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    level = models.PositiveSmallIntegerField("层级", default=0)
    no = models.CharField("编号", max_length=20, blank=True)
    title = models.CharField("标题", max_length=200, blank=True)
    text = models.TextField("文字", blank=True)
    head = models.PositiveSmallIntegerField("编号和标题的字数", default=0)
    note = models.CharField("调整说明", max_length=300, blank=True)
    section = models.CharField("所属章节", max_length=300, blank=True)
    task_key = models.BigIntegerField("任务", null=True)
    targets = models.JSONField("指标", default=list)
    folded = models.TextField(blank=True)
    gram_list = ArrayField(models.TextField(), default=list)
    grams = models.GeneratedField(
        expression=Func(F("gram_list"), function="array_to_tsvector"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = PublishedPartQuerySet.as_manager()

    class Meta:
        ordering = ["order"]
        triggers = APPEND_ONLY
        indexes = [GinIndex(fields=["grams"], name="published_part_grams")]
        constraints = [
            models.UniqueConstraint(fields=["disclosure", "order"], name="published_part_once"),
            models.CheckConstraint(
                condition=~Q(kind="redacted")
                | Q(text="", title="", note="", targets=[], folded="", gram_list=[]),
                name="published_part_redacted_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.text[:40]


class ReleaseQuerySet(models.QuerySet["Release"]):
    def visible_to(self, actor: Actor | None) -> ReleaseQuerySet:
        return self if sees_plans(actor) else self.none()

    def shown_on(self, channel: str) -> ReleaseQuerySet:
        return self.filter(state=ReleaseState.RELEASED, channel=channel)


class Release(Flowing):
    """One internal thing about one task or target that a leader lets out, on one channel.

    `content` is what is let out: words for the portal as they stood on the day; empty for the wall, which
    shows what is confirmed at the moment.
    """

    NEXT: ClassVar[dict[str, set[str]]] = RELEASE_NEXT

    state = models.CharField("状态", max_length=20, choices=ReleaseState.choices)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="releases", verbose_name="计划")
    channel = models.CharField("渠道", max_length=10, choices=Channel.choices)
    kind = models.CharField("内容", max_length=10, choices=ReleaseKind.choices)
    task = models.ForeignKey(
        Task, models.PROTECT, null=True, blank=True, related_name="releases", verbose_name="任务"
    )
    target = models.ForeignKey(
        Target, models.PROTECT, null=True, blank=True, related_name="releases", verbose_name="指标"
    )
    reason = models.CharField("理由", max_length=120)
    content = models.JSONField("放开的内容", default=dict)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提出人"
    )
    proposed_for = _person("代谁提出")
    proposed_at = models.DateTimeField("提出时间")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="批准人"
    )
    approved_for = _person("代谁批准")
    approved_at = models.DateTimeField("批准时间", null=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            state_known(ReleaseState.values, "release_state_known"),
            models.CheckConstraint(condition=Q(kind__in=ReleaseKind.values), name="release_kind_known"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="release_channel_known"),
            models.CheckConstraint(
                condition=Q(task=None, target__isnull=False) | Q(task__isnull=False, target=None),
                name="release_of_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(state="released") | Q(approved_by__isnull=False), name="release_approved_by_one"
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("proposed_by")), name="release_two_people"
            ),
            _nobody_twice(
                "release_nobody_twice", ("proposed_by", "proposed_for"), ("approved_by", "approved_for")
            ),
            models.UniqueConstraint(
                fields=["channel", "kind", "task", "target"],
                condition=Q(state__in=["proposed", "released"]),
                nulls_distinct=False,
                name="release_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.task or self.target}"

    @property
    def audit_group(self) -> Plan:
        return self.plan
