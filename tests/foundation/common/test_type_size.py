from __future__ import annotations

from django.test import RequestFactory

from yaodian.foundation.common.type_size import set_type_size


def post(**fields: str):
    return set_type_size(RequestFactory().post("/type-size", fields))


def test_the_size_is_kept_and_the_reader_returns() -> None:
    response = post(size="large", next="/plans/?q=1")
    assert response["Location"] == "/plans/?q=1"
    assert response.cookies["type_size"].value == "large"


def test_an_address_elsewhere_is_not_followed() -> None:
    assert post(size="large", next="https://example.com/")["Location"] == "/"


def test_an_unknown_size_changes_nothing() -> None:
    assert dict(post(size="huge", next="/").cookies) == {}


def test_reading_the_address_changes_nothing() -> None:
    assert set_type_size(RequestFactory().get("/type-size")).status_code == 405
