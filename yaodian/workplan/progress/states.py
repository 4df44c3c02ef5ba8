"""States and choices of reported progress."""

from __future__ import annotations

from django.db import models


class ReportState(models.TextChoices):
    SUBMITTED = "submitted", "待确认"
    CONFIRMED = "confirmed", "已确认"
    RETURNED = "returned", "退回修改"
    WITHDRAWN = "withdrawn", "已撤回"


REPORT_NEXT: dict[str, set[str]] = {
    ReportState.SUBMITTED: {ReportState.CONFIRMED, ReportState.RETURNED, ReportState.WITHDRAWN},
    ReportState.RETURNED: {ReportState.SUBMITTED, ReportState.WITHDRAWN},
    ReportState.CONFIRMED: {ReportState.WITHDRAWN},
}


class Light(models.TextChoices):
    """What the time says of the progress; computed, never stored."""

    DONE = "done", "已完成"
    GREEN = "green", "正常"
    AMBER = "amber", "预警"
    RED = "red", "滞后"
    NONE = "none", "未填报"
