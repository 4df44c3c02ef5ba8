"""Is the site well? Apps register a check in `AppConfig.ready`; /healthz names those that are not."""

from __future__ import annotations

from collections.abc import Callable

_checks: dict[str, Callable[[], bool]] = {}


def register(name: str, is_well: Callable[[], bool]) -> None:
    """Add a check; registering a name twice is a programming error."""
    if name in _checks:
        raise ValueError(f"A check named {name} is registered already.")
    _checks[name] = is_well


def ailing() -> list[str]:
    """The names of the checks that fail at this moment, in the order of registration."""
    return [name for name, is_well in _checks.items() if not is_well()]
