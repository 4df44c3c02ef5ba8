"""Two hands on one role: never two delegates for the same day."""

from __future__ import annotations

import os
import threading
from datetime import timedelta
from functools import partial

import psycopg
import pytest

from tests import cast
from tests.races.together import losers, together, winners
from yaodian.foundation.common import clock
from yaodian.foundation.common.refusal import Problems
from yaodian.foundation.flow.doors import NotInNext, Superseded
from yaodian.foundation.people.delegating import delegate_role, end_delegation
from yaodian.foundation.people.models import Delegation, User

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("race_database")]
ROUNDS = 50


def hands(number: int) -> list[partial[Delegation]]:
    """The chief in two windows, giving the same days of this round to two colleagues."""
    chief, day = cast.actor("chief"), clock.today() + timedelta(days=number)
    people = [User.objects.get(username=key) for key in ("clerk", "colleague")]
    return [
        partial(delegate_role, chief.membership, each, day, day, "赴省厅培训", by=chief) for each in people
    ]


def test_of_two_overlapping_delegations_exactly_one_is_given() -> None:
    for number in range(ROUNDS):
        results = together(*hands(number))
        assert ([type(loser) for loser in losers(results)], len(winners(results))) == ([Problems], 1)
    assert Delegation.objects.count() == ROUNDS


def test_of_two_who_end_it_exactly_one_does() -> None:
    for number in range(ROUNDS):
        given = hands(number)[0]()
        results = together(
            *(partial(end_delegation, given, by=cast.actor(key)) for key in ("chief", "clerk"))
        )
        assert (
            len(winners(results)),
            {type(each) for each in losers(results)} <= {Superseded, NotInNext},
        ) == (
            1,
            True,
        )


def naive(barrier: threading.Barrier, to: User) -> Delegation:
    """Look whether the days are free, then write."""
    chief, day = cast.actor("chief"), clock.today()
    free = not Delegation.objects.current().filter(membership=chief.membership).exists()
    barrier.wait(timeout=20)
    assert free
    return Delegation.objects.create(
        state="given",
        membership=chief.membership,
        giver=chief.user,
        delegate=to,
        starts_on=day,
        ends_on=day,
        reason="赴省厅培训",
        given_at=clock.now(),
    )


def test_the_harness_sees_two_delegates_where_nothing_holds_them_apart(race_database: str) -> None:
    """Negative control: without the constraint, looking first and writing then gives the same day twice."""
    address = os.environ["MIGRATION_DATABASE_URL"].rpartition("/")[0] + f"/{race_database}"
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute("ALTER TABLE people_delegation DROP CONSTRAINT delegation_one_delegate")
    barrier = threading.Barrier(2)
    people = [User.objects.get(username=key) for key in ("clerk", "colleague")]
    results = together(*(partial(naive, barrier, each) for each in people))
    assert (losers(results), Delegation.objects.current().count()) == ([], 2)
