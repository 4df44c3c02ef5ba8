"""The only now. Everything that asks the time asks here, so that demo and tests can hold the clock.

The clock of the audit's database column is PostgreSQL's own and is not held.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_held: ContextVar[datetime | None] = ContextVar("held_clock", default=None)


def now() -> datetime:
    """The moment, aware, in Asia/Shanghai; the held one in demo mode and under `hold`."""
    held = _held.get() or _demo_moment()
    return held or datetime.now(tz=SHANGHAI)  # noqa: TID251


def today() -> date:
    return now().date()


def by_ours(at: datetime) -> datetime:
    """A moment that another library noted by the machine's clock, told by this one: in a demo the days differ."""
    machine = datetime.now(tz=SHANGHAI).date()  # noqa: TID251
    return at.astimezone(SHANGHAI) + (today() - machine)


def _demo_moment() -> datetime | None:
    """In demo mode the date is fixed by YAODIAN_DEMO_DATE while the time of day runs on."""
    if os.environ.get("YAODIAN_MODE") != "demo" or not os.environ.get("YAODIAN_DEMO_DATE"):
        return None
    day = date.fromisoformat(os.environ["YAODIAN_DEMO_DATE"])
    return datetime.now(tz=SHANGHAI).replace(year=day.year, month=day.month, day=day.day)  # noqa: TID251


@contextmanager
def hold(moment: datetime) -> Iterator[None]:
    """Hold the clock at `moment` (aware) inside the block; refused in production."""
    if os.environ.get("YAODIAN_MODE") == "production":
        raise RuntimeError("The clock cannot be held in production.")
    if moment.tzinfo is None:
        raise ValueError("hold() needs an aware moment.")
    token = _held.set(moment.astimezone(SHANGHAI))
    try:
        yield
    finally:
        _held.reset(token)
