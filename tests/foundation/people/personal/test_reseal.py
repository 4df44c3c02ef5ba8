"""Changing the field key: everything is sealed anew, nobody notices, and the old key can go."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest
from django.core.management import call_command

from tests import cast
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common.encryption import CannotOpen, key_id
from yaodian.foundation.common.row_security import rows_for
from yaodian.foundation.people.models import PersonalDetails
from yaodian.foundation.people.personal import change_details, details_of, open_details

pytestmark = pytest.mark.django_db
NEXT = f"next:{base64.b64encode(bytes(32)).decode()}"
NUMBER = "11010119900307803X"


@pytest.fixture(autouse=True)
def _held() -> None:
    for key, phone in (("clerk", "13912345678"), ("chief", "")):
        actor = cast.actor(key)
        change_details(actor.user, {"phone": phone, "id_number": NUMBER}, revision=0, by=actor)


def keys() -> set[str]:
    with rows_for(keeper="details"):
        rows = list(PersonalDetails.objects.all())
    return {key_id(value.sealed) for row in rows for value in (row.phone, row.id_number) if value}


def reseal() -> str:
    out = io.StringIO()
    call_command("reseal", stdout=out)
    return out.getvalue()


def test_every_field_is_sealed_anew_and_the_old_key_can_go(settings: Any) -> None:
    clerk, old = cast.actor("clerk"), settings.FIELD_KEYS
    settings.FIELD_KEYS = f"{NEXT},{old}"
    assert keys() == {"test"}
    assert ("重新加密 2 项" in reseal(), keys()) == (True, {"next"})
    settings.FIELD_KEYS = NEXT
    told = open_details(clerk.user, ["phone", "id_number"], by=clerk)
    assert told == {"phone": "13912345678", "id_number": NUMBER}
    assert details_of(clerk.user, by=clerk).revision == 1
    settings.FIELD_KEYS = old
    with pytest.raises(CannotOpen):
        open_details(clerk.user, ["phone"], by=clerk)


def test_a_second_run_finds_nothing_and_each_record_leaves_one_entry_without_values(settings: Any) -> None:
    settings.FIELD_KEYS = f"{NEXT},{settings.FIELD_KEYS}"
    reseal()
    assert "重新加密 0 项" in reseal()
    entries = Entry.objects.filter(action="reseal_fields").order_by("id")
    assert [entry.after for entry in entries] == [
        {"key": "next", "fields": ["id_number", "phone"]},
        {"key": "next", "fields": ["id_number"]},
    ]


def test_a_key_that_is_gone_stops_the_run_and_changes_nothing(settings: Any) -> None:
    settings.FIELD_KEYS = NEXT
    with pytest.raises(CannotOpen):
        reseal()
    assert keys() == {"test"}
