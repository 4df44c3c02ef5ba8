"""T09: each administrator, every address, every method; what is open to them is written down byte for byte.

After a change that is meant: `YAODIAN_WRITE_ALLOW=1 ./run test tests/site/test_administrators.py`, and read the difference.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse

from tests.site import access_objects, access_table
from tests.site.urls_walk import addresses
from yaodian.foundation.common.actor import SYSTEM
from yaodian.foundation.people import actions
from yaodian.foundation.people.models import Organisation, User
from yaodian.foundation.people.roles import Role
from yaodian.site import urls as usual

pytestmark = pytest.mark.django_db
ALLOWED = Path(__file__).with_name("administrators.allow")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ADMINISTRATORS = ("system_admin", "security_admin", "audit_admin", "admin")
CLOSED = {401, 403, 404, 405}
TABLE = access_table.rows()


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def general_administrator(settings: Any) -> None:
    """A small office's, beside the three of the cast."""
    settings.SECURITY_PROFILE = "small"
    user = actions.add_user("admin", "孔综合", by=SYSTEM)
    actions.grant_role(user, Role.ADMIN, Organisation.objects.get(kind="bureau"), by=SYSTEM)
    settings.SECURITY_PROFILE = "level2"


def allowed(settings: Any, within: str = "") -> str:
    """A line for each address and method that an administrator gets past: name, method, administrators."""
    open_to: dict[tuple[str, str], list[str]] = {}
    for urls in _about_one_thing_at_a_time(within):
        for who in ADMINISTRATORS:
            settings.SECURITY_PROFILE = "small" if who == "admin" else "level2"
            for cell in _open(who, urls):
                open_to.setdefault(cell, []).append(who)
        settings.SECURITY_PROFILE = "level2"
    return "".join(f"{name} {method} {' '.join(who)}\n" for (name, method), who in sorted(open_to.items()))


def _about_one_thing_at_a_time(within: str) -> Iterator[dict[str, str]]:
    """Name → address of those whose name begins so, together where they are about the same thing.

    The thing is gone when the next are asked for.
    """
    states: dict[str, dict[str, set[str]]] = {}
    for name, arguments in addresses().items():
        state = TABLE[name].state if name in TABLE else "reviewing"
        if name.startswith(within):
            states.setdefault(state if arguments else "", {})[name] = arguments
    for state, names in states.items():
        with transaction.atomic():
            made = access_objects.MAKERS[state]() if state else None
            yield {
                name: reverse(
                    name, kwargs={each: made.argument(name, each) for each in taken} if made else None
                )
                for name, taken in names.items()
            }
            transaction.set_rollback(True)


def _open(who: str, urls: dict[str, str]) -> Iterator[tuple[str, str]]:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(username=who))
    key = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    for name, url in urls.items():
        for method in METHODS:
            client.cookies[django_settings.SESSION_COOKIE_NAME] = key
            with transaction.atomic():
                answer = client.generic(method, url)
                transaction.set_rollback(True)
            if answer.status_code not in CLOSED:
                yield name, method


def test_what_administrators_may_open_is_what_is_written_down(
    settings: Any, general_administrator: None
) -> None:
    found = allowed(settings)
    if os.environ.get("YAODIAN_WRITE_ALLOW"):
        ALLOWED.write_text(found, encoding="utf-8")
    assert found == ALLOWED.read_text(encoding="utf-8")


def left_open(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


def test_a_view_opened_to_administrators_changes_the_outcome(
    settings: Any, general_administrator: None
) -> None:
    leaky = ModuleType("leaky_administration")
    leaky.urlpatterns = [path("left-open/", left_open, name="messages_of_others"), *usual.urlpatterns]  # type: ignore[attr-defined]
    settings.ROOT_URLCONF = leaky
    everybody = " ".join(ADMINISTRATORS)
    written = [
        line for line in ALLOWED.read_text(encoding="utf-8").splitlines() if line.startswith("messages")
    ]
    leaks = [f"messages_of_others {method} {everybody}" for method in METHODS]
    assert sorted(allowed(settings, "messages").splitlines()) == sorted([*written, *leaks])


def test_no_two_of_the_three_share_an_act_that_writes() -> None:
    """What one administrator does another does not: the pages that both may post to are their own accounts'."""
    shared = [
        line.split()[0]
        for line in ALLOWED.read_text(encoding="utf-8").splitlines()
        if line.startswith("administration:")
        and " POST " in line
        and len(set(line.split()[2:]) - {"admin"}) > 1
    ]
    assert shared == []
