"""Two security administrators decide on one request at the same moment: one wins, the role is given once."""

from __future__ import annotations

from functools import partial
from itertools import repeat
from typing import Any

import pytest

from tests import cast
from tests.foundation.people.administration.asking import asked, bureau
from tests.races.together import losers, together, winners
from yaodian.foundation.common.actor import SYSTEM, Actor
from yaodian.foundation.common.refusal import Problems
from yaodian.foundation.flow.doors import Superseded
from yaodian.foundation.people import actions
from yaodian.foundation.people.actions import requests
from yaodian.foundation.people.models import Membership, RoleRequest, User
from yaodian.foundation.people.roles import Role

pytestmark = pytest.mark.race
ROUNDS = 50


@pytest.fixture
def two(race_database: str, django_db_blocker: Any) -> list[Actor]:
    """The cast's security administrator and another one."""
    with django_db_blocker.unblock():
        user = actions.add_user("second_admin", "曹平", by=SYSTEM)
        membership = actions.grant_role(user, Role.SECURITY_ADMIN, bureau(), by=SYSTEM)
        return [cast.actor("security_admin"), Actor(user, membership)]


def newcomer(number: int) -> User:
    return actions.add_user(f"newcomer{number}", f"新人{number}", by=SYSTEM)


def agree(pk: int, by: Actor) -> RoleRequest:
    one = RoleRequest.objects.get(pk=pk)
    return requests.agree(one, by=by, revision=1, opinion="同意")


def refuse(pk: int, by: Actor) -> RoleRequest:
    one = RoleRequest.objects.get(pk=pk)
    return requests.refuse(one, by=by, revision=1, opinion="不同意")


def agree_carelessly(pk: int, by: Actor) -> None:
    """What happens where the state is read first and written afterwards, without a lock."""
    one = RoleRequest.objects.get(pk=pk)
    if one.state == "asked":
        actions.grant_role(one.user, one.role, one.organisation, by=by, division=one.division)
        RoleRequest.objects.filter(pk=pk).update(decided_by=by.user)


def test_of_two_who_agree_one_wins_and_the_role_is_given_once(
    two: list[Actor], django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock():
        for number in range(ROUNDS):
            user = newcomer(number)
            pk = asked(user.username, Role.CLERK).pk
            results = together(*(partial(agree, pk, by) for by in two))
            assert (len(winners(results)), [type(each) for each in losers(results)]) == (1, [Superseded])
            assert Membership.objects.filter(user=user).count() == 1


def test_of_one_who_agrees_and_one_who_refuses_one_wins_and_the_role_follows(
    two: list[Actor], django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock():
        for number in range(ROUNDS):
            user = newcomer(number)
            pk = asked(user.username, Role.CLERK).pk
            results = together(partial(agree, pk, two[0]), partial(refuse, pk, two[1]))
            assert (len(winners(results)), [type(each) for each in losers(results)]) == (1, [Superseded])
            state = RoleRequest.objects.get(pk=pk).state
            assert Membership.objects.filter(user=user).count() == (1 if state == "done" else 0)


def test_of_two_administrators_roles_for_one_person_one_is_given(
    two: list[Actor], django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock():
        for number in range(10):
            user = newcomer(number)
            pks = [asked(user.username, role).pk for role in (Role.AUDIT_ADMIN, Role.SYSTEM_ADMIN)]
            results = together(*map(partial, repeat(agree), pks, two))
            assert (len(winners(results)), [type(each) for each in losers(results)]) == (1, [Problems])
            assert Membership.objects.filter(user=user).count() == 1


def test_the_harness_sees_a_role_given_twice(two: list[Actor], django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        twice = 0
        for number in range(ROUNDS):
            user = newcomer(number)
            pk = asked(user.username, Role.CLERK).pk
            together(*(partial(agree_carelessly, pk, by) for by in two))
            twice += Membership.objects.filter(user=user).count() == 2
        assert twice > 0
