"""T28: no address of the site changes anything for a request that another site's page made."""

from __future__ import annotations

import logging
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings as site
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse
from django.views.decorators.csrf import csrf_exempt

from tests.site.urls_walk import addresses
from yaodian.foundation.people.models import User
from yaodian.site import urls as usual

pytestmark = pytest.mark.django_db
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
FORGED: dict[str, dict[str, str]] = {
    "nothing": {},
    "a token of its own": {"X-CSRFToken": "a" * 64},
    "an empty token": {"X-CSRFToken": ""},
    "a partial update": {"HX-Request": "true"},
    "another origin": {"Origin": "https://evil.example"},
    "no origin": {"Origin": "null"},
    "plain text": {"Content-Type": "text/plain"},
}


@pytest.fixture(autouse=True)
def _quiet() -> Any:
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


def browser(login: str, **options: Any) -> Client:
    """A browser in which somebody is signed in, seen from a site that cannot read its cookies."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False, **options)
    client.force_login(User.objects.get(username=login))
    return client


def let_through(urlconf: str | None, forged: dict[str, str], methods: tuple[str, ...]) -> dict[str, int]:
    """The addresses that answered otherwise than with a refusal, or by saying that they take nothing (405)."""
    client, found = browser("chief"), {}
    for name, taken in addresses(urlconf).items():
        url = reverse(name, kwargs=dict.fromkeys(taken, "1"))
        for method in methods:
            status = client.generic(method, url, "membership=1", headers=forged).status_code
            if status not in (403, 405):
                found[f"{method} {name}"] = status
    return found


@pytest.mark.parametrize("forged", FORGED)
def test_every_address_refuses_what_another_site_sends(forged: str) -> None:
    methods = UNSAFE if forged == "nothing" else ("POST",)
    assert let_through(None, FORGED[forged], methods) == {}


@csrf_exempt
def without_a_look(request: HttpRequest) -> HttpResponse:
    """A view that somebody freed of the check."""
    return HttpResponse("done")


def test_a_view_that_is_freed_of_the_check_is_found(settings: Any) -> None:
    careless = ModuleType("careless_urls")
    careless.urlpatterns = [path("careless/", without_a_look, name="careless"), *usual.urlpatterns]  # type: ignore[attr-defined]
    settings.ROOT_URLCONF = careless
    assert let_through(None, {}, ("POST",)) == {"POST careless": 200}


def test_a_token_of_the_page_lets_its_own_form_through(client: Client) -> None:
    """The control: with the token the same request is not refused."""
    mine = browser("clerk")
    mine.get("/")
    token = mine.cookies[site.CSRF_COOKIE_NAME].value
    sent = {"X-CSRFToken": token}
    assert mine.post(reverse("common:type_size"), {"size": "large"}, headers=sent).status_code == 302
    theirs = browser("chief")
    theirs.get("/")
    assert theirs.post(reverse("common:type_size"), {"size": "large"}, headers=sent).status_code == 403
