"""What the tables of people refuse, whoever asks; and what the actions write down."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests import cast
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import SYSTEM
from yaodian.foundation.flow.doors import Superseded
from yaodian.foundation.people import actions
from yaodian.foundation.people.models import Division, Membership, Organisation, PastPassword, Region, User
from yaodian.foundation.people.roles import ADMINISTRATORS, Role

pytestmark = pytest.mark.django_db


def bureau():
    return Organisation.objects.get(kind=Organisation.Kind.BUREAU)


def grant(login, role, organisation=None, **more):
    user = User.objects.get(username=login)
    return actions.grant_role(user, role, organisation or bureau(), by=SYSTEM, **more)


def refused(error=IntegrityError):
    """Run the block in a savepoint and expect the database itself to refuse it."""
    return pytest.raises(error)


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS - {Role.SYSTEM_ADMIN}))
def test_nobody_is_two_administrators_at_once(role, settings):
    settings.SECURITY_PROFILE = "small"
    with refused(), transaction.atomic():
        grant("system_admin", role)


def test_an_administrator_may_become_another_after_the_first_role_has_ended():
    first = Membership.objects.get(user__username="system_admin")
    actions.end_role(first, by=SYSTEM, on=clock.today())
    with refused(), transaction.atomic():
        grant("system_admin", Role.AUDIT_ADMIN, starts_on=clock.today())
    second = grant("system_admin", Role.AUDIT_ADMIN, starts_on=clock.today() + timedelta(days=1))
    assert second.role == Role.AUDIT_ADMIN


def test_an_administrator_may_have_other_roles_besides():
    assert grant("system_admin", Role.CLERK).role == Role.CLERK


def test_a_division_belongs_to_the_organisation_of_the_role():
    division = Division.objects.get(name="高新技术科")
    college = Organisation.objects.get(name="云岭学院")
    with refused(DatabaseError), transaction.atomic():
        grant("expert", Role.EXPERT, college, division=division)
    assert grant("expert", Role.CLERK, division=division).division == division


def test_a_role_does_not_end_before_it_begins():
    with refused(), transaction.atomic():
        grant("clerk", Role.CHIEF, starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 1))
    assert grant("clerk", Role.CHIEF, starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 2)).pk


def test_a_role_that_is_not_known_is_refused():
    with refused(), transaction.atomic():
        grant("clerk", "emperor")


def test_there_is_one_city_and_one_bureau():
    with refused(), transaction.atomic():
        actions.add_region("990200", "第二市", Region.Kind.CITY, by=SYSTEM)
    with refused(), transaction.atomic():
        city = Region.objects.get(kind=Region.Kind.CITY)
        actions.add_organisation("第二科技局", Organisation.Kind.BUREAU, city, by=SYSTEM)


@pytest.mark.parametrize("login", ["clerk", "Clerk", "CLERK"])
def test_a_user_name_is_taken_in_any_spelling(login):
    with refused(), transaction.atomic():
        actions.add_user(login, "另一人", by=SYSTEM)


def test_an_address_is_taken_in_any_spelling_and_none_may_be_empty_twice():
    with refused(), transaction.atomic():
        actions.add_user("other", "另一人", by=SYSTEM, email="CLERK@yunling.example")
    actions.add_user("first", "甲", by=SYSTEM)
    actions.add_user("second", "乙", by=SYSTEM)


def test_without_a_password_nobody_can_sign_in(client):
    user = actions.add_user("newcomer", "新人", by=SYSTEM)
    assert not user.has_usable_password()
    assert PastPassword.objects.filter(user=user).count() == 0


@pytest.mark.parametrize(
    "table", ["people_user", "people_membership", "people_pastpassword", "people_region"]
)
def test_the_program_deletes_nobody_and_nothing(table):
    with refused(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


def test_the_program_does_not_rewrite_old_passwords():
    with refused(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE people_pastpassword SET hash = ''")


def test_the_second_of_two_who_end_a_role_sees_that_it_has_ended():
    seen = Membership.objects.get(user__username="clerk")
    actions.end_role(seen, by=SYSTEM, on=clock.today())
    with pytest.raises(Superseded) as caught:
        actions.end_role(seen, by=SYSTEM, on=clock.today() + timedelta(days=30))
    assert [difference.field for difference in caught.value.differences] == ["ends_on"]


def test_each_action_leaves_one_entry():
    by = cast.actor("system_admin")
    user = actions.add_user("newcomer", "新人", by=by)
    membership = actions.grant_role(user, Role.CLERK, bureau(), by=by)
    actions.end_role(membership, by=by, reason="调离")
    actions.deactivate_user(user, by=by, reason="调离")
    actions.deactivate_user(user, by=by)
    actions.reactivate_user(user, by=by)
    entries = Entry.objects.filter(actor_id=by.id).order_by("id").values_list("action", "reason")
    assert list(entries) == [
        ("add_user", ""),
        ("grant_role", ""),
        ("end_role", "调离"),
        ("deactivate_user", "调离"),
        ("reactivate_user", ""),
    ]
