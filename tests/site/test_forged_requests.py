"""T28: where a link may lead, whose name a link bears, and fields that no form has."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as site
from django.core import mail
from django.core.cache import cache
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD
from yaodian.foundation.people.models import Membership, User

pytestmark = pytest.mark.django_db
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "https:evil.example",
    "https:///evil.example/",
    "http://testserver@evil.example/",
    "http://testserver.evil.example/",
    "https://evil.example\\@testserver/",
    "\thttps://evil.example/",
    "/\t/evil.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    "http://[evil",
    "//evil.example%2f@testserver/",
]


@pytest.fixture(autouse=True)
def _quiet() -> Any:
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


def leads_away(answer: HttpResponse) -> bool:
    """Whether a browser that follows the answer leaves the site; it reads backslashes as slashes, drops tabs."""
    to = answer.headers.get("Location", answer.headers.get("HX-Redirect", ""))
    read = "".join(letter for letter in to.strip() if letter not in "\t\r\n").replace("\\", "/")
    try:
        parts = urlsplit(read)
    except ValueError:
        return True
    if read.startswith("///") or (parts.scheme and parts.scheme not in ("http", "https")):
        return True
    return parts.netloc not in ("", "testserver") or (bool(parts.scheme) and not parts.netloc)


def signed_in(login: str = "clerk") -> Client:
    """A browser in which somebody is signed in; how often that was done is not what is looked at here."""
    cache.clear()
    client = Client()
    assert client.post("/accounts/login/", {"login": login, "password": PASSWORD}).status_code == 302
    return client


def sign_in(next_url: str) -> HttpResponse:
    return Client().post("/accounts/login/", {"login": "clerk", "password": PASSWORD, "next": next_url})


def sign_in_by_query(next_url: str) -> HttpResponse:
    query = {"next": next_url}
    return Client().post("/accounts/login/", {"login": "clerk", "password": PASSWORD}, query_params=query)


def sign_in_again(next_url: str) -> HttpResponse:
    return signed_in().get("/accounts/login/", {"next": next_url})


def sign_out(next_url: str) -> HttpResponse:
    return signed_in().post(reverse("account_logout"), {"next": next_url})


def confirm(next_url: str) -> HttpResponse:
    return signed_in().post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": next_url})


def choose_role(next_url: str) -> HttpResponse:
    held = Membership.objects.get(user__username="clerk")
    return signed_in().post(reverse("act_as"), {"membership": held.pk, "next": next_url})


def type_size(next_url: str) -> HttpResponse:
    return signed_in().post(reverse("common:type_size"), {"size": "large", "next": next_url})


def read_messages(next_url: str) -> HttpResponse:
    return signed_in().post(reverse("messages_read"), {"next": next_url})


def change_password(next_url: str) -> HttpResponse:
    client, another = signed_in(), f"Maple-bridge-{ELSEWHERE.index(next_url)}x"
    new = {"oldpassword": PASSWORD, "password1": another, "password2": another}
    answer = client.post(reverse("account_change_password"), new | {"next": next_url})
    user = User.objects.get(username="clerk")
    user.set_password(PASSWORD)
    user.save()
    return answer


DOORS = [
    sign_in,
    sign_in_by_query,
    sign_in_again,
    sign_out,
    confirm,
    choose_role,
    type_size,
    read_messages,
    change_password,
]


@pytest.mark.parametrize("door", DOORS)
def test_no_page_that_goes_on_to_another_leads_off_the_site(door: Any) -> None:
    answers = {to: door(to) for to in ELSEWHERE}
    assert {answer.status_code for answer in answers.values()} == {302}
    assert [to for to, answer in answers.items() if leads_away(answer)] == []


@pytest.mark.parametrize("door", [sign_in, sign_in_by_query, choose_role, confirm])
def test_an_address_of_the_site_is_followed(door: Any) -> None:
    """The control: `next` is read."""
    assert door("/plans/")["Location"] == "/plans/"


@pytest.mark.parametrize("to", ELSEWHERE)
def test_the_harness_sees_each_way_off_the_site(to: str) -> None:
    answer = HttpResponse(status=302)
    answer.headers["Location"] = to.replace("\t", "")
    assert leads_away(answer) or to == "//evil.example%2f@testserver/"


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "testserver:80@evil.example", "evil.example:80"]
)
@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/password/reset/", "/healthz"])
def test_a_foreign_host_name_gets_no_page_and_no_letter(host: str, path: str) -> None:
    form = {"email": "clerk@yunling.example", "login": "clerk", "password": PASSWORD}
    for method in ("get", "post"):
        answer = getattr(Client(), method)(path, form if method == "post" else {}, headers={"host": host})
        assert answer.status_code == 400
        assert host.encode() not in answer.content
    assert mail.outbox == []


def test_a_host_name_in_another_header_is_not_believed() -> None:
    forged = {"x-forwarded-host": "evil.example", "forwarded": "host=evil.example", "x-host": "evil.example"}
    answer = Client().post(
        reverse("account_reset_password"), {"email": "clerk@yunling.example"}, headers=forged
    )
    assert answer.status_code == 302
    [letter] = mail.outbox
    assert "http://testserver/accounts/password/reset/key/" in letter.body
    assert "evil" not in letter.body + answer["Location"]


EXTRA = {
    "is_active": "",
    "is_staff": "on",
    "is_superuser": "on",
    "username": "taken-over",
    "name": "改名",
    "user": "1",
    "user_id": "1",
    "pk": "1",
    "id": "1",
    "role": "security_admin",
    "membership_set-0-role": "security_admin",
    "verified": "on",
    "primary": "on",
    "order": "99",
}


def people() -> dict[str, Any]:
    rows = User.objects.exclude(username="clerk").order_by("pk")
    others = [model_to_dict(row) for row in rows]
    mine = {
        name: value
        for name, value in model_to_dict(User.objects.get(name="周文静")).items()
        if name not in ("password", "password_at", "last_login", "email")
    }
    return {"others": others, "mine": mine, "roles": list(Membership.objects.order_by("pk").values())}


FORMS = {
    "account_change_password": {
        "oldpassword": PASSWORD,
        "password1": "Maple-bridge-71",
        "password2": "Maple-bridge-71",
    },
    "account_email": {"email": "clerk@elsewhere.example", "action_add": ""},
    "account_reauthenticate": {"password": PASSWORD},
    "usersessions_list": {},
    "messages_read": {},
    "common:type_size": {"size": "large"},
    "account_signup": {
        "password1": "Maple-bridge-71",
        "password2": "Maple-bridge-71",
        "email": "n@x.example",
    },
}


@pytest.mark.parametrize("name", FORMS)
def test_fields_that_a_form_does_not_have_change_nothing(name: str) -> None:
    client, before = signed_in(), people()
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    answer = client.post(reverse(name), FORMS[name] | EXTRA)
    assert answer.status_code in (200, 302)
    assert people() == before
    assert not EmailAddress.objects.filter(verified=True).exists()


def test_the_harness_sees_a_field_that_is_taken() -> None:
    before = people()
    User.objects.filter(username="chief").update(order=99)
    assert people() != before


def test_of_a_field_sent_twice_one_value_is_taken_for_all_that_is_done_with_it() -> None:
    """What was judged is what is used: the last one, as Django reads it."""
    client = Client()
    client.post("/accounts/login/", {"login": ["clerk", "chief"], "password": ["x", PASSWORD]})
    assert User.objects.get(pk=client.session["_auth_user_id"]).username == "chief"
    for first, last, to in (
        ("/plans/", "https://evil.example/", "/"),
        ("https://evil.example/", "/plans/", "/plans/"),
    ):
        answer = Client().post(
            "/accounts/login/", {"login": "clerk", "password": PASSWORD, "next": [first, last]}
        )
        assert answer["Location"] == to
    mine, theirs = (Membership.objects.get(user__username=login).pk for login in ("clerk", "chief"))
    clerk = signed_in()
    assert clerk.post(reverse("act_as"), {"membership": [mine, theirs]}).status_code == 404
    assert clerk.post(reverse("act_as"), {"membership": [theirs, mine]}).status_code == 302
    assert site.SESSION_COOKIE_NAME in clerk.cookies
