"""Verifying a part of the chain while somebody waits; the whole of it is the command `verify_audit`'s.

Within the range each block's own hash, its place after the one before, its entries and the anchors on it are
compared. What lies outside the range is not looked at, and the words say so.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction

from yaodian.foundation.audit import anchor, blocks, merkle
from yaodian.foundation.audit.blocks import FIELDS, Header
from yaodian.foundation.audit.canonical import ID, entry_columns, entry_leaf

LONGEST_ENTRIES = 50_000


@dataclass(frozen=True)
class Outcome:
    """What was compared, and the first thing found wrong ("" when all agrees)."""

    first: int
    last: int
    entries: int
    anchors: int
    trouble: str = ""

    @property
    def words(self) -> str:
        if self.trouble:
            return self.trouble
        told = f"第 {self.first} 至 {self.last} 块、{self.entries:,} 条记录逐条核对一致"
        return told + (f"，与其中 {self.anchors} 个锚点相符。" if self.anchors else "；这一段里没有锚点。")


class _Differs(Exception):
    pass


def verify_range(first: int, last: int) -> Outcome:
    with transaction.atomic():
        headers = _headers(first - 1, last)
        before = headers.pop(first - 1, None)
        if not headers:
            return Outcome(first, last, 0, 0, f"没有第 {first} 到第 {last} 块，请核对块号。")
        last = max(headers) if max(headers) < last else last
        entries = anchors = 0
        try:
            for n in range(first, last + 1):
                entries += _block(n, headers.get(n), before)
                before = headers[n]
                if entries > LONGEST_ENTRIES:
                    last = n
                    break
            anchors = _anchors(headers, last)
        except _Differs as differs:
            return Outcome(first, last, entries, anchors, str(differs))
    return Outcome(first, last, entries, anchors)


def _headers(first: int, last: int) -> dict[int, Header]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {FIELDS} FROM audit_block WHERE n BETWEEN %s AND %s", [first, last])  # noqa: S608
        return {row[0]: Header.of_row(row) for row in cursor.fetchall()}


def _block(n: int, block: Header | None, before: Header | None) -> int:
    """How many entries the block seals, after everything about it was found to agree."""
    if block is None:
        raise _Differs(f"第 {n} 块缺失，链在此处断开。")
    if block.true_hash() != block.hash:
        raise _Differs(f"第 {n} 块自身的内容与其哈希不符。")
    if (before is not None or n == 1) and block.prev != blocks.hash_before(before):
        raise _Differs(f"第 {n} 块没有接在第 {n - 1} 块之后。")
    rows = _rows(n)
    if any(row[ID] is None for row in rows):
        raise _Differs(f"第 {n} 块封存的记录有的已不在库中。")
    if len(rows) != block.count or merkle.root([entry_leaf(row) for row in rows]) != block.root:
        raise _Differs(f"第 {n} 块的记录与封存时不一致：有记录被改动、添入或抽走。")
    return len(rows)


def _rows(n: int) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT {entry_columns("e")} FROM audit_seal AS s LEFT JOIN audit_entry AS e ON e.id = s.entry_id
            WHERE s.n = %s ORDER BY s.i""",  # noqa: S608
            [n],
        )
        return list(cursor.fetchall())


def _anchors(headers: dict[int, Header], last: int) -> int:
    known = [one for one in anchor.read().known if one.n in headers and one.n <= last]
    for one in known:
        if one.hash != headers[one.n].hash.hex():
            raise _Differs(f"第 {one.n} 块与 {one.at} 写下的锚点不同：链被重写过。")
    return len(known)
