"""The cache that all processes share, in PostgreSQL.

Django's own database cache decides in Python between INSERT and UPDATE, so two processes can both "add" a key
that has expired; it counts the whole table at each write, and beyond 300 entries throws away living ones.
Rate limits and used second-factor codes live here: an entry must be added by exactly one process and may only
go when its time is over. So each write is one statement here, and only what has expired is swept.
"""

from __future__ import annotations

import base64
import pickle
import random
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router

SWEEP_ONE_IN = 200

WRITE = """
INSERT INTO {table} (cache_key, value, expires) VALUES (%s, %s, {expires})
ON CONFLICT (cache_key) DO UPDATE SET value = EXCLUDED.value, expires = EXCLUDED.expires
"""
ONLY_IF_EXPIRED = " WHERE {table}.expires < clock_timestamp()"
READ = "SELECT cache_key, value FROM {table} WHERE cache_key = ANY(%s) AND expires >= clock_timestamp()"
TOUCH = "UPDATE {table} SET expires = {expires} WHERE cache_key = %s AND expires >= clock_timestamp()"
SWEEP = "DELETE FROM {table} WHERE expires < clock_timestamp()"


class PostgresCache(DatabaseCache):
    """Django's database cache, its table and its commands, with atomic writes."""

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        names = {self.make_and_validate_key(key, version=version): key for key in keys}
        rows = self._run(READ, [list(names)], read=True) if names else []
        return {names[name]: pickle.loads(base64.b64decode(value)) for name, value in rows}  # noqa: S301

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return bool(self._run(READ, [[self.make_and_validate_key(key, version=version)]], read=True))

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        expires = self.get_backend_timeout(timeout)
        moment = [] if expires is None else [expires]
        if mode == "touch":
            return bool(self._run(TOUCH, [*moment, key], expires))
        if random.randrange(SWEEP_ONE_IN) == 0:  # noqa: S311
            self._run(SWEEP, [])
        encoded = base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode()
        statement = WRITE + (ONLY_IF_EXPIRED if mode == "add" else "")
        return bool(self._run(statement, [key, encoded, *moment], expires))

    def _run(self, statement: str, values: list[Any], expires: Any = None, *, read: bool = False) -> Any:
        """The rows read, or how many were written."""
        using = (router.db_for_read if read else router.db_for_write)(self.cache_model_class)
        connection = connections[using or "default"]
        table = connection.ops.quote_name(self.cache_model_class._meta.db_table)
        moment = "'infinity'" if expires is None else "to_timestamp(%s)"
        with connection.cursor() as cursor:
            cursor.execute(statement.format(table=table, expires=moment), values)
            return cursor.fetchall() if read else cursor.rowcount
