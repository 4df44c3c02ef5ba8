"""Running one child command to its end, with signals and exit code passed through."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType


def run_to_end(command: Sequence[str], *, env: Mapping[str, str], cwd: Path | None = None) -> int:
    """Run a command in the foreground and return its exit code as a shell would.

    The terminal's Ctrl-C reaches the child by itself; this process waits, so that it can tidy up after the child.
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
