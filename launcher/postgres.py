"""The embedded PostgreSQL server: one folder, two roles, one database, an address on 127.0.0.1.

`Cluster(folder)` keeps its data between runs; `TemporaryCluster()`, for tests and benchmarks, leaves nothing.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import IO

import psycopg
from psycopg import sql

from launcher import postmaster
from launcher.binaries import programs, scratch_parent
from launcher.children import dies_with_parent
from launcher.messages import Trouble

SUPERUSER, OWNER, APP, DATABASE = "postgres", "yaodian_owner", "yaodian_app", "yaodian"
EXTENSIONS = ("pg_trgm", "btree_gist", "unaccent")
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "lc_messages": "C",
    "timezone": "UTC",
}
NOT_DURABLE = {"fsync": "off", "full_page_writes": "off", "max_wal_size": "2GB"}
LOG_LIMIT = 10_000_000


class Cluster:
    """A server and its data in `folder`; the folder's `credentials.json` is readable by its owner only."""

    durable = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "postgres.log"
        self._child: subprocess.Popen[bytes] | None = None
        self._users: IO[str] | None = None

    # Addresses

    @property
    def superuser_url(self) -> str:
        return self.url(SUPERUSER)

    @property
    def owner_url(self) -> str:
        return self.url(OWNER)

    @property
    def app_url(self) -> str:
        return self.url(APP)

    @property
    def port(self) -> int:
        running = self._running()
        if running is None:
            raise RuntimeError("the database server is not running")
        return running.port

    def url(self, role: str, database: str = DATABASE) -> str:
        """The address of `database` for `role`, with its password."""
        return f"postgresql://{role}:{self._passwords()[role]}@127.0.0.1:{self.port}/{database}"

    # Life

    def start(self, *, dies_with_us: bool = False) -> None:
        """Make the cluster if need be, start its server unless it runs, and wait until it can be used."""
        if self.is_running():
            return self._wait_until_ready()
        fresh = not (self.data / "PG_VERSION").exists()
        if fresh:
            self._init()
        self._launch(dies_with_us)
        self._prepare()

    def is_running(self) -> bool:
        return self._running() is not None

    @property
    def child_pid(self) -> int | None:
        """The server's pid when this process started it."""
        return self._child.pid if self._child else None

    def stop(self, patience: float = 30) -> None:
        """Stop the server cleanly; one that does not end in time is killed and recovers at its next start."""
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            running = self._running()
            if running is None:
                break
            with suppress(ProcessLookupError):
                os.kill(running.pid, number)
            if _wait(lambda: not self.is_running(), patience):
                break
        self._child = None
        self._forget_us()

    def join(self, *, dies_with_us: bool = False) -> None:
        """Have the server run, and count as one of its users until `leave` or until this process ends."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._alone():
            self.start(dies_with_us=dies_with_us)
            self._users = self._users or open(self.folder / "users.lock", "w")  # noqa: SIM115
            fcntl.flock(self._users, fcntl.LOCK_SH)

    def leave(self) -> None:
        """Be no user any more; the last one to leave stops the server."""
        with self._alone():
            if self._users and _only_user(self._users):
                self.stop()
            self._forget_us()

    @contextmanager
    def in_use(self) -> Iterator[Cluster]:
        """Have the server run for a while, shared with other processes."""
        self.join()
        try:
            yield self
        finally:
            self.leave()

    def _forget_us(self) -> None:
        if self._users:
            self._users.close()
            self._users = None

    # Databases

    def create_database(self, name: str, template: str | None = None) -> None:
        """Make a database of the owner's that the application may enter, empty or as a copy of `template`."""
        with self._connect("postgres") as connection:
            command = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}")
            source = sql.Identifier(template or "template0")
            connection.execute(command.format(sql.Identifier(name), sql.Identifier(OWNER), source))
            for statement in ("REVOKE ALL ON DATABASE {} FROM PUBLIC", "GRANT CONNECT ON DATABASE {} TO {}"):
                connection.execute(sql.SQL(statement).format(sql.Identifier(name), sql.Identifier(APP)))
        if template is None:
            self._furnish(name)

    def drop_database(self, name: str) -> None:
        """Remove a database with whoever is connected to it; one that does not exist is no fault."""
        with self._connect("postgres") as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    def rename_database(self, name: str, new: str) -> None:
        with self._connect("postgres") as connection:
            command = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            connection.execute(command.format(sql.Identifier(name), sql.Identifier(new)))

    def has_database(self, name: str) -> bool:
        with self._connect("postgres") as connection:
            return bool(connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone())

    def _furnish(self, name: str) -> None:
        """The extensions, which only a superuser may create; `manage.py migrate` grants the rest."""
        with self._connect(name) as connection:
            for extension in EXTENSIONS:
                connection.execute(
                    sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension))
                )

    def _connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(self.url(SUPERUSER, database), autocommit=True)

    # Making and starting

    def _init(self) -> None:
        """`initdb` into a folder of another name, renamed at the end: an interrupted one is made again."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o711)
        half = self.folder / "data.new"
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(mode=0o700)
        programs().give(half)
        passwords = {role: secrets.token_urlsafe(24) for role in (SUPERUSER, OWNER, APP)}
        with tempfile.NamedTemporaryFile("w", dir=scratch_parent(), prefix="yaodian-") as password_file:
            password_file.write(passwords[SUPERUSER])
            password_file.flush()
            programs().give(Path(password_file.name))
            arguments = [
                "-D",
                str(half),
                "-U",
                SUPERUSER,
                "--pwfile",
                password_file.name,
                "--auth=scram-sha-256",
            ]
            arguments += ["--encoding=UTF8", "--locale=C.UTF-8", *([] if self.durable else ["--no-sync"])]
            done = programs().run("initdb", arguments, cwd=self.folder)
        if done.returncode:
            raise _failed(done.stdout + done.stderr)
        self._write_passwords(passwords)
        half.rename(self.data)

    def _write_passwords(self, passwords: dict[str, str]) -> None:
        path = self.folder / "credentials.json"
        path.unlink(missing_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(passwords, file)

    def _passwords(self) -> dict[str, str]:
        passwords: dict[str, str] = json.loads((self.folder / "credentials.json").read_text())
        return passwords

    def _prepare(self) -> None:
        """The two roles and the database, made after every start that finds them missing."""
        with self._connect("postgres") as connection:
            known = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
            for role in (OWNER, APP):
                if role not in known:
                    password = sql.Literal(self._passwords()[role])
                    connection.execute(
                        sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(role), password)
                    )
        if not self.has_database(DATABASE):
            self.create_database(DATABASE)

    def _launch(self, dies_with_us: bool) -> None:
        """Start on the last port when it is free, else on another; a few tries while old back ends end."""
        port_file = self.folder / "port"
        wanted = int(port_file.read_text()) if port_file.exists() else free_port()
        for _attempt in range(20):
            postmaster.forget_dead(self.data)
            port = wanted if port_is_free(wanted) else free_port()
            if self._try_to_launch(port, dies_with_us):
                port_file.write_text(str(port))
                return
            time.sleep(0.5)
        raise _failed(self._last_words())

    def _try_to_launch(self, port: int, dies_with_us: bool) -> bool:
        """Start and wait. False when a new try makes sense: a snatched port, lingering back ends."""
        self._limit_log()
        settings = SETTINGS | {"port": str(port)} | ({} if self.durable else NOT_DURABLE)
        arguments = ["-D", str(self.data), *(f"--{name}={value}" for name, value in settings.items())]
        before = dies_with_parent(signal.SIGINT) if dies_with_us else None
        with open(self.log, "ab") as output:
            self._child = programs().start(
                "postgres", arguments, cwd=self.folder, output=output, before=before
            )
        if _wait(self._ready_or_dead, 600) and self._child.poll() is None:
            return True
        words = self._last_words()
        if not any(
            hint in words for hint in ("could not create any TCP", "could not bind", "shared memory block")
        ):
            raise _failed(words)
        return False

    def _ready_or_dead(self) -> bool:
        if self._child and self._child.poll() is not None:
            return True
        noted = postmaster.read_pid_file(self.data)
        return noted is not None and noted.ready

    def _wait_until_ready(self) -> None:
        if not _wait(lambda: (found := self._running()) is None or found.ready, 600) or not self.is_running():
            raise _failed(self._last_words())

    def _running(self) -> postmaster.Postmaster | None:
        if self._child:
            self._child.poll()  # reaps a server that was killed
        return postmaster.find(self.data)

    def _limit_log(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))

    def _last_words(self) -> str:
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
        except OSError:
            return ""

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with open(self.folder / "start.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class TemporaryCluster(Cluster):
    """A cluster in a temporary folder of its own: fast, not safe from a power cut, removed at the end.

    >>> with TemporaryCluster() as cluster:
    ...     cluster.create_database("trial")
    """

    durable = False

    def __init__(self) -> None:
        super().__init__(Path(tempfile.mkdtemp(prefix="yaodian-", dir=scratch_parent())))

    def __enter__(self) -> TemporaryCluster:
        try:
            self.start(dies_with_us=True)
        except BaseException:
            self._remove()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._remove()

    def _remove(self) -> None:
        with suppress(Exception):
            self.stop(patience=10)
        shutil.rmtree(self.folder, ignore_errors=True)


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def port_is_free(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _wait(done: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _only_user(users: IO[str]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _failed(words: str) -> Trouble:
    if "No space left on device" in words:
        return Trouble(
            "磁盘已满，数据库无法启动。请腾出至少 500 MB 空间后再试。",
            "The disk is full and the database cannot start. Free at least 500 MB and try again.",
        )
    return Trouble(
        f"数据库没有启动起来。请按下面的日志处理后再试：\n{words}",
        "The database did not start. Put right what its log above says and try again.",
    )
