"""Handing a role to a colleague: who may, for how long, and how it ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import cast
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import SYSTEM, Actor
from yaodian.foundation.common.refusal import Problems, Refused
from yaodian.foundation.notices.models import Message
from yaodian.foundation.people import actions
from yaodian.foundation.people.acting import memberships_of
from yaodian.foundation.people.delegating import TAKEN, delegate_role, end_delegation, people_of, same_person
from yaodian.foundation.people.models import Delegation, Membership, User
from yaodian.foundation.people.roles import Role

pytestmark = pytest.mark.django_db
REASON = "赴省厅培训"


def days(first: int, last: int) -> tuple[date, date]:
    return clock.today() + timedelta(days=first), clock.today() + timedelta(days=last)


def hand_over(to: str = "clerk", first: int = 0, last: int = 9, reason: str = REASON) -> Delegation:
    chief = cast.actor("chief")
    return delegate_role(chief.membership, user(to), *days(first, last), reason, by=chief)


def user(key: str) -> User:
    return User.objects.get(username=key)


def standing_in(key: str = "clerk") -> list[str]:
    """For whom this person may act today."""
    return [row.on_behalf_of.name for row in memberships_of(user(key)) if row.on_behalf_of is not None]


def test_a_role_handed_over_is_among_those_to_act_in_after_ones_own() -> None:
    hand_over()
    rows = memberships_of(user("clerk"))
    assert [(row.label, str(row.on_behalf_of or "")) for row in rows] == [
        ("高新技术科 · 科室经办", ""),
        ("高新技术科 · 科室负责人", "郑立新"),
    ]
    assert standing_in("colleague") == []


def test_asking_for_the_roles_costs_one_query(django_assert_num_queries) -> None:
    hand_over()
    clerk = user("clerk")
    with django_assert_num_queries(1):
        assert [row.label for row in memberships_of(clerk)][1] == "高新技术科 · 科室负责人"


@pytest.mark.parametrize(("day", "expected"), [(0, []), (1, ["郑立新"]), (3, ["郑立新"]), (4, [])])
def test_it_holds_from_its_first_day_to_its_last(day: int, expected: list[str]) -> None:
    hand_over(first=1, last=3)
    with clock.hold(clock.now() + timedelta(days=day)):
        assert standing_in() == expected


def leave(key: str) -> None:
    actions.deactivate_user(user(key), by=SYSTEM, reason="离职")


def end_memberships(key: str) -> None:
    for row in Membership.objects.filter(user=user(key)):
        actions.end_role(row, by=SYSTEM, on=clock.today() - timedelta(days=1))


ENDINGS = {
    "taken back": lambda given: end_delegation(given, by=cast.actor("chief")),
    "handed back": lambda given: end_delegation(given, by=cast.actor("clerk")),
    "the giver's account is closed": lambda given: leave("chief"),
    "the delegate's account is closed": lambda given: leave("clerk"),
    "the giver's role is over": lambda given: end_memberships("chief"),
    "the delegate leaves the organisation": lambda given: end_memberships("clerk"),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_it_ends_at_once(ending: str) -> None:
    given = hand_over()
    assert standing_in() == ["郑立新"]
    ENDINGS[ending](given)
    assert standing_in() == []


@pytest.mark.parametrize("key", ["chief", "clerk"])
def test_what_ended_with_an_account_does_not_come_back_with_it(key: str) -> None:
    given = hand_over()
    leave(key)
    actions.reactivate_user(user(key), by=SYSTEM)
    given.refresh_from_db()
    assert (given.state, standing_in()) == ("ended", [])
    entry = Entry.objects.about(given).get(action="end_delegation")
    assert (entry.actor_label, entry.reason) == ("系统", "离职")


def test_both_are_told() -> None:
    given = hand_over()
    end_delegation(given, by=cast.actor("chief"))
    again = hand_over()
    end_delegation(again, by=cast.actor("clerk"))
    told = (
        Message.objects.filter(url="/mine/delegations/").order_by("id").values_list("user__username", "words")
    )
    first, last = days(0, 9)
    words = f"郑立新把“高新技术科 · 科室负责人”委托给您代办，{first} 至 {last}。到时在右上角切换身份后办理。"
    assert list(told) == [
        ("clerk", words),
        ("clerk", "郑立新收回了委托给您的“高新技术科 · 科室负责人”。"),
        ("clerk", words),
        ("chief", "周文静退回了您委托的“高新技术科 · 科室负责人”，请另行安排。"),
    ]


def test_giving_and_taking_back_are_on_the_givers_record() -> None:
    given = hand_over()
    end_delegation(given, by=cast.actor("clerk"))
    entries = Entry.objects.about(given)
    assert [(entry.action, entry.actor_label, entry.reason) for entry in entries] == [
        ("delegate_role", "郑立新", REASON),
        ("end_delegation", "周文静", ""),
    ]
    assert {entry.group_id for entry in entries} == {str(given.giver_id)}
    assert entries[0].after["delegate"] == given.delegate_id


@pytest.mark.parametrize("key", ["clerk", "leader", "system_admin"])
def test_only_the_holder_hands_over_a_role(key: str) -> None:
    membership = cast.actor("chief").membership
    with pytest.raises(Refused):
        delegate_role(membership, user("colleague"), *days(0, 1), REASON, by=cast.actor(key))


def test_what_one_holds_for_another_is_not_handed_on() -> None:
    hand_over()
    lent = memberships_of(user("clerk"))[1]
    stand_in = Actor(user("clerk"), lent, lent.on_behalf_of)
    with pytest.raises(Refused, match="不能再转给第三人"):
        delegate_role(lent, user("colleague"), *days(0, 1), REASON, by=stand_in)


@pytest.mark.parametrize("key", ["system_admin", "security_admin", "audit_admin"])
def test_an_administrators_role_is_not_handed_over(key: str) -> None:
    admin = cast.actor(key)
    with pytest.raises(Refused, match="管理员身份不能委托"):
        delegate_role(admin.membership, user("clerk"), *days(0, 1), REASON, by=admin)


def test_only_the_two_people_end_it() -> None:
    given = hand_over()
    for key in ("leader", "system_admin"):
        with pytest.raises(Refused):
            end_delegation(given, by=cast.actor(key))
    assert standing_in() == ["郑立新"]


WRONG = {
    "to a stranger": ({"to": "county"}, "delegate"),
    "to an administrator": ({"to": "security_admin"}, "delegate"),
    "to oneself": ({"to": "chief"}, "delegate"),
    "from yesterday": ({"first": -1}, "starts_on"),
    "backwards": ({"first": 3, "last": 2}, "ends_on"),
    "for 61 days": ({"last": 60}, "ends_on"),
    "without a reason": ({"reason": " 忙 "}, "reason"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_does_not_fit_is_told_at_its_field(case: str) -> None:
    changes, field = WRONG[case]
    with pytest.raises(Problems) as told:
        hand_over(**changes)
    assert ([problem.field for problem in told.value.items], Delegation.objects.count()) == ([field], 0)


def test_sixty_days_may_be_asked_for_and_all_troubles_come_at_once() -> None:
    assert hand_over(last=59).pk
    with pytest.raises(Problems) as told:
        hand_over(to="county", first=-1, last=99, reason="")
    assert [problem.field for problem in told.value.items] == ["delegate", "starts_on", "ends_on", "reason"]


def test_it_does_not_outlast_the_role() -> None:
    chief = cast.actor("chief")
    actions.end_role(chief.membership, by=SYSTEM, on=clock.today() + timedelta(days=5))
    with pytest.raises(Problems, match="任期到"):
        hand_over(last=6)
    assert hand_over(last=5).pk


def test_the_same_days_go_to_one_delegate() -> None:
    given = hand_over(first=2, last=5)
    with pytest.raises(Problems, match=TAKEN):
        hand_over(to="colleague", first=5, last=6)
    assert hand_over(to="colleague", first=6, last=8).pk
    end_delegation(given, by=cast.actor("chief"))
    assert hand_over(to="colleague", first=2, last=5).pk


def test_a_stand_in_counts_as_both_people() -> None:
    clerk, chief, leader = user("clerk"), user("chief"), user("leader")
    stand_in = Actor(clerk, cast.actor("chief").membership, chief)
    assert [same_person(stand_in, each) for each in (clerk, chief, leader)] == [True, True, False]
    assert [same_person(cast.actor("clerk"), each.pk) for each in (clerk, chief)] == [True, False]
    assert (same_person(stand_in, None), same_person(SYSTEM, clerk)) == (False, False)


def test_the_people_behind_an_act_are_both() -> None:
    clerk, chief = user("clerk"), user("chief")
    assert people_of(Actor(clerk, None, chief)) == {clerk.pk, chief.pk}
    assert (people_of(Actor(clerk)), people_of(SYSTEM)) == ({clerk.pk}, set())


def test_who_stands_in_for_somebody_has_that_persons_role_and_no_more() -> None:
    hand_over()
    lent = memberships_of(user("clerk"))[1]
    assert (lent.role, lent.user.name) == (Role.CHIEF, "郑立新")
