"""Rows into a model's table by COPY, in the owner's connection: constraints and triggers hold as ever."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import chain, count
from typing import Any

import psycopg
from django.db import models
from psycopg import sql

Row = dict[str, Any]


class Copying:
    """Keys are counted here; `finish` hands the sequences on."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection
        self._counters: dict[type[models.Model], count[int]] = {}

    def key(self, model: type[models.Model]) -> int:
        """The next free key of the model."""
        return next(self._counter(model))

    def _counter(self, model: type[models.Model]) -> count[int]:
        if model not in self._counters:
            table = sql.Identifier(model._meta.db_table)
            asked = self.connection.execute(sql.SQL("SELECT coalesce(max(id), 0) + 1 FROM {}").format(table))
            self._counters[model] = count(asked.fetchone()[0])  # type: ignore[index]
        return self._counters[model]

    def put(self, model: type[models.Model], rows: Iterable[Row]) -> int:
        """Enter the rows, all with the columns of the first; what none of them names gets the model's default."""
        given = iter(rows)
        first = next(given, None)
        if first is None:
            return 0
        fields = [
            field
            for field in model._meta.concrete_fields
            if field.column != "id" and (field.column in first or field.has_default())
        ]
        names = [field.column for field in fields]
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, ["id", *names]))
        )
        entered, keys = 0, self._counter(model)
        with self.connection.cursor().copy(statement) as copy:
            for row in chain([first], given):
                copy.write_row([row.get("id") or next(keys), *(_plain(field, row) for field in fields)])
                entered += 1
        return entered

    def finish(self) -> None:
        """Let the database go on counting after the keys used here, and know its tables."""
        for model, counter in self._counters.items():
            table = model._meta.db_table
            self.connection.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s, false)", [table, next(counter)]
            )
            self.connection.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(table)))
        self._counters.clear()
        self.connection.commit()


def _plain(field: models.Field[Any, Any], row: Row) -> Any:
    value = row[field.column] if field.column in row else field.get_default()
    return json.dumps(value, ensure_ascii=False) if isinstance(field, models.JSONField) else value
