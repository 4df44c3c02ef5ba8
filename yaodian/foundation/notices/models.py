"""Messages to people. To-dos are not stored: each app says what waits for whom (see todos.py)."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class MessageQuerySet(models.QuerySet["Message"]):
    def unread(self) -> MessageQuerySet:
        return self.filter(read_at=None)


class Message(models.Model):
    """One sentence to one person, with the page it speaks of."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages")
    words = models.CharField("内容", max_length=300)
    url = models.CharField("链接", max_length=300, blank=True)
    sent_at = models.DateTimeField("发送时间")
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["user", "-id"], condition=models.Q(read_at=None), name="message_unread")
        ]

    def __str__(self) -> str:
        return self.words
