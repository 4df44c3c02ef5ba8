"""Blocks as they are read and written by the sealer, the verification and the proofs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from .canonical import block_hash, moment
from .merkle import ZERO

FIELDS = f"""n, "count", root, prev, hash, horizon::text, ceiling::text, cluster, {moment("sealed_at")}"""


@dataclass(frozen=True)
class Header:
    """One block. `sealed_at` is the canonical text of the moment, so that it hashes as it was read."""

    n: int
    count: int
    root: bytes
    prev: bytes
    hash: bytes
    horizon: int
    ceiling: int
    cluster: str
    sealed_at: str

    @classmethod
    def of_row(cls, row: tuple[Any, ...]) -> Header:
        n, count, root, prev, own, horizon, ceiling, cluster, sealed_at = row
        return cls(
            n, count, bytes(root), bytes(prev), bytes(own), int(horizon), int(ceiling), cluster, sealed_at
        )

    @classmethod
    def make(cls, **fields: Any) -> Header:
        """A header whose hash follows from its other fields."""
        return cls(hash=block_hash(fields), **fields)

    def true_hash(self) -> bytes:
        return block_hash(self.__dict__)

    def as_json(self) -> dict[str, Any]:
        return {
            name: value.hex() if isinstance(value, bytes) else value for name, value in self.__dict__.items()
        }

    @classmethod
    def of_json(cls, told: dict[str, Any]) -> Header:
        binary = {name: bytes.fromhex(told[name]) for name in ("root", "prev", "hash")}
        return cls(**{**told, **binary})


@dataclass(frozen=True)
class Now:
    """This moment in PostgreSQL: transactions below `xmin` have ended, those from `xmax` on not begun."""

    xmin: int
    xmax: int
    at: str
    cluster: str


def now(cursor: CursorWrapper) -> Now:
    """The moment is the statement's, which is before its snapshot: nobody begins unseen between the two."""
    cursor.execute(
        f"""SELECT pg_snapshot_xmin(s)::text, pg_snapshot_xmax(s)::text, {moment("statement_timestamp()")},
            (SELECT system_identifier::text FROM pg_control_system())
            FROM pg_current_snapshot() AS s"""  # noqa: S608
    )
    xmin, xmax, at, cluster = cursor.fetchone()
    return Now(int(xmin), int(xmax), at, cluster)


def newest(cursor: CursorWrapper) -> Header | None:
    cursor.execute(f"SELECT {FIELDS} FROM audit_block ORDER BY n DESC LIMIT 1")  # noqa: S608
    row = cursor.fetchone()
    return Header.of_row(row) if row else None


def head() -> Header | None:
    """The newest block, or None before the first."""
    with connection.cursor() as cursor:
        return newest(cursor)


def hash_before(block: Header | None) -> bytes:
    return block.hash if block else ZERO
