"""Row-level security: tables whose rows PostgreSQL shows only in a context that the program states.

A migration switches it on and writes the policies, which read settings of the transaction. Outside
`rows_for(…)` the application's role sees none of the rows, whatever it asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

PREFIX = "yaodian."


@contextmanager
def rows_for(**context: str) -> Iterator[None]:
    """State a context, as `yaodian.<name>`, until the end of the block; runs in a transaction."""
    within_another = connection.in_atomic_block
    with transaction.atomic():
        before = _state(context)
        yield
        if within_another:
            _state(before)


def _state(context: dict[str, str]) -> dict[str, str]:
    """Set the settings for this transaction and return what they were; one statement."""
    names = [PREFIX + name for name in context]
    olds = ", ".join(f"current_setting(%s, true) AS old_{place}" for place, _name in enumerate(names))
    sets = ", ".join("set_config(%s, %s, true)" for _name in names)
    pairs = [part for pair in zip(names, context.values(), strict=True) for part in pair]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT olds.*, {sets} FROM (SELECT {olds} OFFSET 0) AS olds", [*pairs, *names])  # noqa: S608
        row = cursor.fetchone()
    return {name: old or "" for name, old in zip(context, row, strict=False)}
