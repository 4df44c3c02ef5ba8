"""What every answer carries, and that no page needs anything inline."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from lxml import html

from tests.site.access_table import rows
from tests.site.test_access import address
from tests.site.urls_walk import addresses
from yaodian.foundation.people.models import User

pytestmark = pytest.mark.django_db
CONTENT_SECURITY_POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "manifest-src 'self'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
CLOSED = {"camera=()", "geolocation=()", "microphone=()", "payment=()"}


def faults_of_headers(response: HttpResponse) -> Iterator[str]:
    policy = {part.strip() for part in response.headers.get("Content-Security-Policy", "").split(";")}
    if policy != CONTENT_SECURITY_POLICY:
        yield f"policy: {sorted(policy ^ CONTENT_SECURITY_POLICY)}"
    for name, value in HEADERS.items():
        if response.headers.get(name) != value:
            yield f"{name}: {response.headers.get(name)}"
    if not set(response.headers.get("Permissions-Policy", "").split(", ")) >= CLOSED:
        yield f"Permissions-Policy: {response.headers.get('Permissions-Policy')}"


def faults_of_html(text: str) -> Iterator[str]:
    """Whatever the policy would refuse: scripts and styles in the page, handlers in attributes."""
    for element in html.fromstring(text).iter("*"):
        data = element.get("type") == "application/json"
        if element.tag == "style" or (element.tag == "script" and not element.get("src") and not data):
            yield f"<{element.tag}> in the page"
        for name, value in element.attrib.items():
            if name == "style" or name.startswith(("on", "hx-on")):
                yield f"{name}= on <{element.tag}>"
            if value.strip().lower().startswith(("javascript:", "js:")):
                yield f"{name}={value[:20]} on <{element.tag}>"


def pages(role: str) -> Iterator[tuple[str, HttpResponse]]:
    """Every address of the access table that shows this role a page, with what it shows."""
    client = Client()
    if role != "anonymous":
        client.force_login(User.objects.get(username=role))
    known = addresses()
    for name, row in rows().items():
        if row.get.to(role) == 200:
            with transaction.atomic():  # what the address is about is made for it alone
                response = client.get(address(name, known[name], row.state))
                transaction.set_rollback(True)
            yield name, response


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)


@pytest.mark.parametrize(("role", "at_least"), [("anonymous", 10), ("chief", 25)])
def test_every_page_carries_the_headers_and_holds_nothing_inline(role: str, at_least: int) -> None:
    found, shown = {}, 0
    for name, response in pages(role):
        shown += 1
        faults = list(faults_of_headers(response))
        if response.headers.get("Content-Type", "").startswith("text/html"):
            faults += faults_of_html(response.content.decode())
        if faults:
            found[name] = faults
    assert found == {}
    assert shown >= at_least


@pytest.mark.parametrize("path", ["/nowhere/", "/plans/999999999/"])
def test_an_error_page_carries_them_too(client: Client, path: str) -> None:
    client.force_login(User.objects.get(username="chief"))
    response = client.get(path)
    assert response.status_code == 404
    assert [*faults_of_headers(response), *faults_of_html(response.content.decode())] == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("<p style='color:red'>x</p>", "style= on <p>"),
        ("<div><style>p{}</style></div>", "<style> in the page"),
        ("<div><script>alert(1)</script></div>", "<script> in the page"),
        ("<div onclick='x()'>x</div>", "onclick= on <div>"),
        ("<div hx-on:click='x()'>x</div>", "hx-on:click= on <div>"),
        ("<a href='javascript:x()'>x</a>", "href=javascript:x() on <a>"),
        ("<div hx-vals='js:{a: 1}'>x</div>", "hx-vals=js:{a: 1} on <div>"),
    ],
)
def test_the_search_sees_each_kind_of_inline_code(text: str, fault: str) -> None:
    assert list(faults_of_html(text)) == [fault]


def test_the_search_sees_a_missing_header() -> None:
    assert len(list(faults_of_headers(HttpResponse()))) == len(HEADERS) + 2
