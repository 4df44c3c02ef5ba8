"""The frame of the HTTP API: reading only, problems in one shape, pages by key, a document of it all."""

from __future__ import annotations

import json
import logging
import re
from types import ModuleType
from typing import Any
from urllib.parse import quote

import pytest
from django.http import Http404, HttpRequest
from django.test import Client
from django.urls import include, path
from ninja import Router, Schema

from tests import cast
from yaodian.foundation.common.refusal import Refusal, insist
from yaodian.foundation.desk.api import Limit, Listing, NextKey, listed
from yaodian.foundation.people import scopes, tokens
from yaodian.foundation.people.bearer import Bearer
from yaodian.foundation.people.models import Division
from yaodian.site.api import api
from yaodian.site.api_frame import ReadingApi

pytestmark = pytest.mark.django_db
METHODS = ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
divisions = Router(auth=Bearer("divisions:read"), tags=["科室"])


class DivisionOut(Schema):
    id: int
    name: str


@divisions.get("/", response=Listing[DivisionOut], summary="科室")
def division_list(request: HttpRequest, next: NextKey, limit: Limit) -> dict[str, Any]:
    return listed(Division.objects.all(), ("order", "id"), next, limit)


@divisions.get("/trouble/{kind}", response=DivisionOut, summary="出错")
def trouble(request: HttpRequest, kind: str) -> Any:
    if kind == "missing":
        raise Http404
    if kind == "refused":
        insist(Refusal("现在的身份不能查看。"))
    raise RuntimeError("秘密 13812345678")


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(scopes, "_words", {"divisions:read": "科室"})
    actor = cast.actor("clerk")
    return tokens.make_token(actor.membership, "测试程序", ["divisions:read"], by=actor)[1]


@pytest.fixture
def served(settings: Any, secret: str) -> Client:
    """A small API of its own, with a token in each request's header."""
    own = ReadingApi(title="x", version="1", docs_url=None, urls_namespace="api", auth=Bearer())
    own.add_router("/divisions/", divisions)
    urls = ModuleType("own_urls")
    urls.urlpatterns = [path("api/v1/", include((own.addresses(), "api")))]  # type: ignore[attr-defined]
    settings.ROOT_URLCONF = urls
    return Client(headers={"Authorization": f"Bearer {secret}"})


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("address", ["/api/v1/me", "/api/v1/openapi.json", "/api/v1/", "/api/v1/nothing"])
def test_only_reading_is_answered(method: str, address: str) -> None:
    answer = Client(enforce_csrf_checks=True).generic(method, address)
    assert (answer.status_code, answer.json()["code"], answer["Allow"]) == (405, "read_only", "GET, HEAD")


def test_a_head_request_gets_the_status_without_a_body() -> None:
    answer = Client().head("/api/v1/openapi.json")
    assert (answer.status_code, answer.content) == (200, b"")
    assert Client().head("/api/v1/me").status_code == 401


def test_what_is_not_there_is_told_in_json() -> None:
    answer = Client().get("/api/v1/nothing/here")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_list_comes_by_pages_each_row_once(served: Client) -> None:
    seen, key, pages = [], "", 0
    while True:
        answer = served.get("/api/v1/divisions/", {"limit": 3, "next": key}).json()
        seen += [each["name"] for each in answer["items"]]
        pages, key = pages + 1, answer["next"]
        if key is None:
            break
    assert (seen, pages) == (cast.DIVISIONS, 2)


@pytest.mark.parametrize("key", ["nonsense", "WyJhIiwgImIiXQ==", "WzFd", "W10="])
def test_a_key_that_no_page_gave_is_refused(served: Client, key: str) -> None:
    answer = served.get("/api/v1/divisions/", {"next": key})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_next")


@pytest.mark.parametrize("limit", ["0", "201", "x"])
def test_a_limit_out_of_bounds_is_named(served: Client, limit: str) -> None:
    answer = served.get("/api/v1/divisions/", {"limit": limit})
    assert (answer.status_code, answer.json()["code"], "limit" in answer.json()["message"]) == (
        422,
        "bad_parameter",
        True,
    )


def test_troubles_have_one_shape_and_tell_nothing_of_the_inside(served: Client) -> None:
    logging.disable(logging.ERROR)
    answers = {
        kind: served.get(f"/api/v1/divisions/trouble/{kind}") for kind in ("missing", "refused", "other")
    }
    logging.disable(logging.NOTSET)
    assert {kind: (each.status_code, each.json()["code"]) for kind, each in answers.items()} == {
        "missing": (404, "not_found"),
        "refused": (403, "refused"),
        "other": (500, "internal"),
    }
    assert all(set(each.json()) == {"code", "message"} for each in answers.values())
    assert "13812345678" not in answers["other"].content.decode()


def test_the_document_names_the_scope_and_the_problem_of_each_operation(served: Client) -> None:
    told = served.get("/api/v1/openapi.json").json()
    operation = told["paths"]["/api/v1/divisions/"]["get"]
    assert operation["security"] == [{"Bearer": ["divisions:read"]}]
    assert set(operation["responses"]) == {"200", "default"}
    assert [each["name"] for each in operation["parameters"]] == ["next", "limit"]
    assert told["components"]["securitySchemes"]["Bearer"] == {"type": "http", "scheme": "bearer"}
    assert told["components"]["schemas"]["Problem"]["required"] == ["code", "message"]


def test_every_operation_is_told_in_words_and_needs_a_token() -> None:
    for methods in api.get_openapi_schema()["paths"].values():
        for method, operation in methods.items():
            assert (method, bool(operation["security"])) == ("get", True)
            assert not operation["summary"].isascii()


def test_the_page_lists_every_operation_of_the_document() -> None:
    page = Client().get("/api/v1/").content.decode()
    document = json.loads(Client().get("/api/v1/openapi.json").content)
    assert [address for address in document["paths"] if f"GET {address}<" not in page] == []
    assert "令牌是谁的、能读什么、何时到期" in page


# What a careless or curious program sends in the place of a number, a key or a word.
ODD = ("0", "-1", "abc", "99999999999999999999999", "1.5", "\x00", "%27", "高新", "WyJhIl0=", "a" * 3000)


def test_whatever_is_sent_is_answered_in_one_shape() -> None:
    """Every operation, every parameter, odd values: never an error of the server's, always the document's shapes."""
    actor = cast.actor("leader")
    everything = tokens.make_token(actor.membership, "测试程序", list(scopes.known()), by=actor)[1]
    client = Client(headers={"Authorization": f"Bearer {everything}"})
    strange = {}
    for address, methods in api.get_openapi_schema()["paths"].items():
        for odd in ODD:
            parameters = methods["get"]["parameters"]
            query = {each["name"]: odd for each in parameters if each["in"] == "query"}
            url = re.sub(r"\{\w+\}", quote(odd, safe=""), address)
            answer = client.get(url, query)
            told = answer.json()
            if answer.status_code not in (200, 403, 404, 422) or (
                answer.status_code != 200 and set(told) != {"code", "message"}
            ):
                strange[url, odd] = (answer.status_code, told)
    assert strange == {}
