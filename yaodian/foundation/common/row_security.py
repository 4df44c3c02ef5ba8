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
    with transaction.atomic():
        before = {name: _state(name, value) for name, value in context.items()}
        yield
        for name, value in before.items():
            _state(name, value)


def _state(name: str, value: str) -> str:
    """Set one setting for this transaction and return what it was."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [PREFIX + name])
        (before,) = cursor.fetchone()
        cursor.execute("SELECT set_config(%s, %s, true)", [PREFIX + name, value])
    return before or ""
