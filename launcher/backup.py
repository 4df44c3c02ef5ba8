"""`./run backup FILE`: database, files, keys and anchors in one archive, verified before it takes its name.

1. The audit is sealed, so that no entry of the dump stands outside the chain.
2. The anchors are taken before the database, so that the database is never behind them.
3. The dump and the row counts are of one snapshot.
4. The files are taken last: every file that the database names is there.
5. What was written is noted for the site's page of backups.
"""

from __future__ import annotations

import argparse
import tempfile
import time
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from launcher import archive, backup_log
from launcher.messages import say, step
from launcher.places import CHECKOUT, state
from launcher.vault import Vault, count_rows, open_vault, run_tool
from launcher.web import manage

DUMP = "database.dump"


def backup(arguments: list[str]) -> int:
    options = _options(arguments)
    if options.verify:
        return verify(options.file)
    with open_vault() as vault:
        with step("封存审计记录", "Sealing the audit"):
            manage(["seal_audit"], vault.env)
        with step("备份", "Backing up"):
            manifest = write(vault, options.file.resolve())
        backup_log.note(vault.home, options.file, manifest, _moment())
    say(f"已备份并核对 / backed up and verified: {options.file}  {_summary(manifest)}")
    say("备份中含有密钥，请按涉密材料保管。 / The archive holds the keys: keep it as you keep them.")
    return 0


def verify(file: Path) -> int:
    manifest = archive.check(file)
    backup_log.note(state(), file, manifest, _moment())
    say(f"备份完好 / the backup is sound: {file}  {_summary(manifest)}")
    return 0


def write(vault: Vault, target: Path) -> dict[str, Any]:
    """Write the archive; returns its manifest."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as scratch:
        dump = Path(scratch) / DUMP
        with archive.open_for_writing(target, archive.check) as writer:
            writer.add_folder("anchors", vault.home / "anchors")
            counts = _dump(vault, dump)
            writer.add_file(DUMP, dump)
            writer.add_folder("files", vault.home / "files")
            for name, content in vault.keys().items():
                writer.add_bytes(f"keys/{name}", content.encode())
            writer.facts = _facts() | {"rows": counts}
    return archive.check(target)


def _dump(vault: Vault, dump: Path) -> dict[str, int]:
    """Dump the database and count its rows in the same snapshot."""
    with psycopg.connect(vault.owner_url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        snapshot = str(row[0]) if row else ""
        options = ["--format=custom", f"--snapshot={snapshot}", "--exclude-extension=*", f"--file={dump}"]
        run_tool("pg_dump", vault.owner_url, options)
        return count_rows(connection)


def _facts() -> dict[str, Any]:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {"version": project["version"], "made_at": _moment()}


def _moment() -> str:
    """The machine's time, not the program's clock, which a demo may have stopped."""
    return datetime.fromtimestamp(time.time(), UTC).isoformat(timespec="seconds")


def _summary(manifest: dict[str, Any]) -> str:
    rows, files = manifest["rows"], [name for name in manifest["sha256"] if name.startswith("files/")]
    return f"({len(rows)} tables, {sum(rows.values())} rows, {len(files)} files, {manifest['made_at']})"


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run backup")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--verify", action="store_true", help="只核对已有的备份 / only verify an existing backup"
    )
    return parser.parse_args(arguments)
