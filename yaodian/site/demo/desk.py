"""Days at the demo city's desks, and the people who sit at them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.people.models import Membership

Result = TypeVar("Result")


class Day:
    """A day at the desk: every act takes some seconds more."""

    def __init__(self, year: int, month: int, day: int, hour: int) -> None:
        self.moment = datetime(year, month, day, hour, tzinfo=clock.SHANGHAI)

    def do(self, act: Callable[[], Result], seconds: int = 17) -> Result:
        self.moment += timedelta(seconds=seconds)
        with clock.hold(self.moment):
            return act()


def person(login: str) -> Actor:
    membership = Membership.objects.select_related("user", "organisation", "division").filter(
        user__username=login
    )
    first = membership.order_by("id")[0]
    return Actor(first.user, first)
