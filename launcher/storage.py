"""Where the embedded database of a state folder lies, and how the whole state is thrown away."""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path

from launcher.binaries import SYSTEM_FOLDER, reachable
from launcher.places import state
from launcher.postgres import Cluster

THROWN_AWAY = ("postgres", "files", "anchors", "keys", "static", "static.stamp")


def demo_cluster() -> Cluster:
    return Cluster(_cluster_folder())


def remove_everything() -> None:
    """Stop the database and remove all that the demo has made."""
    cluster = demo_cluster()
    if cluster.folder.exists():
        cluster.stop()
        shutil.rmtree(cluster.folder)
    for name in THROWN_AWAY:
        path = state() / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _cluster_folder() -> Path:
    """`postgres` in the state folder; elsewhere when root's unprivileged server could not reach it there.

    The other place is noted in the state folder, under a name that nobody else has.
    """
    folder = state() / "postgres"
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0 or (folder / "data").exists() or reachable(state()):
        return folder
    note = folder / "elsewhere"
    if not note.exists():
        note.write_text(str(SYSTEM_FOLDER / f"postgres-of-{secrets.token_hex(6)}"))
    return Path(note.read_text())
