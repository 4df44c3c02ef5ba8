"""One person, several roles: the one acted in is picked among those held today."""

from datetime import timedelta

import pytest

from tests import cast
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import SYSTEM
from yaodian.foundation.people import actions
from yaodian.foundation.people.models import Membership, Organisation, User
from yaodian.foundation.people.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    user = User.objects.get(username="clerk")
    client.force_login(user)
    return user


@pytest.fixture
def second(clerk):
    bureau = Organisation.objects.get(kind=Organisation.Kind.BUREAU)
    return actions.grant_role(clerk, Role.CHIEF, bureau, by=SYSTEM, starts_on=cast.SINCE)


def acting(client):
    """The role in which the next page is asked for."""
    return client.get("/").wsgi_request.actor.role


def pick(client, membership, **more):
    return client.post("/acting/", {"membership": membership.pk} | more)


def test_the_first_role_is_acted_in_until_another_is_picked(client, second):
    assert acting(client) == Role.CLERK
    assert pick(client, second, next="/plans/")["Location"] == "/plans/"
    assert acting(client) == Role.CHIEF
    assert [row.pk for row in client.get("/").wsgi_request.memberships] == [
        Membership.objects.get(user=second.user, role=Role.CLERK).pk,
        second.pk,
    ]


def test_picking_a_role_is_in_the_audit(client, second):
    pick(client, second)
    entry = Entry.objects.get(action="act_as")
    assert (entry.actor_label, entry.after["membership"]) == ("周文静", second.pk)


def test_a_strange_address_to_go_back_to_is_not_followed(client, second):
    assert pick(client, second, next="https://evil.example/")["Location"] == "/"


def test_a_role_of_somebody_else_cannot_be_picked(client, clerk):
    assert pick(client, cast.actor("chief").membership).status_code == 404
    assert acting(client) == Role.CLERK


@pytest.mark.parametrize("answer", ["", "0", "999999999"])
def test_a_role_that_does_not_exist_cannot_be_picked(client, clerk, answer):
    assert client.post("/acting/", {"membership": answer}).status_code == 404


def test_a_role_that_has_ended_cannot_be_picked(client, second):
    yesterday = clock.today() - timedelta(days=1)
    actions.end_role(second, by=SYSTEM, on=yesterday)
    assert pick(client, second).status_code == 404
    assert acting(client) == Role.CLERK


def test_a_role_that_ends_while_acted_in_falls_back_to_one_still_held(client, second):
    pick(client, second)
    actions.end_role(second, by=SYSTEM, on=clock.today())
    assert acting(client) == Role.CHIEF
    with clock.hold(clock.now() + timedelta(days=1)):
        client.force_login(second.user)
        assert acting(client) == Role.CLERK


def test_a_role_that_has_not_begun_is_not_held_yet(client, clerk):
    bureau = Organisation.objects.get(kind=Organisation.Kind.BUREAU)
    tomorrow = clock.today() + timedelta(days=1)
    later = actions.grant_role(clerk, Role.CHIEF, bureau, by=SYSTEM, starts_on=tomorrow)
    assert pick(client, later).status_code == 404


def test_a_person_whose_every_role_has_ended_acts_in_none(client, clerk):
    for membership in clerk.memberships.all():
        actions.end_role(membership, by=SYSTEM, on=clock.today() - timedelta(days=1))
    assert acting(client) == ""


@pytest.mark.parametrize("asked", ["abc", "", "-1", "9" * 30])
def test_a_role_that_is_no_number_is_not_found(client, asked):
    client.force_login(User.objects.get(username="clerk"))
    assert client.post("/acting/", {"membership": asked}).status_code == 404
