"""Regions, organisations and their divisions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Region(models.Model):
    """The city, its counties and its parks. Only counties sum to the city; a park may overlap a county."""

    class Kind(models.TextChoices):
        CITY = "city", "市"
        COUNTY = "county", "县（市、区）"
        PARK = "park", "园区"

    code = models.CharField("代码", max_length=12, unique=True)
    name = models.CharField("名称", max_length=60, unique=True)
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    order = models.PositiveSmallIntegerField("排序", default=0)

    class Meta:
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["city", "county", "park"]), name="region_kind_known"
            ),
            models.UniqueConstraint(fields=["kind"], condition=Q(kind="city"), name="region_one_city"),
        ]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A bureau, a county's bureau, a firm, a university, a bank…"""

    class Kind(models.TextChoices):
        BUREAU = "bureau", "市科技局"
        GOVERNMENT = "government", "机关"
        PARK = "park", "园区管委会"
        ENTERPRISE = "enterprise", "企业"
        INSTITUTION = "institution", "高校院所"
        PROVIDER = "provider", "科技服务机构"
        BANK = "bank", "银行"

    name = models.CharField("名称", max_length=120, unique=True)
    short_name = models.CharField("简称", max_length=40, blank=True)
    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    uscc = models.CharField("统一社会信用代码", max_length=18, null=True, blank=True, unique=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="organisations")
    order = models.PositiveSmallIntegerField("排序", default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=Q(kind="bureau"), name="organisation_one_bureau"
            )
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


class Division(models.Model):
    """A division (科室) of an organisation, in the office's own order."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="divisions")
    name = models.CharField("名称", max_length=60)
    short_name = models.CharField("简称", max_length=20, blank=True)
    aliases = models.JSONField("别名", default=list, blank=True)
    order = models.PositiveSmallIntegerField("排序", default=0)
    closed_on = models.DateField("撤并日期", null=True, blank=True)
    party_affairs = models.BooleanField("承办党务", default=False)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="division_name_once")]

    def __str__(self) -> str:
        return self.name
