"""The register of what can be found."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, Lookup
from django.db.models.sql.compiler import SQLCompiler


@SearchVectorField.register_lookup
class Holds(Lookup):
    """`grams__holds="'高新' & 'ai':*"`: the entries that a tsquery's text asks for."""

    lookup_name = "holds"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        return "%s", [value]

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} @@ {right}::tsquery", [*left_params, *right_params]


class Findable(models.Model):
    """One record as search sees it: `grams` index its title and text (see grams.py), `folded` confirms."""

    deletable = True

    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=300)
    context = models.CharField(max_length=300, blank=True)
    folded = models.TextField()
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
