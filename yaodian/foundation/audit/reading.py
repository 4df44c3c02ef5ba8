"""The chain as it stands in the database, read in order and in batches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection

from .blocks import FIELDS, Header
from .canonical import ID, RECORDED_AT, XID, entry_columns

BATCH = 5_000

Values = tuple[str, ...]
SealRow = tuple[int, int, int, Values]  # block, place, entry, columns of the entry (None when it is gone)


def headers() -> Iterator[Header]:
    return map(Header.of_row, _stream(f"SELECT {FIELDS} FROM audit_block ORDER BY n"))  # noqa: S608


def seal_rows() -> Iterator[SealRow]:
    query = f"""
        SELECT s.n, s.i, s.entry_id, {entry_columns("e")}
        FROM audit_seal AS s LEFT JOIN audit_entry AS e ON e.id = s.entry_id
        ORDER BY s.n, s.i"""  # noqa: S608
    return ((row[0], row[1], row[2], row[3:]) for row in _stream(query))


def unsealed_rows() -> Iterator[tuple[int, int, str]]:
    """Id, transaction and own time of every entry without a seal."""
    query = f"""SELECT {entry_columns("e")} FROM audit_entry AS e
        WHERE NOT EXISTS (SELECT FROM audit_seal AS s WHERE s.entry_id = e.id) ORDER BY e.id"""  # noqa: S608
    return ((int(row[ID]), int(row[XID]), row[RECORDED_AT]) for row in _stream(query))


def ids_between(first: int, last: int) -> list[int]:
    """Ids of the entries that the blocks `first` to `last` seal."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry_id FROM audit_seal WHERE n BETWEEN %s AND %s", [first, last])
        return [row[0] for row in cursor.fetchall()]


def _stream(query: str) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(BATCH):
            yield from rows
