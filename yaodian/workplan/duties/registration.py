"""What the duties give to the floors below."""

from __future__ import annotations


def register() -> None:
    pass
