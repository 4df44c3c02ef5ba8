"""Child processes: run to their end in the foreground, or tied to this process's life."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType

SET_PARENT_DEATH_SIGNAL, SET_CHILD_SUBREAPER = 1, 36


def run_to_end(command: Sequence[str], *, env: Mapping[str, str], cwd: Path | None = None) -> int:
    """Run a command in the foreground and return its exit code as a shell would.

    The terminal's Ctrl-C reaches the child by itself; this process waits and can tidy up after it.
    """
    child = subprocess.Popen(command, env=env, cwd=cwd)

    def pass_on(number: int, frame: FrameType | None) -> None:
        child.send_signal(number)

    before = {
        signal.SIGINT: signal.signal(signal.SIGINT, signal.SIG_IGN),
        signal.SIGTERM: signal.signal(signal.SIGTERM, pass_on),
    }
    try:
        code = child.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return code if code >= 0 else 128 - code


def dies_with_parent(number: signal.Signals) -> Callable[[], None]:
    """For `preexec_fn`: on Linux the kernel sends `number` to the child when its parent is gone."""

    def ask() -> None:
        _prctl(SET_PARENT_DEATH_SIGNAL, number)

    return ask


def adopt_orphans(wanted: bool) -> None:
    """On Linux become the parent of grandchildren whose parent dies, so that they can be reaped here."""
    _prctl(SET_CHILD_SUBREAPER, int(wanted))


def reap_orphans(own: Callable[[int], bool]) -> None:
    """Reap ended children that no `Popen` of ours (`own`) waits for."""
    while True:
        try:
            ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            return
        if ended is None or own(ended.si_pid):
            return
        os.waitpid(ended.si_pid, 0)


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
