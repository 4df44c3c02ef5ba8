"""Files that people handed in: stored once by content, seen through the record they belong to."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Attachment(models.Model):
    """One file as it was handed in. The bytes lie under their SHA-256; a row is never changed."""

    append_only = True

    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField("字节数")
    name = models.CharField("文件名", max_length=200)
    media_type = models.CharField("类型", max_length=100)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField("上传时间")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="attachment_sha256"
            ),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="attachment_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name
