"""States and choices of the division of a plan's work (分解下达)."""

from __future__ import annotations

from django.db import models


class DutyState(models.TextChoices):
    PREPARED = "prepared", "待下达"
    ISSUED = "issued", "已下达"
    CANCELLED = "cancelled", "已取消"


DUTY_NEXT: dict[str, set[str]] = {
    DutyState.PREPARED: {DutyState.ISSUED, DutyState.CANCELLED},
    DutyState.ISSUED: {DutyState.CANCELLED},
    DutyState.CANCELLED: {DutyState.PREPARED, DutyState.ISSUED},
}


class Evidence(models.TextChoices):
    """What must come with a reported progress."""

    ANY = "any", "文号、链接或文件，任选其一"
    REFERENCE = "reference", "文号"
    LINK = "link", "链接"
    FILE = "file", "文件"


class Rhythm(models.TextChoices):
    """How the work is spread over its time."""

    EVEN = "even", "按时间进度"
    POINTS = "points", "按月度节点"
