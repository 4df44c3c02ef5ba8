"""`./run restore FILE`: everything a backup holds, back in its place.

1. Every byte of the archive is verified.
2. The database is restored in one transaction: the embedded server's into a fresh database that takes the old
   one's place at the end, another server's into the database that MIGRATION_DATABASE_URL names.
3. Row counts are compared with the manifest, and the audit chain is verified against the archive's anchors.
4. Files, anchors and keys are moved into place.

With the embedded server a failure up to step 3 changes nothing. Another server's database is changed when the
transaction of step 2 commits: restore into an empty one where that matters.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from launcher import archive
from launcher.backup import DUMP
from launcher.demo import only_demo
from launcher.environment import check_space
from launcher.messages import Trouble, say, step
from launcher.places import state
from launcher.postgres import APP, DATABASE, OWNER, Cluster
from launcher.settings import OWNER_ADDRESS
from launcher.vault import KEYS, Vault, count_rows, open_vault, run_tool
from launcher.web import manage

FRESH = "yaodian_restored"
FOLDERS = ("files", "anchors")
Verify = Callable[[dict[str, str]], None]


def verify_audit(env: dict[str, str]) -> None:
    manage(["verify_audit"], env)


def restore(arguments: list[str]) -> int:
    options = _options(arguments)
    with step("核对备份", "Verifying the backup"):
        archive.check(options.file)
    state().mkdir(parents=True, exist_ok=True)
    with only_demo(), open_vault() as vault, step("恢复", "Restoring"):
        read(vault, options.file, replace=options.replace)
    say("已恢复并核对。 / Restored and verified. 接着 / then: ./run manage migrate")
    return 0


def read(vault: Vault, file: Path, *, replace: bool, verify: Verify = verify_audit) -> None:
    """Restore a verified archive into the vault."""
    manifest = archive.check(file)
    if not replace:
        _refuse_if_in_use(vault)
    check_space(vault.home, 3 * file.stat().st_size)
    with tempfile.TemporaryDirectory(dir=vault.home, prefix=".restore-") as scratch:
        unpacked = Path(scratch)
        archive.extract(file, unpacked)
        _check_keys(vault, unpacked)
        if vault.cluster:
            _restore_into_fresh(vault.cluster, vault, unpacked, manifest, verify)
        else:
            _restore_in_place(vault, unpacked, manifest, verify)
        _place_folders(vault, unpacked)


def _refuse_if_in_use(vault: Vault) -> None:
    with psycopg.connect(vault.owner_url) as connection:
        tables = len(count_rows(connection))
    files = sum(path.is_file() for path in (vault.home / "files").rglob("*"))
    if tables or files:
        raise Trouble(
            f"目标中已有数据（{tables} 张表，{files} 个文件）。先备份；确认要替换时加 --replace。",
            f"There is data already ({tables} tables, {files} files). "
            "Back it up first; add --replace to replace it.",
        )


def _check_keys(vault: Vault, unpacked: Path) -> None:
    """On another server the keys come from the environment: they must include those of the backup."""
    if vault.cluster:
        return
    kept = unpacked / "keys" / "field_keys"
    needed = set(kept.read_text().split(",")) if kept.exists() else set()
    if not needed <= set(vault.env.get("YAODIAN_FIELD_KEYS", "").split(",")):
        raise Trouble(
            "YAODIAN_FIELD_KEYS 缺少备份时使用的密钥，加密字段将无法读取。"
            "请从备份中取出（tar -xOf 备份文件 keys/field_keys），设置后再恢复。",
            "YAODIAN_FIELD_KEYS lacks the keys the backup was written with. "
            "Take them from the archive (tar -xOf FILE keys/field_keys), set them, and restore again.",
        )


def _restore_into_fresh(
    cluster: Cluster, vault: Vault, unpacked: Path, manifest: dict[str, Any], verify: Verify
) -> None:
    """Fill and verify a fresh database, then give it the old one's name."""
    cluster.drop_database(FRESH)
    cluster.create_database(FRESH)
    try:
        env = {"DATABASE_URL": cluster.url(APP, FRESH), OWNER_ADDRESS: cluster.url(OWNER, FRESH)}
        keys = {
            KEYS[path.name]: path.read_text() for path in (unpacked / "keys").glob("*") if path.name in KEYS
        }
        _fill(vault.env | env | keys, unpacked, manifest, verify, [])
        cluster.drop_database(DATABASE)
        cluster.rename_database(FRESH, DATABASE)
    except BaseException:
        cluster.drop_database(FRESH)
        raise


def _restore_in_place(vault: Vault, unpacked: Path, manifest: dict[str, Any], verify: Verify) -> None:
    _fill(vault.env, unpacked, manifest, verify, ["--clean", "--if-exists"])


def _fill(
    env: dict[str, str], unpacked: Path, manifest: dict[str, Any], verify: Verify, options: list[str]
) -> None:
    owner_url = env[OWNER_ADDRESS]
    role = urlsplit(owner_url).username
    options = [*options, "--single-transaction", "--no-owner", f"--role={role}", str(unpacked / DUMP)]
    run_tool("pg_restore", owner_url, options)
    with psycopg.connect(owner_url) as connection:
        _compare(manifest["rows"], count_rows(connection))
    verify(env | {"YAODIAN_HOME": str(unpacked)})


def _compare(expected: dict[str, int], found: dict[str, int]) -> None:
    """Refuse a database that does not hold exactly the rows that the manifest counted."""
    differing = [
        f"{table}: {expected.get(table, '—')} → {found.get(table, '—')}"
        for table in sorted(expected.keys() | found.keys())
        if expected.get(table) != found.get(table)
    ]
    if differing:
        raise Trouble(
            "恢复后的行数与备份清单不一致：" + "；".join(differing) + "。请恢复到一个空数据库。",
            "The restored rows differ from the manifest: see above. Restore into an empty database.",
        )


def _place_folders(vault: Vault, unpacked: Path) -> None:
    """Move files, anchors and (for the embedded database) keys into place, each by a rename."""
    for name in (*FOLDERS, "keys") if vault.cluster else FOLDERS:
        source, target = unpacked / name, vault.home / name
        source.mkdir(exist_ok=True)
        old = unpacked / f"old-{name}"
        if target.exists():
            target.rename(old)
        source.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    if vault.cluster:
        os.chmod(vault.home / "keys", 0o700)
        for path in (vault.home / "keys").iterdir():
            path.chmod(0o600)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run restore")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--replace", action="store_true", help="替换现有数据 / replace the data that is there"
    )
    return parser.parse_args(arguments)
