"""Two people at once on one person's details: one is first, the other is shown what is there now."""

from __future__ import annotations

import threading
from functools import partial

import pytest

from tests import cast
from tests.races.together import losers, together, winners
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common.actor import SYSTEM, Actor
from yaodian.foundation.common.row_security import rows_for
from yaodian.foundation.flow.doors import Superseded
from yaodian.foundation.people import actions
from yaodian.foundation.people.models import PersonalDetails, User
from yaodian.foundation.people.personal import change_details, details_of

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("race_database")]
ROUNDS = 50


def hands(user: User, revision: int) -> list[partial[PersonalDetails]]:
    """The person and the system administrator, each with a phone of their own."""
    keeper, reason = cast.actor("system_admin"), "本人来电更正"
    return [
        partial(change_details, user, {"phone": "13912345670"}, revision=revision, by=Actor(user)),
        partial(change_details, user, {"phone": "13912345671"}, revision=revision, by=keeper, reason=reason),
    ]


def test_of_two_who_enter_or_correct_exactly_one_is_first() -> None:
    for number in range(ROUNDS):
        user = actions.add_user(f"round{number}", "轮次", by=SYSTEM)
        for revision, action in ((0, "enter_details"), (1, "change_details")):
            results = together(*hands(user, revision))
            assert [type(each) for each in losers(results)] == [Superseded]
            (winner,) = winners(results)
            assert details_of(user, by=Actor(user)).phone == winner.phone
            assert Entry.objects.about(winner).filter(action=action).count() == 1


def careless(user: User, barrier: threading.Barrier, phone: str) -> str:
    """Read, wait for the other, save the whole row."""
    row = details_of(user, by=Actor(user))
    barrier.wait(timeout=20)
    row.phone = phone
    with rows_for(person=str(user.pk)):
        row.save()
    return phone


def test_the_harness_sees_a_change_that_is_lost() -> None:
    """Negative control: saved without looking at the revision, both are told that they did it, one has not."""
    user = actions.add_user("careless", "轮次", by=SYSTEM)
    hands(user, 0)[0]()
    barrier = threading.Barrier(2)
    results = together(*(partial(careless, user, barrier, phone) for phone in ("13912345672", "13912345673")))
    kept = details_of(user, by=Actor(user)).phone.reveal()
    assert (losers(results), sorted(winners(results))) == ([], ["13912345672", "13912345673"])
    assert [phone for phone in results if phone != kept] != []
