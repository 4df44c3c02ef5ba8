"""Regions, organisations, divisions, users and the roles they hold."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from yaodian.foundation.common import clock
from yaodian.foundation.flow.models import Revised

from .roles import ADMINISTRATORS, Role


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

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="division_name_once")]

    def __str__(self) -> str:
        return self.name


def folded(name: str) -> str:
    """One form for all spellings of a user name or e-mail address that mean the same person."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, name: str, password: str | None = None, **fields: Any) -> User:
        """A new user; without a password nobody can sign in as them until one is set by link."""
        fields["email"] = fields.get("email", "").lower()
        username = User.normalize_username(username)
        user = self.model(username=username, name=name, date_joined=clock.now(), **fields)
        user.set_password(password)
        user.save()
        return user

    def named(self, name: str) -> User | None:
        """The one whose user name, or else whose e-mail address, this is."""
        wanted = folded(name)
        for field in ("username", "email") if "@" in wanted else ("username",):
            found = self.filter(**{f"{field}__iexact": wanted}).first()
            if found is not None and folded(getattr(found, field)) == wanted:
                return found
        return None


class User(AbstractBaseUser):
    """A person who signs in. What they may do hangs on their memberships alone."""

    username = models.CharField(
        "用户名",
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "这个用户名已经有人使用，请换一个。"},
    )
    name = models.CharField("姓名", max_length=60)
    email = models.EmailField("电子邮箱", blank=True)
    is_active = models.BooleanField("在用", default=True)
    date_joined = models.DateTimeField("建立时间")
    password_at = models.DateTimeField("密码设置时间")
    order = models.PositiveSmallIntegerField("排序", default=0)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                Func(F("email"), function="LOWER"), condition=~Q(email=""), name="user_email_once"
            ),
            models.UniqueConstraint(Func(F("username"), function="LOWER"), name="user_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password)
        self.password_at = clock.now()


class PastPassword(models.Model):
    """The hash of a password that a person has had, so that the last ones are not taken again."""

    append_only = True

    user = models.ForeignKey(User, models.PROTECT, related_name="past_passwords")
    hash = models.CharField("密码摘要", max_length=128)
    at = models.DateTimeField("设置时间")

    def __str__(self) -> str:
        return f"{self.user} {self.at:%Y-%m-%d}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: date) -> MembershipQuerySet:
        """Those in force on `day`; the last day counts."""
        return self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def current(self) -> MembershipQuerySet:
        return self.on(clock.today())


def _period() -> Func:
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

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="membership_ends_after_start"
            ),
            ExclusionConstraint(
                name="membership_one_administrator_role",
                expressions=[("user", RangeOperators.EQUAL), (_period(), RangeOperators.OVERLAPS)],
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
