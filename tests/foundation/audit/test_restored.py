"""A dump restored into a truly new cluster, whose transaction numbers begin anew: the chain goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from launcher.postgres import APP, OWNER, TemporaryCluster
from launcher.vault import run_tool
from tests.foundation.audit.tools import MANY, address, as_superuser, write
from yaodian.foundation.audit import sealer

pytestmark = pytest.mark.race

ROOT = Path(__file__).resolve().parents[3]
RESTORED = "restored"


@pytest.fixture
def elsewhere() -> Iterator[TemporaryCluster]:
    with TemporaryCluster() as cluster:
        cluster.create_database(RESTORED)
        yield cluster


def command(name: str, cluster: TemporaryCluster, home: Path, *arguments: str) -> tuple[int, str]:
    """Exit code and standard output of a management command on the restored database."""
    environment = os.environ | {"DATABASE_URL": cluster.url(APP, RESTORED), "YAODIAN_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "manage.py", name, *arguments],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout.strip()


def verdict(cluster: TemporaryCluster, home: Path) -> dict[str, object]:
    return json.loads(command("verify_audit", cluster, home, "--json")[1])


def carry_over(cluster: TemporaryCluster, dump: Path) -> None:
    source = address("MIGRATION_DATABASE_URL")
    run_tool("pg_dump", source, ["--format=custom", "--exclude-extension=*", f"--file={dump}"])
    target = cluster.url(OWNER, RESTORED)
    run_tool("pg_restore", target, ["--single-transaction", "--no-owner", f"--role={OWNER}", str(dump)])


def test_entries_of_another_cluster_are_taken_and_the_chain_goes_on(
    race_database: str, elsewhere: TemporaryCluster, tmp_path: Path
) -> None:
    sealer.seal_all()
    write(20)
    sealer.seal_all()
    write(3)  # committed between the sealing and the dump
    carry_over(elsewhere, tmp_path / "dump")
    before = verdict(elsewhere, tmp_path)
    assert (before["ok"], before["pending"], before["clusters"]) == (True, 3, 1)
    assert command("seal_audit", elsewhere, tmp_path)[0] == 0
    with psycopg.connect(elsewhere.url(APP, RESTORED)) as app:
        app.execute(MANY, [5])
    assert command("seal_audit", elsewhere, tmp_path)[0] == 0
    after = verdict(elsewhere, tmp_path)
    assert (after["ok"], after["pending"], after["clusters"], after["blocks"]) == (True, 0, 2, 4)


def test_an_entry_whose_number_the_new_cluster_has_not_given_out_yet_is_taken(
    race_database: str, elsewhere: TemporaryCluster, tmp_path: Path
) -> None:
    (waiting,) = write(1)
    with as_superuser() as ruler:
        ruler.execute("UPDATE audit_entry SET xid = '900000' WHERE id = %s", [waiting])
    carry_over(elsewhere, tmp_path / "dump")
    with psycopg.connect(elsewhere.superuser_url) as ruler:
        (given_out,) = ruler.execute(
            "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
        ).fetchone()
    assert given_out < 900_000
    assert command("seal_audit", elsewhere, tmp_path)[0] == 0
    assert verdict(elsewhere, tmp_path)["pending"] == 0
