"""Tokens with which another program reads through the HTTP API."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from yaodian.foundation.common import clock
from yaodian.foundation.flow.models import Flowing, state_known

from .memberships import Membership

LONGEST = timedelta(days=366)


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def usable(self) -> ApiTokenQuerySet:
        """Those neither revoked nor over; whether their membership still holds is asked at each use."""
        return self.filter(state="valid", expires_at__gt=clock.now())


class ApiToken(Flowing):
    """A token that acts in one membership. Only its SHA-256 is kept; `hint` is its beginning, to tell it by."""

    class State(models.TextChoices):
        VALID = "valid", "在用"
        REVOKED = "revoked", "已停用"

    NEXT = {State.VALID: {State.REVOKED}}

    state = models.CharField("状态", max_length=20, choices=State.choices)
    name = models.CharField("用途", max_length=60)
    membership = models.ForeignKey(
        Membership, models.PROTECT, related_name="tokens", verbose_name="以哪个身份读取"
    )
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField("开头", max_length=12)
    scopes = ArrayField(models.CharField(max_length=40), verbose_name="可读内容")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="建立人"
    )
    made_at = models.DateTimeField("建立时间")
    expires_at = models.DateTimeField("到期时间")
    used_at = models.DateTimeField("最近使用", null=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            state_known(["valid", "revoked"], "api_token_state_known"),
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="api_token_hashed"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at"), expires_at__lte=F("made_at") + LONGEST),
                name="api_token_expires",
            ),
        ]

    def __str__(self) -> str:
        return self.name
