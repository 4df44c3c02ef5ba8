"""T13: every named address, asked in every unsafe way by everybody, leaves an entry with who it was and what came of it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.urls.converters import IntConverter, UUIDConverter

from tests.cast import CAST
from yaodian.foundation.audit.models import Entry, Result
from yaodian.foundation.people.models import User

pytestmark = pytest.mark.django_db

UNSAFE = ("post", "put", "patch", "delete")
MIDDLEWARE = "yaodian.foundation.audit.middleware.VisitMiddleware"


@dataclass(frozen=True)
class Address:
    """A named address and a path that leads to it, with made-up keys."""

    name: str
    path: str


def addresses() -> list[Address]:
    return [Address(name, "/" + path) for name, path in _walk(get_resolver(), "", "")]


def _walk(resolver: URLResolver, prefix: str, space: str) -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        path = prefix + _example(pattern)
        if isinstance(pattern, URLResolver):
            name = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern, path, name)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{space}{pattern.name}", path


def _example(pattern: URLPattern | URLResolver) -> str:
    """A piece of path that the pattern matches: 1 for a number, x for a word."""
    route, converters = str(pattern.pattern), pattern.pattern.converters
    for key, converter in converters.items():
        route = re.sub(rf"<[^>]*\b{key}>", _sample(converter), route)
    route = re.sub(r"\(\?P<\w+>[^)]*\)", "x", route)
    return route.removeprefix("^").removesuffix("$").removesuffix(r"\Z").replace("\\", "")


def _sample(converter: object) -> str:
    if isinstance(converter, IntConverter):
        return "1"
    if isinstance(converter, UUIDConverter):
        return str(uuid.UUID(int=1))
    return "x"


@dataclass(frozen=True)
class Silent:
    """A request that left no fitting entry."""

    who: str
    method: str
    name: str
    status: int


def ask_everything(client: Client, who: str, methods: tuple[str, ...] = UNSAFE) -> list[Silent]:
    """Ask every address in each way; returns the requests after which no entry says who it was."""
    user = User.objects.filter(username=who).first()
    silent = []
    for address in addresses():
        for method in methods:
            if user is not None:
                client.force_login(user)
            last = Entry.objects.latest("id").id
            response = getattr(client, method)(address.path)
            left = Entry.objects.filter(id__gt=last, method=method.upper(), path=address.path)
            if not any(_speaks(entry, user) for entry in left):
                silent.append(Silent(who, method, address.name, response.status_code))
    return silent


def _speaks(entry: Entry, user: User | None) -> bool:
    named = entry.actor_id == str(user.pk) if user is not None else entry.actor_label == "未登录"
    return named and entry.result in Result.values and entry.request_id != ""


def client(**options: bool) -> Client:
    return Client(raise_request_exception=False, **options)


def test_the_walk_meets_the_addresses_it_should() -> None:
    found = {address.name for address in addresses()}
    assert {
        "home",
        "act_as",
        "health",
        "account_login",
        "account_logout",
        "plans:list",
        "plans:detail",
    } <= found


def test_every_path_of_the_walk_leads_to_its_address() -> None:
    assert [(one.name, resolve(one.path).view_name) for one in addresses()] == [
        (one.name, one.name) for one in addresses()
    ]


def test_a_stranger_leaves_an_entry_at_every_address_in_every_unsafe_way() -> None:
    assert ask_everything(client(), "nobody") == []


def test_a_stranger_without_a_form_token_leaves_an_entry_at_every_address() -> None:
    assert ask_everything(client(enforce_csrf_checks=True), "nobody", ("post",)) == []


@pytest.mark.parametrize("who", CAST)
def test_everybody_leaves_an_entry_at_every_address(who: str) -> None:
    assert ask_everything(client(), who, ("post",)) == []


def test_a_clerk_leaves_an_entry_at_every_address_in_every_unsafe_way() -> None:
    assert ask_everything(client(), "clerk") == []


def test_control_without_the_middleware_the_walk_finds_silent_addresses(settings) -> None:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != MIDDLEWARE]
    silent = ask_everything(client(), "clerk", ("post", "delete"))
    assert {"home", "health"} <= {one.name for one in silent}
    assert len(silent) >= len(addresses())
