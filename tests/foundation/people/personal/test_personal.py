"""Personal details: entered and corrected, opened for a reason, never in clear where nobody asked."""

from __future__ import annotations

import json

import pytest
from django.core import serializers

from tests import cast
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Problems, Refused
from yaodian.foundation.common.row_security import rows_for
from yaodian.foundation.flow.doors import Superseded
from yaodian.foundation.people.models import PersonalDetails, User
from yaodian.foundation.people.personal import change_details, details_of, open_details, who_looked

pytestmark = pytest.mark.django_db
PHONE, NUMBER = "13912345678", "11010119900307803X"
REASON = "核对授权对象"


@pytest.fixture
def clerk() -> User:
    """The clerk, with both numbers entered."""
    actor = cast.actor("clerk")
    change_details(actor.user, {"phone": PHONE, "id_number": NUMBER}, revision=0, by=actor)
    return actor.user


def shown(user: User, by: Actor) -> tuple[str, str]:
    details = details_of(user, by=by)
    return str(details.phone), str(details.id_number)


def in_clear(user: User) -> dict[str, str]:
    return open_details(user, ["phone", "id_number"], by=Actor(user))


@pytest.mark.parametrize("key", ["clerk", "system_admin", "security_admin"])
def test_the_person_and_the_keepers_see_masks(key: str, clerk: User) -> None:
    assert shown(clerk, cast.actor(key)) == ("139****5678", "110***********803X")


@pytest.mark.parametrize("key", ["chief", "leader", "audit_admin", "stranger"])
def test_nobody_else_sees_even_masks(key: str, clerk: User) -> None:
    for act in (details_of, lambda user, by: open_details(user, ["phone"], by=by, reason=REASON)):
        with pytest.raises(Refused):
            act(clerk, by=cast.actor(key))


def test_a_stand_in_does_not_see_the_life_of_whom_they_stand_in_for(clerk: User) -> None:
    stand_in = Actor(cast.actor("colleague").user, cast.actor("clerk").membership, clerk)
    with pytest.raises(Refused):
        details_of(clerk, by=stand_in)


def test_what_is_not_held_is_empty(clerk: User) -> None:
    chief = cast.actor("chief")
    details = details_of(chief.user, by=chief)
    assert (details.revision, str(details.phone), str(details.id_number)) == (0, "", "")


@pytest.mark.parametrize("key", ["system_admin", "security_admin"])
def test_a_keeper_opens_for_a_reason_and_leaves_an_entry_without_values(key: str, clerk: User) -> None:
    keeper = cast.actor(key)
    assert open_details(clerk, ["phone"], by=keeper, reason=f"  {REASON} ") == {"phone": PHONE}
    entry = Entry.objects.get(action="open_details")
    assert (entry.actor_label, entry.reason, entry.after) == (
        keeper.label,
        REASON,
        {"fields": ["手机号"]},
    )
    assert PHONE not in serializers.serialize("json", [entry])
    assert [each.pk for each in who_looked(clerk)] == [entry.pk]


@pytest.mark.parametrize("reason", ["", "核对", "   核对   ", "长" * 201])
def test_without_a_reason_nothing_is_opened_and_nothing_noted(reason: str, clerk: User) -> None:
    with pytest.raises(Problems, match="请写明理由"):
        open_details(clerk, ["phone"], by=cast.actor("system_admin"), reason=reason)
    assert not Entry.objects.filter(action="open_details").exists()


def test_without_a_field_nothing_is_opened(clerk: User) -> None:
    with pytest.raises(Problems, match="请选择要看的项目"):
        open_details(clerk, ["password"], by=cast.actor("system_admin"), reason=REASON)


@pytest.mark.parametrize("fields", [["phone"], ["id_number"], ["phone", "id_number"]])
def test_what_is_not_held_is_not_opened_and_nothing_is_noted(fields: list[str], clerk: User) -> None:
    chief, keeper = cast.actor("chief"), cast.actor("system_admin")
    change_details(chief.user, {"phone": PHONE}, revision=0, by=chief)
    for login, wanted in (("leader", fields), ("chief", ["phone", "id_number"])):
        with pytest.raises(Problems, match="没有登记"):
            open_details(cast.actor(login).user, wanted, by=keeper, reason=REASON)
    assert not Entry.objects.filter(action="open_details").exists()
    assert open_details(chief.user, ["phone"], by=keeper, reason=REASON) == {"phone": PHONE}
    assert Entry.objects.filter(action="open_details").count() == 1


def test_an_entry_that_cannot_be_written_keeps_the_value_shut(
    clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the audit is full")

    monkeypatch.setattr("yaodian.foundation.people.personal.record", broken)
    with pytest.raises(RuntimeError):
        open_details(clerk, ["phone"], by=cast.actor("system_admin"), reason=REASON)


def test_the_audit_of_entering_and_correcting_holds_masks(clerk: User) -> None:
    details = details_of(clerk, by=Actor(clerk))
    change_details(clerk, {"phone": "13700001111"}, revision=details.revision, by=Actor(clerk))
    entries = list(Entry.objects.filter(object_type="people.personaldetails").order_by("id"))
    assert [(entry.action, entry.before, entry.after) for entry in entries] == [
        ("enter_details", {}, {"phone": "139****5678", "id_number": "110***********803X"}),
        ("change_details", {"phone": "139****5678"}, {"phone": "137****1111"}),
    ]
    assert {entry.group_id for entry in entries} == {str(clerk.pk)}
    told = json.dumps([[entry.before, entry.after, entry.object_label] for entry in entries])
    assert (PHONE in told, NUMBER in told) == (False, False)


def test_a_sealed_value_given_back_stays_as_it_was(clerk: User) -> None:
    details = details_of(clerk, by=Actor(clerk))
    changes = {"phone": "", "id_number": details.id_number}
    change_details(clerk, changes, revision=1, by=Actor(clerk))
    assert in_clear(clerk) == {"phone": "", "id_number": NUMBER}


def test_the_system_administrator_corrects_for_a_reason_the_security_administrator_does_not(
    clerk: User,
) -> None:
    keeper = cast.actor("system_admin")
    with pytest.raises(Problems, match="请写明理由"):
        change_details(clerk, {"phone": "13700001111"}, revision=1, by=keeper)
    with pytest.raises(Refused):
        change_details(
            clerk, {"phone": "13700001111"}, revision=1, by=cast.actor("security_admin"), reason=REASON
        )
    change_details(clerk, {"phone": "13700001111"}, revision=1, by=keeper, reason="本人来电更正")
    assert in_clear(clerk)["phone"] == "13700001111"


def test_all_that_is_wrong_is_told_at_once_without_repeating_it(clerk: User) -> None:
    with pytest.raises(Problems) as told:
        change_details(
            clerk,
            {"phone": "139", "id_number": "110101199003078030"},
            revision=1,
            by=cast.actor("system_admin"),
        )
    assert [problem.field for problem in told.value.items] == ["phone", "id_number", "reason"]
    assert "110101199003078030" not in str(told.value)


@pytest.mark.parametrize("revision", [0, 2])
def test_who_saw_something_else_is_told_and_the_difference_is_masked(revision: int, clerk: User) -> None:
    with pytest.raises(Superseded) as told:
        change_details(clerk, {"phone": "13700001111"}, revision=revision, by=Actor(clerk))
    (difference,) = told.value.differences
    assert (difference.now, difference.wanted) == ("139****5678", "137****1111")
    assert in_clear(clerk)["phone"] == PHONE


def test_the_database_holds_neither_number(clerk: User) -> None:
    with rows_for(keeper="details"):
        row = PersonalDetails.objects.get(user=clerk)
    assert (row.phone.sealed.startswith("test:"), PHONE in row.phone.sealed) == (True, False)
