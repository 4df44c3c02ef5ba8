"""What stands on a clerk's desk: imports and their remembered columns, who is here, answers already given."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from yaodian.foundation.files.models import Attachment
from yaodian.foundation.flow.models import Flowing, Revised, state_known
from yaodian.foundation.people.models import Organisation


class ColumnMapping(Revised):
    """How an organisation's tables name their columns: remembered for the next file with the same heads."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=40)
    heads = models.CharField(max_length=64)
    columns = models.JSONField("列的含义", default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "purpose", "heads"], name="mapping_once")
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.heads[:8]}"


class ImportBatch(Flowing):
    """A table handed in, looked at before any of it counts.

    `tables` is what the file holds: [{"name", "rows", "problems"}]. `columns` says which of them counts and
    what its columns mean. `rows` is what was done, one entry a row: {"row", "task", "did", "why"}.
    """

    class State(models.TextChoices):
        PREVIEWED = "previewed", "待确认"
        TAKEN = "taken", "已接入"
        DROPPED = "dropped", "已放弃"

    NEXT = {State.PREVIEWED: {State.TAKEN, State.DROPPED}}

    state = models.CharField("状态", max_length=20, choices=State.choices)
    purpose = models.CharField(max_length=40)
    object_type = models.CharField(max_length=80)
    object_id = models.BigIntegerField()
    file = models.ForeignKey(Attachment, models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=60, blank=True)
    tables = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    rows = models.JSONField(default=list)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["object_type", "object_id", "-id"], name="batch_object")]
        constraints = [state_known(["previewed", "taken", "dropped"], "batch_state_known")]

    def __str__(self) -> str:
        return self.file.name


class Presence(models.Model):
    """Who has a page open, renewed while it is; scratch, not history."""

    deletable = True

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    place = models.CharField(max_length=80)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "user"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.place}"


class GivenAnswer(models.Model):
    """The answer once given to a request that carried a key, so that sending it again has no second effect."""

    append_only = True

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    answer = models.JSONField()
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="answer_once")]

    def __str__(self) -> str:
        return self.key
