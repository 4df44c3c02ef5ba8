"""The bytes that are hashed: one pinned form for an entry, one for a block.

Both are JSON arrays of texts without spaces, UTF-8, that begin with the name of their form, so that anybody
can make them again with any tool. Moments are UTC to the microsecond, `before` and `after` are PostgreSQL's
own text of the value. The order of the columns is part of the form: a column that is added later belongs to
a new form.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from .merkle import digest, leaf

ENTRY_FORM = "yaodian-audit-entry-1"
BLOCK_FORM = "yaodian-audit-block-1"
COLUMNS = (
    "id", "xid", "at", "recorded_at", "actor_id", "actor_label", "role", "role_label", "behalf_id",
    "behalf_label", "action", "result", "object_type", "object_id", "object_label", "group_type",
    "group_id", "before", "after", "reason", "request_id", "address", "method", "path",
)  # fmt: skip
ID, XID, RECORDED_AT = (COLUMNS.index(name) for name in ("id", "xid", "recorded_at"))
_MOMENTS = {"at", "recorded_at"}
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def moment(expression: str) -> str:
    """SQL for a moment's text: 2026-03-01T08:30:00.000000Z."""
    return f"""to_char({expression} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""


def entry_columns(table: str) -> str:
    """SQL for all columns of an entry as text, in the order of the form."""
    return ", ".join(
        moment(f"{table}.{name}") if name in _MOMENTS else f"{table}.{name}::text" for name in COLUMNS
    )


def entry_text(values: Sequence[str]) -> str:
    """The form of an entry whose columns were read by `entry_columns`."""
    return _encode([ENTRY_FORM, *values])


def entry_leaf(values: Sequence[str]) -> bytes:
    return leaf(entry_text(values).encode())


def block_text(header: dict[str, Any]) -> str:
    """The form of a block: everything but its own hash."""
    return _encode(
        [
            BLOCK_FORM,
            str(header["n"]),
            str(header["count"]),
            header["root"].hex(),
            header["prev"].hex(),
            str(header["horizon"]),
            str(header["ceiling"]),
            header["cluster"],
            header["sealed_at"],
        ]
    )


def block_hash(header: dict[str, Any]) -> bytes:
    return digest(block_text(header).encode())
