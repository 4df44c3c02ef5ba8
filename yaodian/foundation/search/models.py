"""The register of what can be found."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func


class Findable(models.Model):
    """One record as search sees it. `grams` are the character pairs of title and text (see grams.py)."""

    deletable = True

    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=300)
    context = models.CharField(max_length=300, blank=True)
    gram_list = ArrayField(models.TextField())
    grams = models.GeneratedField(
        expression=Func(F("gram_list"), function="array_to_tsvector"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [GinIndex(fields=["grams"], name="findable_grams")]
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="findable_once")]

    def __str__(self) -> str:
        return self.title
