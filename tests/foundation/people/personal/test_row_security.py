"""T11: the rows of personal details are there only in a stated context, for raw SQL too."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import ProgrammingError, connection, transaction

from tests import cast
from yaodian.foundation.common.row_security import rows_for
from yaodian.foundation.people.models import PersonalDetails, User
from yaodian.foundation.people.personal import change_details

pytestmark = pytest.mark.django_db
KEYS = ("clerk", "chief", "leader")


@pytest.fixture(autouse=True)
def _three() -> None:
    for number, key in enumerate(KEYS):
        actor = cast.actor(key)
        change_details(actor.user, {"phone": f"1391234567{number}"}, revision=0, by=actor)


def by_model() -> list[str]:
    return sorted(PersonalDetails.objects.values_list("user__username", flat=True))


def by_sql() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT u.username FROM people_personaldetails d JOIN people_user u ON u.id = d.user_id ORDER BY 1"
        )
        return [row[0] for row in cursor.fetchall()]


def by_counting() -> list[str]:
    """A count tells of rows that are not shown; so it must not see them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_personaldetails")
        return ["?"] * int(cursor.fetchone()[0])


@pytest.mark.parametrize("ask", [by_model, by_sql, by_counting])
def test_without_a_context_there_are_no_rows(ask: Callable[[], list[str]]) -> None:
    assert ask() == []
    for empty in ({"person": ""}, {"keeper": ""}, {"keeper": "yes"}, {"person": "0"}):
        with rows_for(**empty):
            assert ask() == []


@pytest.mark.parametrize("ask", [by_model, by_sql])
def test_with_ones_own_context_there_is_ones_own(ask: Callable[[], list[str]]) -> None:
    with rows_for(person=str(cast.actor("chief").user.pk)):
        assert ask() == ["chief"]
    with rows_for(keeper="details"):
        assert ask() == sorted(KEYS)
    assert ask() == []


def test_the_context_ends_with_the_block_also_by_an_error_and_inside_another() -> None:
    with pytest.raises(ZeroDivisionError), rows_for(keeper="details"):
        1 / 0  # noqa: B018
    assert by_sql() == []
    with rows_for(person=str(cast.actor("clerk").user.pk)):
        with rows_for(keeper="details", person=""):
            assert len(by_sql()) == 3
        assert by_sql() == ["clerk"]
        with pytest.raises(ZeroDivisionError), rows_for(keeper="details"):
            1 / 0  # noqa: B018
        assert by_sql() == ["clerk"]


def test_somebody_elses_row_is_neither_changed_nor_entered() -> None:
    leader = cast.actor("leader").user
    with rows_for(person=str(cast.actor("clerk").user.pk)):
        assert PersonalDetails.objects.filter(user=leader).update(phone="") == 0
        stranger = User.objects.get(username="stranger")
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            PersonalDetails.objects.create(user=stranger)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            PersonalDetails.objects.filter(user__username="clerk").update(user=stranger)


def test_the_application_cannot_switch_the_policy_off() -> None:
    for statement in (
        "ALTER TABLE people_personaldetails DISABLE ROW LEVEL SECURITY",
        "DROP POLICY own_or_kept ON people_personaldetails",
        "CREATE POLICY open ON people_personaldetails USING (true)",
    ):
        with (
            pytest.raises(ProgrammingError, match="must be owner"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)


def test_another_table_shows_its_rows_without_a_context() -> None:
    """Negative control: what hides the rows is the policy, not the way of asking."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_membership")
        assert cursor.fetchone()[0] == len(cast.CAST)
