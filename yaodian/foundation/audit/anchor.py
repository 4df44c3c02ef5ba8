"""Anchors: hashes of the newest block, kept outside the database in a file that only grows.

Whoever rules the database can cut the tail of the chain or write all of it anew; they cannot make it fit an
anchor that lies where they do not reach. The file is a JSON line for each anchor; copy it to another
machine as it grows.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from yaodian.foundation.common import clock

from . import blocks

TAIL = 4_096  # bytes at the end of the file among which the last line is looked for


@dataclass(frozen=True)
class Anchor:
    """Block `n` had this hash (hexadecimal) at this moment (ISO 8601)."""

    n: int
    hash: str
    at: str


@dataclass(frozen=True)
class Anchors:
    """What a file holds, in its order, and the numbers of the lines that could not be read."""

    known: list[Anchor]
    unreadable: list[int]


def read(path: Path | None = None) -> Anchors:
    """All anchors of a file; none when there is no such file."""
    path = path or Path(settings.ANCHOR_FILE)
    known: list[Anchor] = []
    unreadable: list[int] = []
    if not path.exists():
        return Anchors(known, unreadable)
    with path.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            found = _parse(line)
            if found is None:
                unreadable.append(number)
            else:
                known.append(found)
    return Anchors(known, unreadable)


def last_written() -> Anchor | None:
    """The last readable anchor of the site's file, found from its end."""
    path = Path(settings.ANCHOR_FILE)
    if not path.exists():
        return None
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL))
        lines = file.read().decode(errors="replace").splitlines()
    return next((found for found in map(_parse, reversed(lines)) if found), None)


def write_if_newer() -> Anchor | None:
    """Anchor the newest block unless it is the last one anchored; returns what was written."""
    head, last = blocks.head(), last_written()
    if head is None or (last is not None and (last.n, last.hash) == (head.n, head.hash.hex())):
        return None
    return _append(head)


def write_if_due() -> Anchor | None:
    """Anchor a newer block when the last anchor is old enough, and the newest block on every new day."""
    last = last_written()
    if last is None or _age(last) >= timedelta(minutes=every_minutes()):
        written = write_if_newer()
        if written:
            return written
    if last is not None and datetime.fromisoformat(last.at).date() != clock.today():
        head = blocks.head()
        return _append(head) if head else None
    return None


def every_minutes() -> float:
    return float(getattr(settings, "ANCHOR_MINUTES", 10))


def _age(anchor: Anchor) -> timedelta:
    return abs(clock.now() - datetime.fromisoformat(anchor.at))


def _append(head: blocks.Header) -> Anchor:
    """One write of one line, on the disk when this returns. A line torn by a power cut is ended first."""
    path = Path(settings.ANCHOR_FILE)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = Anchor(head.n, head.hash.hex(), clock.now().isoformat(timespec="seconds"))
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        size = os.fstat(file).st_size
        torn = size > 0 and os.pread(file, 1, size - 1) != b"\n"
        os.write(file, (b"\n" if torn else b"") + json.dumps(made.__dict__).encode() + b"\n")
        os.fsync(file)
    finally:
        os.close(file)
    return made


def _parse(line: str) -> Anchor | None:
    try:
        told = json.loads(line)
        return Anchor(int(told["n"]), str(told["hash"]), str(told["at"]))
    except (ValueError, TypeError, KeyError):
        return None
