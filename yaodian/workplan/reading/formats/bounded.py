"""Runs a reading in a process of its own, with little memory and time, so that a bad file harms nobody else.

The parsers are native code that meets files from strangers. The process gets the bytes on standard input and
answers with one JSON object on standard output; it inherits no secrets and can write no file.
"""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

from yaodian.workplan.reading.formats.jobs import perform, too_heavy
from yaodian.workplan.reading.formats.source import Unreadable, unreadable

MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 20
WALL_SECONDS = 60
ROOT = Path(__file__).resolve().parents[4]
KEPT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")


def perform_apart(job: str, kind: str, data: bytes) -> Any:
    """Run one of the `jobs` in a process of its own; return what it gives or raise its `Unreadable`."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__, job, kind],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=WALL_SECONDS,
            env=_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise too_heavy() from error
    if done.returncode < 0:
        raise too_heavy()
    if done.returncode:
        raise unreadable("broken")
    return _result(json.loads(done.stdout))


def _result(answer: dict[str, Any]) -> Any:
    if "code" in answer:
        raise Unreadable(answer["code"], answer["words"])
    return answer["result"]


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(what, (most, most))
        except (OSError, ValueError):
            continue


def main(job: str, kind: str) -> None:
    _limit()
    try:
        answer = {"result": perform(job, kind, sys.stdin.buffer.read())}
    except Unreadable as error:
        answer = {"code": error.code, "words": error.words}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:3])
