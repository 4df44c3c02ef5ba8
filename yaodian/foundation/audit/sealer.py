"""Sealing: entries below which nothing can slip in any more are put into blocks, a chain of them.

Business transactions write entries without order or lock; the one sealer comes after them. An entry is
taken once every transaction up to its own has ended, so that a late commit never comes to lie under a
sealed horizon.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from . import anchor, blocks
from .blocks import Header, Now
from .canonical import entry_columns, entry_leaf
from .merkle import root

LOCK = 0x61756469  # the advisory lock that makes the sealer one
BLOCK_LIMIT = 5_000
ROUND_LIMIT = 20 * BLOCK_LIMIT
HEARTBEAT = timedelta(minutes=10)

Leaf = tuple[int, bytes]


@dataclass(frozen=True)
class Round:
    """What one round has sealed; `complete` when nothing was left that could be."""

    blocks: int = 0
    entries: int = 0
    complete: bool = False


def seal(*, wait: bool = False) -> Round:
    """Seal what can be sealed, at most `ROUND_LIMIT` entries, in one transaction.

    Returns an empty round when another sealer is at work, unless told to wait for it.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if not _locked(cursor, wait=wait):
            return Round()
        before, now = blocks.newest(cursor), blocks.now(cursor)
        if before is None or before.cluster != now.cluster:
            return _begin(cursor, before, now)
        return _go_on(cursor, before, now)


def seal_all() -> Round:
    """Seal until nothing is left that can be, and anchor the newest block."""
    done = seal(wait=True)
    while not done.complete:
        more = seal(wait=True)
        done = Round(done.blocks + more.blocks, done.entries + more.entries, more.complete)
    anchor.write_if_newer()
    return done


def _begin(cursor: CursorWrapper, before: Header | None, now: Now) -> Round:
    """The first block of a cluster holds every committed entry without a seal, whatever its transaction's
    number.

    Numbers that came with a restored dump were given out by another cluster and cannot be compared.
    """
    leaves = list(_leaves(_pending(), []))
    _write(cursor, before, leaves, now, now.xmin)
    return Round(1, len(leaves), complete=True)


def _go_on(cursor: CursorWrapper, before: Header, now: Now) -> Round:
    where = "e.xid >= %s::text::xid8 AND e.xid < %s::text::xid8"
    parameters: list[int | str] = [str(before.horizon), str(now.xmin), ROUND_LIMIT]
    leaves = list(_leaves(_pending(where, "LIMIT %s"), parameters))
    complete = len(leaves) < ROUND_LIMIT
    runs = [leaves[i : i + BLOCK_LIMIT] for i in range(0, len(leaves), BLOCK_LIMIT)]
    if not runs and _is_silent(before, now):
        runs = [[]]
    for i, run in enumerate(runs, start=1):
        last = complete and i == len(runs)
        before = _write(cursor, before, run, now, now.xmin if last else before.horizon)
    return Round(len(runs), len(leaves), complete)


def _locked(cursor: CursorWrapper, *, wait: bool) -> bool:
    if wait:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        return True
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
    return bool(cursor.fetchone()[0])


def _pending(where: str = "TRUE", limit: str = "") -> str:
    return f"""SELECT {entry_columns("e")} FROM audit_entry AS e
        WHERE {where} AND NOT EXISTS (SELECT FROM audit_seal AS s WHERE s.entry_id = e.id)
        ORDER BY e.id {limit}"""  # noqa: S608


def _leaves(query: str, parameters: list[int | str]) -> Iterator[Leaf]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, parameters)
        while rows := cursor.fetchmany(BLOCK_LIMIT):
            yield from ((int(row[0]), entry_leaf(row)) for row in rows)


def _is_silent(before: Header, now: Now) -> bool:
    """Whether the chain has said nothing for so long that an empty block shall show that the sealer lives."""
    return datetime.fromisoformat(now.at) - datetime.fromisoformat(before.sealed_at) >= HEARTBEAT


def _write(
    cursor: CursorWrapper, before: Header | None, leaves: list[Leaf], now: Now, horizon: int
) -> Header:
    block = Header.make(
        n=before.n + 1 if before else 1,
        count=len(leaves),
        root=root([hashed for _id, hashed in leaves]),
        prev=blocks.hash_before(before),
        horizon=horizon,
        ceiling=now.xmax,
        cluster=now.cluster,
        sealed_at=now.at,
    )
    cursor.execute(
        """INSERT INTO audit_block (n, "count", root, prev, hash, horizon, ceiling, cluster, sealed_at)
        VALUES (%s, %s, %s, %s, %s, %s::text::xid8, %s::text::xid8, %s, %s::timestamptz)""",
        [block.n, block.count, block.root, block.prev, block.hash, str(horizon), str(block.ceiling),
         block.cluster, block.sealed_at],
    )  # fmt: skip
    cursor.execute(
        """INSERT INTO audit_seal (entry_id, n, i)
        SELECT id, %s, place - 1 FROM unnest(%s::bigint[]) WITH ORDINALITY AS given (id, place)""",
        [block.n, [entry_id for entry_id, _hashed in leaves]],
    )
    return block


def tick() -> None:
    """What the sealer does each second."""
    done = seal()
    while done.blocks and not done.complete:
        done = seal()
    anchor.write_if_due()
