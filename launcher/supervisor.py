"""Keeps services running: starts them in order, restarts one that dies, stops all in the opposite order."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any, Protocol

from launcher.children import adopt_orphans, dies_with_parent, reap_orphans
from launcher.messages import Trouble, say
from launcher.postgres import Cluster

STABLE_AFTER = 10.0  # seconds of life after which an earlier death is forgotten
TRIES = 5


class Service(Protocol):
    """What the supervisor needs to know of a service."""

    name: str

    def start(self) -> None: ...
    def is_alive(self) -> bool: ...
    def stop(self) -> None: ...
    def owns(self, pid: int) -> bool: ...


class Database:
    """The embedded server, which other processes may use, or even have started."""

    name = "数据库 / database"

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster

    def start(self) -> None:
        self.cluster.join(dies_with_us=True)

    def is_alive(self) -> bool:
        return self.cluster.is_running()

    def stop(self) -> None:
        self.cluster.stop()

    def owns(self, pid: int) -> bool:
        return pid == self.cluster.child_pid


class Process:
    """A command that is to run for as long as the supervisor does, in a session of its own."""

    def __init__(self, name: str, command: Sequence[str], env: Mapping[str, str], cwd: Path) -> None:
        self.name, self.command, self.env, self.cwd = name, list(command), dict(env), cwd
        self.child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.child = subprocess.Popen(
            self.command,
            env=self.env,
            cwd=self.cwd,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=dies_with_parent(signal.SIGTERM),
        )

    def is_alive(self) -> bool:
        return self.child is not None and self.child.poll() is None

    def stop(self, patience: float = 15) -> None:
        """Ask the process to end; after `patience` seconds end it and all that it started."""
        if self.child is None:
            return
        self.child.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.child.wait(patience)
        with suppress(ProcessLookupError):
            os.killpg(self.child.pid, signal.SIGKILL)
        self.child.wait()

    def owns(self, pid: int) -> bool:
        return self.child is not None and pid == self.child.pid


class Supervisor:
    """Holds services up until asked to stop (Ctrl-C, SIGTERM), or until one of them cannot be kept alive."""

    def __init__(self, pause: float = 0.5) -> None:
        self.services: list[Service] = []
        self.pause = pause
        self._asked_to_stop = threading.Event()
        self._started: dict[str, float] = {}
        self._deaths: dict[str, int] = {}
        self._handlers: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Supervisor:
        adopt_orphans(True)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            self._handlers[number] = signal.signal(number, self._ask_to_stop)
        return self

    def __exit__(self, *_: object) -> None:
        for service in reversed(self.services):
            service.stop()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        adopt_orphans(False)

    @property
    def stopping(self) -> bool:
        return self._asked_to_stop.is_set()

    def add(self, service: Service) -> None:
        """Start a service; from now on it is kept alive."""
        service.start()
        self._started[service.name] = time.monotonic()
        self.services.append(service)

    def watch(self) -> None:
        """Look after the services until asked to stop."""
        while not self._asked_to_stop.wait(self.pause):
            self.look()

    def look(self) -> None:
        """Restart what has died, and reap what nobody waits for."""
        for service in self.services:
            if not service.is_alive():
                self._revive(service)
        reap_orphans(lambda pid: any(service.owns(pid) for service in self.services))

    def _revive(self, service: Service) -> None:
        if time.monotonic() - self._started[service.name] > STABLE_AFTER:
            self._deaths[service.name] = 0
        self._deaths[service.name] = deaths = self._deaths.get(service.name, 0) + 1
        if deaths > TRIES:
            raise Trouble(
                f"{service.name} 连续 {TRIES} 次启动后退出，已全部停止。请查看上面的输出，处理后再启动。",
                f"{service.name} ended {TRIES} times in a row and everything was stopped. "
                "Put right what the output above says and start again.",
            )
        say(f"! {service.name} 意外退出，正在重启 / ended unexpectedly and is being restarted")
        self._asked_to_stop.wait(self.pause * (2 ** (deaths - 1) - 1))
        service.start()
        self._started[service.name] = time.monotonic()

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self._asked_to_stop.set()
