"""Proof that one entry is sealed: its bytes, the hashes up to its block's root, and the block.

A proof is checked without the database: the entry's text gives the leaf, the path gives the root, the block's
fields give its hash. That hash is then compared with an anchor or with the chain.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

from . import merkle
from .blocks import FIELDS, Header
from .canonical import entry_columns, entry_leaf, entry_text
from .models import Seal


class NotSealed(Exception):
    """The entry is not in any block: it does not exist, or waits for the sealer."""


def make(entry_id: int) -> dict[str, Any]:
    """The proof of one entry, in types that JSON holds."""
    with transaction.atomic():
        seal = Seal.objects.filter(entry_id=entry_id).first()
        if seal is None:
            raise NotSealed(entry_id)
        rows = _rows_of(seal.n)
        leaves = [entry_leaf(row) for row in rows]
        return {
            "entry": entry_text(rows[seal.i]),
            "index": seal.i,
            "path": [step.hex() for step in merkle.proof(leaves, seal.i)],
            "block": _header(seal.n).as_json(),
        }


def check(told: dict[str, Any]) -> Header | None:
    """The block in which the proof shows its entry; None when the parts do not fit together."""
    try:
        block = Header.of_json(told["block"])
        leaf = merkle.leaf(told["entry"].encode())
        path = [bytes.fromhex(step) for step in told["path"]]
        root = merkle.root_by_proof(leaf, int(told["index"]), block.count, path)
        return block if root == block.root and block.true_hash() == block.hash else None
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _rows_of(n: int) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT {entry_columns("e")} FROM audit_seal AS s JOIN audit_entry AS e ON e.id = s.entry_id
            WHERE s.n = %s ORDER BY s.i""",  # noqa: S608
            [n],
        )
        return list(cursor.fetchall())


def _header(n: int) -> Header:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {FIELDS} FROM audit_block WHERE n = %s", [n])  # noqa: S608
        return Header.of_row(cursor.fetchone())
