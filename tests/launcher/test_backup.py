"""Backups of a small database made here: what comes back, what is refused, and that damage is noticed."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from launcher import archive, backup, restore
from launcher.messages import Trouble
from launcher.postgres import Cluster, TemporaryCluster
from launcher.settings import database_environment, demo_environment
from launcher.vault import Vault, count_rows

Verified = list[dict[str, str]]


@pytest.fixture
def vault(cluster: Cluster, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Vault:
    """Two tables, one with a right of the application's, a file, an anchor and the keys."""
    home = folder / "home"
    monkeypatch.setenv("YAODIAN_HOME", str(home))
    with psycopg.connect(cluster.owner_url) as connection:
        rows = "SELECT n AS id, '高新技术企业' || n AS title FROM generate_series(1, 500) n"
        connection.execute(f"CREATE TABLE plan AS {rows}")
        connection.execute("GRANT SELECT ON plan TO yaodian_app")
        connection.execute("CREATE TABLE empty (id int)")
    for name in ("files/ab/plan.docx", "anchors/audit.jsonl"):
        (home / name).parent.mkdir(parents=True)
        (home / name).write_text(f"content of {name}")
    return Vault(demo_environment(cluster), home, cluster)


@pytest.fixture
def written(vault: Vault, folder: Path) -> Path:
    target = folder / "yaodian.backup"
    backup.write(vault, target)
    return target


def lose_everything(vault: Vault) -> None:
    assert vault.cluster
    vault.cluster.drop_database("yaodian")
    vault.cluster.create_database("yaodian")
    for name in ("files", "anchors", "keys"):
        shutil.rmtree(vault.home / name)


def remember(seen: Verified) -> Callable[[dict[str, str]], None]:
    return lambda env: seen.append(env)


def test_what_was_lost_comes_back_with_its_rights_files_and_keys(vault: Vault, written: Path) -> None:
    key = (vault.home / "keys" / "secret_key").read_text()
    lose_everything(vault)
    seen: Verified = []
    restore.read(vault, written, replace=False, verify=remember(seen))
    with psycopg.connect(vault.owner_url) as connection:
        assert count_rows(connection) == {"public.empty": 0, "public.plan": 500}
    with psycopg.connect(vault.env["DATABASE_URL"]) as connection:
        assert connection.execute("SELECT title FROM plan WHERE id = 72").fetchone() == ("高新技术企业72",)
    assert (vault.home / "files/ab/plan.docx").read_text() == "content of files/ab/plan.docx"
    assert (vault.home / "anchors/audit.jsonl").read_text() == "content of anchors/audit.jsonl"
    assert (vault.home / "keys" / "secret_key").read_text() == key
    assert seen[0]["DATABASE_URL"].endswith("/yaodian_restored")
    assert seen[0]["YAODIAN_SECRET_KEY"] == key


def test_data_that_is_there_is_replaced_only_when_asked(vault: Vault, written: Path) -> None:
    with psycopg.connect(vault.owner_url) as connection:
        connection.execute("DELETE FROM plan WHERE id > 10")
    with pytest.raises(Trouble, match="--replace"):
        restore.read(vault, written, replace=False, verify=remember([]))
    restore.read(vault, written, replace=True, verify=remember([]))
    with psycopg.connect(vault.owner_url) as connection:
        assert count_rows(connection)["public.plan"] == 500


def test_a_restore_whose_audit_does_not_verify_changes_nothing(vault: Vault, written: Path) -> None:
    def refuse(env: dict[str, str]) -> None:
        raise Trouble("第 3 块不符", "block 3 does not match")

    with psycopg.connect(vault.owner_url) as connection:
        connection.execute("INSERT INTO empty VALUES (1)")
    with pytest.raises(Trouble, match="block 3"):
        restore.read(vault, written, replace=True, verify=refuse)
    with psycopg.connect(vault.owner_url) as connection:
        assert count_rows(connection) == {"public.empty": 1, "public.plan": 500}
    assert (vault.home / "files/ab/plan.docx").exists()


def test_rows_that_differ_from_the_manifest_are_named() -> None:
    with pytest.raises(Trouble, match=r"public\.plan: 501 → 500"):
        restore._compare({"public.plan": 501, "public.empty": 0}, {"public.plan": 500, "public.empty": 0})


def test_a_flipped_byte_anywhere_is_noticed(written: Path) -> None:
    whole = written.read_bytes()
    assert archive.check(written)["rows"] == {"public.empty": 0, "public.plan": 500}
    chosen = random.Random(20260701)
    for position in [0, len(whole) - 1, *chosen.sample(range(len(whole)), 300)]:
        damaged = bytearray(whole)
        damaged[position] ^= 1 << chosen.randrange(8)
        written.write_bytes(damaged)
        with pytest.raises(Trouble, match="damaged"):
            archive.check(written)


def test_a_backup_that_was_cut_short_is_noticed(written: Path) -> None:
    whole = written.read_bytes()
    for kept in (0, 100, len(whole) // 2, whole.rindex(b"seal\0")):
        written.write_bytes(whole[:kept])
        with pytest.raises(Trouble, match="damaged"):
            archive.check(written)


def test_a_damaged_backup_is_not_restored(vault: Vault, written: Path) -> None:
    damaged = bytearray(written.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    written.write_bytes(damaged)
    with pytest.raises(Trouble, match="已损坏"):
        restore.read(vault, written, replace=True, verify=remember([]))
    with psycopg.connect(vault.owner_url) as connection:
        assert count_rows(connection)["public.plan"] == 500


def test_a_backup_that_fails_leaves_the_older_one_as_it_was(vault: Vault, written: Path) -> None:
    before = written.read_bytes()
    assert vault.cluster
    absent = {"MIGRATION_DATABASE_URL": vault.cluster.url("yaodian_owner", "absent")}
    broken = Vault(vault.env | absent, vault.home, None)
    with pytest.raises(psycopg.OperationalError):
        backup.write(broken, written)
    assert written.read_bytes() == before
    assert [path.name for path in written.parent.iterdir() if path.name.startswith(".")] == []


def test_a_server_of_ones_own_is_restored_in_place_when_the_keys_are_right(
    vault: Vault, written: Path
) -> None:
    with TemporaryCluster() as other:
        home = other.folder / "home"
        (home / "files").mkdir(parents=True)
        env = vault.env | database_environment(other)
        with pytest.raises(Trouble, match="keys/field_keys"):
            restore.read(Vault(env | {"YAODIAN_FIELD_KEYS": "x:y"}, home, None), written, replace=False)
        restore.read(Vault(env, home, None), written, replace=False, verify=remember([]))
        with psycopg.connect(other.app_url) as connection:
            assert connection.execute("SELECT count(*) FROM plan").fetchone() == (500,)
        assert (home / "files/ab/plan.docx").exists()
        assert not (home / "keys").exists()


def test_rows_that_the_application_does_not_see_are_backed_up_and_stay_hidden(
    vault: Vault, folder: Path
) -> None:
    """A backup is the owner's, to whom row-level security does not apply; the policy comes back with the table."""
    hide = "CREATE POLICY own ON hidden USING (id::text = current_setting('yaodian.person', true))"
    with psycopg.connect(vault.owner_url) as connection:
        connection.execute("CREATE TABLE hidden AS SELECT n AS id FROM generate_series(1, 7) n")
        connection.execute("ALTER TABLE hidden ENABLE ROW LEVEL SECURITY")
        connection.execute(hide)
        connection.execute("GRANT SELECT ON hidden TO yaodian_app")
    assert seen_by_the_application(vault) == (0, 1)
    backup.write(vault, folder / "hidden.backup")
    assert archive.check(folder / "hidden.backup")["rows"]["public.hidden"] == 7
    lose_everything(vault)
    restore.read(vault, folder / "hidden.backup", replace=False, verify=remember([]))
    with psycopg.connect(vault.owner_url) as connection:
        assert count_rows(connection)["public.hidden"] == 7
    assert seen_by_the_application(vault) == (0, 1)


def seen_by_the_application(vault: Vault) -> tuple[int, int]:
    """How many rows without a context, and with that of number 3."""
    with psycopg.connect(vault.env["DATABASE_URL"]) as connection:
        without = connection.execute("SELECT id FROM hidden").fetchall()
        connection.execute("SELECT set_config('yaodian.person', '3', true)")
        return len(without), len(connection.execute("SELECT id FROM hidden").fetchall())
