"""Jobs that recur: apps register theirs in `AppConfig.ready`, the `work` command runs them all."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

from django.db import OperationalError, close_old_connections, connections

logger = logging.getLogger(__name__)
PULSE = 1.0  # seconds between two looks at what is due
RETRY = 60.0  # seconds after which a job that failed is tried again, if it is not due before


@dataclass
class Job:
    """Something to run every so many seconds; a failure is logged once, and the job tried again."""

    name: str
    every: float
    run: Callable[[], object]
    due: float = 0.0
    failing: bool = field(default=False)

    def run_if_due(self, moment: float) -> None:
        if moment < self.due:
            return
        self.due = moment + self.every
        try:
            self.run()
        except Exception as error:
            self.due = moment + min(self.every, RETRY)
            self._failed(error)
        else:
            if self.failing:
                logger.warning("%s is working again", self.name)
            self.failing = False

    def _failed(self, error: Exception) -> None:
        connections.close_all()
        if not self.failing:
            lost = isinstance(error, OperationalError)  # the database is away: a line says enough
            logger.error(
                "%s failed and will be tried again: %s", self.name, error, exc_info=None if lost else error
            )
        self.failing = True


_registered: dict[str, Job] = {}


def register(name: str, every: float, run: Callable[[], object]) -> None:
    """Add a job; registering a name twice is a programming error."""
    if name in _registered:
        raise ValueError(f"A job named {name} is registered already.")
    _registered[name] = Job(name, every, run)


def registered() -> list[Job]:
    """All jobs, the most frequent first."""
    return sorted(_registered.values(), key=lambda job: job.every)


def run_until_told(jobs: Sequence[Job]) -> None:
    """Run each job when it is due, until SIGTERM or Ctrl-C; the one at work is finished first."""
    told = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        told.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    while not told.is_set():
        started = time.monotonic()
        for job in jobs:
            if not told.is_set():
                close_old_connections()
                job.run_if_due(started)
        told.wait(max(0.0, started + PULSE - time.monotonic()))
    connections.close_all()
