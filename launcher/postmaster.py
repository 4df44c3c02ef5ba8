"""What `postmaster.pid` and /proc tell about a running PostgreSQL server."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Postmaster:
    pid: int
    port: int
    ready: bool


def read_pid_file(data: Path) -> Postmaster | None:
    """What the server wrote about itself, or None; a file that is only half written counts as none."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        return Postmaster(int(lines[0]), int(lines[3]), len(lines) > 7 and lines[7].strip() == "ready")
    except (OSError, ValueError, IndexError):
        return None


def find(data: Path) -> Postmaster | None:
    """The living server of this data folder, or None. A pid that another program has taken over is not it."""
    noted = read_pid_file(data)
    return noted if noted and _serves(noted.pid, data) else None


def _serves(pid: int, data: Path) -> bool:
    if not Path("/proc/self/cwd").exists():
        return _alive(pid)
    try:
        return Path(f"/proc/{pid}/cwd").resolve(strict=True) == data.resolve()
    except OSError:  # gone, a zombie, or somebody else's process
        return False


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def forget_dead(data: Path) -> None:
    """Remove the pid file of a server that is no more.

    A killed server that nobody has reaped still answers to its pid, and PostgreSQL then refuses to start.
    Living back ends of a killed server are still noticed: they hold the shared memory of the data folder.
    """
    if find(data) is None:
        (data / "postmaster.pid").unlink(missing_ok=True)
