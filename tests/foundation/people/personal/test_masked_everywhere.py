"""T19: no address shows anybody a registered field in clear, whatever they may see besides; those that show it, masked."""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests import cast
from tests.site import access_table
from tests.site.test_access import address
from tests.site.urls_walk import addresses
from yaodian.foundation.people.models import User
from yaodian.foundation.people.personal import change_details, details_of

pytestmark = pytest.mark.django_db
TABLE = access_table.rows()
# Who could see most: the persons themselves, the keepers of accounts and of the audit, a leader.
ROLES = ("clerk", "leader", "system_admin", "security_admin", "audit_admin")
NUMBERS = {"clerk": ("13972030001", "99010119800101201X"), "leader": ("13972030002", "990101198001012028")}
SHOWN = {"mine:details", "mine:details_change", "mine:details_of", "mine:details_of_change"}


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def cookies() -> dict[str, str]:
    made = {}
    for role in ROLES:
        client = Client()
        client.force_login(User.objects.get(username=role))
        made[role] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return made


def plant() -> None:
    for key, (phone, number) in NUMBERS.items():
        actor = cast.actor(key)
        details = details_of(actor.user, by=actor)
        changes = {"phone": phone, "id_number": number}
        change_details(actor.user, changes, revision=details.revision, by=actor)


def text_of(answer: HttpResponse) -> str:
    """The answer as text; of an office document, of all its parts."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[arg-type, attr-defined]
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"\n".join(archive.read(name) for name in archive.namelist())
    return content.decode("utf-8", "replace")


def told(url: str, cookies: dict[str, str]) -> dict[str, str]:
    found = {}
    for role in ROLES:
        client = Client(raise_request_exception=False)
        client.cookies[settings.SESSION_COOKIE_NAME] = cookies[role]
        with transaction.atomic():
            found[role] = text_of(client.get(url))
            transaction.set_rollback(True)
    return found


def clear(text: str) -> list[str]:
    return [each for pair in NUMBERS.values() for each in pair if each in text]


@pytest.mark.parametrize("name", sorted(TABLE))
def test_t19_no_address_shows_a_number_in_clear(name: str, cookies: dict[str, str]) -> None:
    url = address(name, addresses()[name], TABLE[name].state)
    plant()
    answers = told(url, cookies)
    assert {role: clear(text) for role, text in answers.items() if clear(text)} == {}
    masks = {role for role, text in answers.items() if "139****0001" in text or "139****0002" in text}
    assert bool(masks) == (name in SHOWN)


def test_the_search_sees_a_number_that_stands_in_a_name(cookies: dict[str, Any]) -> None:
    """Negative control: the same crawl over a page that shows a name, with a number for a name."""
    plant()
    User.objects.filter(username="clerk").update(name=NUMBERS["clerk"][0])
    assert clear(told("/mine/details/", cookies)["clerk"]) == [NUMBERS["clerk"][0]]
