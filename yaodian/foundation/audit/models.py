"""The audit: entries written in the business transaction, blocks that seal them afterwards."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models.expressions import RawSQL

from .fields import Xid8Field


class Result(models.TextChoices):
    DONE = "done", "完成"
    REFUSED = "refused", "未允许"
    FAILED = "failed", "出错"


APPEND_ONLY = [
    pgtrigger.Trigger(
        name="append_only",
        operation=pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        func="RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME;",
    ),
    pgtrigger.Trigger(
        name="no_truncate",
        operation=pgtrigger.Truncate,
        when=pgtrigger.Before,
        level=pgtrigger.Statement,
        func="RAISE EXCEPTION 'rows of % are never truncated', TG_TABLE_NAME;",
    ),
]


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, obj: models.Model) -> EntryQuerySet:
        """The entries on one record, oldest first."""
        return self.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk)).order_by("id")


class Entry(models.Model):
    """Who did what to which record. Labels are copied, so that an entry outlives what it speaks of.

    `at` is the program's clock, `recorded_at` PostgreSQL's own; `xid` is the transaction that wrote the row,
    by which the sealer knows that nothing can still slip in below it.
    """

    append_only = True

    id = models.BigAutoField(primary_key=True)
    xid = Xid8Field(db_default=RawSQL("pg_current_xact_id()", ()))
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=RawSQL("clock_timestamp()", ()))
    actor_id = models.CharField(max_length=40, blank=True)
    actor_label = models.CharField(max_length=80)
    role = models.CharField(max_length=40, blank=True)
    role_label = models.CharField(max_length=120, blank=True)
    behalf_id = models.CharField(max_length=40, blank=True)
    behalf_label = models.CharField(max_length=80, blank=True)
    action = models.CharField(max_length=80)
    result = models.CharField(max_length=10, choices=Result.choices, default=Result.DONE)
    object_type = models.CharField(max_length=80, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    object_label = models.CharField(max_length=200, blank=True)
    group_type = models.CharField(max_length=80, blank=True)
    group_id = models.CharField(max_length=40, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    request_id = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=45, blank=True)
    method = models.CharField(max_length=8, blank=True)
    path = models.CharField(max_length=300, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["object_type", "object_id", "id"], name="audit_entry_object"),
            models.Index(fields=["group_type", "group_id", "id"], name="audit_entry_group"),
            models.Index(fields=["actor_id", "id"], name="audit_entry_actor"),
            models.Index(fields=["xid"], name="audit_entry_xid"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(result__in=Result.values), name="audit_entry_result_known"
            )
        ]
        triggers = [
            *APPEND_ONLY,
            pgtrigger.Trigger(
                name="own_time",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func="NEW.xid = pg_current_xact_id(); NEW.recorded_at = clock_timestamp(); RETURN NEW;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor_label} {self.action} {self.object_label}"


class Block(models.Model):
    """A sealed run of entries: the Merkle root of their leaves, chained to the block before.

    `horizon` is the transaction id below which every committed entry is sealed in this block or an earlier
    one, `ceiling` the first id not yet given out when the block was made; both count within one `cluster`
    (PostgreSQL's system identifier), because a restored database counts anew.
    """

    append_only = True

    n = models.BigIntegerField(primary_key=True)
    count = models.IntegerField()
    root = models.BinaryField(max_length=32)
    prev = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)
    horizon = Xid8Field()
    ceiling = Xid8Field()
    cluster = models.CharField(max_length=24)
    sealed_at = models.DateTimeField()

    class Meta:
        triggers = APPEND_ONLY
        constraints = [models.UniqueConstraint(fields=["prev"], name="audit_block_one_successor")]

    def __str__(self) -> str:
        return f"{self.n}"


class Seal(models.Model):
    """Place of one entry in its block: block `n`, leaf `i` counted from 0."""

    append_only = True

    entry_id = models.BigIntegerField(primary_key=True)
    n = models.BigIntegerField()
    i = models.IntegerField()

    class Meta:
        triggers = APPEND_ONLY
        constraints = [models.UniqueConstraint(fields=["n", "i"], name="audit_seal_one_leaf")]

    def __str__(self) -> str:
        return f"{self.entry_id} → {self.n}.{self.i}"
