"""The words `./run` says itself, all to standard error, so that a command's own output stays clean."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Trouble(Exception):
    """Something a person can put right: one sentence in each language, what happened and what to do."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(f"{chinese}\n{english}")


def say(words: str = "") -> None:
    """Print one line (or several) for the person at the terminal."""
    print(words, file=sys.stderr, flush=True)


def warn(chinese: str, english: str) -> None:
    say(f"! {chinese}\n  {english}")


@contextmanager
def step(chinese: str, english: str) -> Iterator[None]:
    """Announce a step, and when it has ended say how long it took."""
    say(f"· {chinese} / {english} …")
    started = time.monotonic()
    yield
    say(f"  {time.monotonic() - started:.1f} s")
