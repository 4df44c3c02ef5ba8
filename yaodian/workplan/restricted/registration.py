"""What this app gives to the floors below."""

from __future__ import annotations


def register() -> None:
    pass
