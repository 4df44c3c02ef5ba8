"""How the background jobs fare."""

from __future__ import annotations

from django.db import models


class JobState(models.Model):
    """The last run of one background job; written by the worker, and by who asks for a run."""

    name = models.CharField("任务", max_length=60, unique=True)
    started_at = models.DateTimeField("上次开始", null=True)
    finished_at = models.DateTimeField("上次完成", null=True)
    failed_at = models.DateTimeField("上次出错", null=True)
    trouble = models.CharField("出错原因", max_length=300, blank=True)
    asked_at = models.DateTimeField("要求立即运行", null=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
