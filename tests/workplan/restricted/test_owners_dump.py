"""Row-level security keeps rows from the application, never from a backup."""

from __future__ import annotations

import os

import psycopg
import pytest

from tests.workplan.restricted.making import matter_of


@pytest.mark.race
def test_the_owners_dump_still_has_the_rows(race_database: str) -> None:
    """Backups read as the owner; negative control: the application's own role reads none."""
    matter_of()
    counted = []
    for variable in ("MIGRATION_DATABASE_URL", "DATABASE_URL"):
        base = os.environ[variable].rpartition("/")[0]
        with psycopg.connect(f"{base}/{race_database}") as other:
            counted.append(other.execute("SELECT count(*) FROM restricted_matter").fetchone())
    assert counted == [(1,), (0,)]
