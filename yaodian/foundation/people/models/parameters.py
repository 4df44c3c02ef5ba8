"""Figures and switches that the system administrator sets while the site runs."""

from __future__ import annotations

from django.db import models

from yaodian.foundation.flow.models import Revised


class Parameter(Revised):
    """The value set for a parameter that an app has registered (see parameters.py); without a row its default holds."""

    name = models.CharField("参数", max_length=60, unique=True)
    value = models.JSONField("值", null=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
