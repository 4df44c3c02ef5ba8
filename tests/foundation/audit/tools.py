"""What the audit's tests share: many entries at once, and the hands of a database's superuser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection

COLUMNS = """at, actor_id, actor_label, role, role_label, behalf_id, behalf_label, action, result, object_type,
object_id, object_label, group_type, group_id, before, after, reason, request_id, address, method, path"""
MANY = f"""INSERT INTO audit_entry ({COLUMNS})
SELECT now(), '7', '周文静', 'clerk', '高新技术科', '', '', 'accept_target', 'done', 'plans.target', g::text,
'高新技术企业', 'plans.plan', '1', '{{"state": "found"}}', jsonb_build_object('state', 'accepted', 'place', g), '', '',
'10.0.0.8', 'POST', '/plans/1/' FROM generate_series(1, %s) AS g RETURNING id"""


def database() -> str:
    """The name of the database that Django uses at this moment."""
    return str(connection.settings_dict["NAME"])


def address(variable: str) -> str:
    return f"{os.environ[variable].rpartition('/')[0]}/{database()}"


def write(count: int) -> list[int]:
    """Add entries in one transaction by the application's role; returns their ids."""
    with connection.cursor() as cursor:
        cursor.execute(MANY, [count])
        return [row[0] for row in cursor.fetchall()]


@contextmanager
def as_application() -> Iterator[psycopg.Connection]:
    """A connection of its own by the application's role; its block is one transaction."""
    with psycopg.connect(address("DATABASE_URL")) as app:
        yield app


@contextmanager
def as_superuser() -> Iterator[psycopg.Connection]:
    """Somebody who rules the database, with every trigger switched off."""
    with psycopg.connect(address("YAODIAN_TEST_SUPERUSER_URL"), autocommit=True) as ruler:
        ruler.execute("SET session_replication_role = replica")
        yield ruler
