"""T10: every address, every role, every method; what is somebody else's is not there."""

from __future__ import annotations

import logging
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse

from tests.site import access_objects, access_table
from tests.site.access_table import ROLES, Row
from tests.site.urls_walk import addresses
from tests.workplan.plans.reviewed_plan import fields
from yaodian.foundation.people.models import User
from yaodian.site import urls as usual

pytestmark = pytest.mark.django_db
TABLE = access_table.rows()
METHODS = {"GET": {}, "POST": {}, "HTMX GET": {"HX-Request": "true"}, "HTMX POST": {"HX-Request": "true"}}
# A partial update passes through the same doors: one role of each kind asks for it.
OF_EACH_KIND = ("anonymous", "clerk", "leader", "company", "system_admin")
CELLS = [
    (method, role) for method in METHODS for role in (OF_EACH_KIND if method.startswith("HTMX") else ROLES)
]
Cell = tuple[str, str]


@pytest.fixture(autouse=True)
def _quiet() -> Any:
    """Refusals are what is looked for here; the log need not tell them one by one."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def cookies() -> dict[str, str]:
    """The session of each role."""
    made = {"anonymous": ""}
    for role in ROLES[1:]:
        client = Client()
        client.force_login(User.objects.get(username=role))
        made[role] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return made


def address(name: str, arguments: set[str], state: str = "reviewing") -> str:
    """The address with its arguments filled in, about things made through actions."""
    if not arguments:
        return reverse(name)
    objects = access_objects.MAKERS[state]()
    return reverse(name, kwargs={each: objects.argument(name, each) for each in arguments})


def answers(url: str, cookies: dict[str, str]) -> dict[Cell, int]:
    """What each role gets by each method; nothing that one request does is there for the next."""
    found = {}
    for method, role in CELLS:
        client = Client(raise_request_exception=False)
        if cookies[role]:
            client.cookies[settings.SESSION_COOKIE_NAME] = cookies[role]
        with transaction.atomic():
            answer = client.generic(method.split()[-1], url, headers=METHODS[method])
            found[method, role] = answer.status_code
            transaction.set_rollback(True)
    return found


def expected(row: Row) -> dict[Cell, int]:
    return {
        (method, role): (row.post if method.endswith("POST") else row.get).to(role) for method, role in CELLS
    }


def differences(found: dict[Cell, int], row: Row) -> dict[Cell, tuple[int, int]]:
    """Cell → (what was answered, what the table says)."""
    wanted = expected(row)
    return {cell: (status, wanted[cell]) for cell, status in found.items() if status != wanted[cell]}


def without_row(urlconf: str | None = None) -> list[str]:
    return sorted(set(addresses(urlconf)) - set(TABLE))


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert without_row() == []
    assert sorted(set(TABLE) - set(addresses())) == []


@pytest.mark.parametrize("name", sorted(TABLE))
def test_each_role_gets_what_the_table_says(name: str, cookies: dict[str, str]) -> None:
    row = TABLE[name]
    url = address(name, addresses()[name], row.state)
    assert differences(answers(url, cookies), row) == {}


# The API asks for a token before it looks; tests/workplan/plans/test_api.py asks this of it with tokens.
ABOUT_A_PLAN = [
    name for name, taken in addresses().items() if "plan_id" in taken and not name.startswith("api:")
]


@pytest.mark.parametrize("name", sorted(ABOUT_A_PLAN))
def test_a_plan_that_does_not_exist_looks_like_one_that_may_not_be_seen(
    name: str, cookies: dict[str, str]
) -> None:
    """A stranger cannot tell by the status whether there is such a number."""
    nowhere = reverse(name, kwargs=dict.fromkeys(addresses()[name], 999_999_999))
    there = address(name, addresses()[name])
    strangers = {role: cookies[role] for role in ("stranger", "company", "county", "system_admin")}
    for role, cookie in strangers.items():
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie
        for method in ("GET", "POST"):
            known, unknown = (client.generic(method, url).status_code for url in (there, nowhere))
            assert (role, method, known) == (role, method, unknown)
            assert known in (404, 405)


@pytest.mark.parametrize("role", ["leader", "auditor"])
def test_what_a_reader_sends_complete_is_refused_and_changes_nothing(
    role: str, cookies: dict[str, str]
) -> None:
    made = access_objects.reviewing()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cookies[role]
    seen = [f"task-{made.task.pk}:1", f"target-{made.target.pk}:1"]
    client.post(
        reverse("plans:task_accept_all", args=[made.plan.pk, made.task.pk]), {"seen": seen, "key": "a"}
    )
    for item in (made.target, made.task):
        edited = {name: value or "" for name, value in fields(item).items()}
        assert client.post(item.get_absolute_url(), edited).status_code == 403
    for item in (made.target, made.task):
        item.refresh_from_db()
        assert (item.state, item.revision) == ("proposed", 1)


def left_open(request: HttpRequest) -> HttpResponse:
    """A view that somebody forgot to close."""
    return HttpResponse("open")


def test_a_view_left_open_and_an_address_without_a_row_are_found(
    cookies: dict[str, str], settings: Any
) -> None:
    leaky = ModuleType("leaky_urls")
    leaky.urlpatterns = [path("left-open/", left_open, name="left_open"), *usual.urlpatterns]  # type: ignore[attr-defined]
    settings.ROOT_URLCONF = leaky
    assert without_row() == ["left_open"]
    found = differences(answers("/left-open/", cookies), TABLE["home"])
    assert found["GET", "anonymous"] == (200, 302)
    assert found["POST", "clerk"] == (200, 405)
