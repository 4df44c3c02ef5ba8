"""What a request leaves in the audit, whichever way it ends."""

from __future__ import annotations

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path

from tests.cast import actor
from yaodian.foundation.audit import middleware
from yaodian.foundation.audit.log import record
from yaodian.foundation.audit.middleware import client_address
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common.actor import SYSTEM
from yaodian.foundation.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def says_it_itself(request: HttpRequest) -> HttpResponse:
    record("accept_target", by=request.actor or SYSTEM)
    return HttpResponse("ok")


def takes_it_back(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        record("accept_target", by=SYSTEM)
        transaction.set_rollback(True)
    return HttpResponse("ok")


def breaks(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        record("accept_target", by=SYSTEM)
        raise RuntimeError("a fault of ours")


def suspects(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


def answers(request: HttpRequest, status: int) -> HttpResponse:
    return HttpResponse(status=status)


urlpatterns = [
    path("says/", says_it_itself),
    path("takes-back/", takes_it_back),
    path("breaks/", breaks),
    path("suspects/", suspects),
    path("answers/<int:status>/", answers),
    path("", include("yaodian.site.urls")),
]
handler400, handler403 = "yaodian.site.views.error_400", "yaodian.site.views.error_403"
handler404, handler500 = "yaodian.site.views.error_404", "yaodian.site.views.error_500"

Line = tuple[str, str, str, dict[str, object]]


def left_by(response: HttpResponse) -> list[Line]:
    rows = Entry.objects.filter(request_id=response["X-Request-ID"]).order_by("id")
    return [(row.action, row.actor_label, row.result, row.after) for row in rows]


def signed_in(who: str = "clerk") -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(username=who))
    return client


def test_a_request_whose_own_entry_stands_leaves_no_other() -> None:
    assert left_by(signed_in().post("/says/")) == [("accept_target", "周文静", "done", {})]


def test_a_request_whose_entry_was_rolled_back_leaves_another() -> None:
    assert left_by(signed_in().post("/takes-back/")) == [("request", "周文静", "done", {"status": 200})]


def test_a_fault_leaves_an_entry_although_its_transaction_is_gone() -> None:
    assert left_by(signed_in().post("/breaks/")) == [("request", "周文静", "failed", {"status": 500})]


@pytest.mark.parametrize(
    ("status", "result"), [(200, "done"), (302, "done"), (400, "refused"), (413, "refused"), (503, "failed")]
)
def test_the_result_follows_from_the_status(status: int, result: str) -> None:
    assert left_by(signed_in().post(f"/answers/{status}/")) == [
        ("request", "周文静", result, {"status": status})
    ]


@pytest.mark.parametrize(("where", "status"), [("/suspects/", 400), ("/nowhere/", 404), ("/healthz", 405)])
def test_a_refused_request_is_recorded_under_its_person(where: str, status: int) -> None:
    response = signed_in().post(where)
    assert response.status_code == status
    assert left_by(response) == [("request", "周文静", "refused", {"status": status})]


def test_a_missing_form_token_is_recorded() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(username="clerk"))
    assert left_by(client.post("/says/")) == [("request", "周文静", "refused", {"status": 403})]


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=10)
def test_a_body_that_is_too_large_is_recorded() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/says/", "a=" + "x" * 100, content_type="application/x-www-form-urlencoded")
    assert left_by(response) == [("request", "未登录", "refused", {"status": response.status_code})]
    assert response.status_code in (400, 403, 413)


def test_a_host_that_is_not_ours_is_recorded() -> None:
    response = Client().post("/says/", headers={"host": "elsewhere.example"})
    assert left_by(response) == [("request", "未登录", "refused", {"status": 400})]


def test_a_stranger_sent_to_the_sign_in_page_was_refused() -> None:
    response = Client().post("/acting/")
    assert response.status_code == 302
    assert left_by(response) == [("request", "未登录", "refused", {"status": 302})]


def test_who_signs_out_is_known() -> None:
    entries = left_by(signed_in().post("/accounts/logout/"))
    assert {who for _action, who, _result, _after in entries} == {"周文静"}


def test_reading_leaves_nothing() -> None:
    assert left_by(signed_in().get("/healthz")) == []


@pytest.mark.parametrize("where", ["/%00%0Anowhere/", "/" + "很" * 400 + "/", "/%ff%fe/"])
def test_no_path_keeps_a_request_out_of_the_audit(where: str) -> None:
    response = Client().post(where)
    (entry,) = Entry.objects.filter(request_id=response["X-Request-ID"])
    assert entry.path == entry.path[:300]
    assert entry.path.isprintable()


def test_a_method_of_any_length_is_recorded() -> None:
    response = Client().generic("MAKESOMETHINGUP", "/says/")
    assert Entry.objects.filter(request_id=response["X-Request-ID"], method="MAKESOME").exists()


def test_when_the_audit_cannot_be_written_the_request_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **told: object) -> None:
        raise DatabaseError("no space left on device")

    client = signed_in()
    assert client.post("/answers/200/").status_code == 200
    monkeypatch.setattr(middleware, "record", full)
    assert client.post("/answers/200/").status_code == 500


PROXY = "203.0.113.7"
ADDRESSES = [
    ("", False, PROXY),
    ("198.51.100.1", False, PROXY),
    ("198.51.100.1", True, "198.51.100.1"),
    ("1.2.3.4, 198.51.100.1", True, "198.51.100.1"),
    ("198.51.100.1, 2001:db8::8", True, "2001:db8::8"),
    ("<script>", True, PROXY),
    ("", True, PROXY),
]


@pytest.mark.parametrize(("forwarded", "behind", "address"), ADDRESSES)
def test_the_address_is_the_one_our_own_proxy_has_added(
    forwarded: str, behind: bool, address: str, settings
) -> None:
    settings.BEHIND_PROXY = behind
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    request = RequestFactory().post("/", REMOTE_ADDR=PROXY, headers=headers)
    assert client_address(request) == address


def test_the_entry_names_role_address_and_path() -> None:
    response = signed_in().post("/says/")
    entry = Entry.objects.get(request_id=response["X-Request-ID"])
    assert (entry.role, entry.address, entry.method, entry.path) == ("clerk", "127.0.0.1", "POST", "/says/")
    assert entry.role_label == actor("clerk").role_label
