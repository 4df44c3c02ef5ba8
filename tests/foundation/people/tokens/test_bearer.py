"""Coming in with a token: as its person in its role, and not a moment longer than it is good for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests import cast
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import SYSTEM
from yaodian.foundation.people import actions, bearer, scopes, tokens
from yaodian.foundation.people.models import ApiToken

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _scope(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scopes, "_words", {"plans:read": "工作要点"})


@pytest.fixture
def made() -> tuple[ApiToken, str]:
    actor = cast.actor("clerk")
    return tokens.make_token(actor.membership, "数据大屏", ["plans:read"], by=actor)


def ask(secret: str, **more: Any) -> Any:
    return Client().get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"}, **more)


def told(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")


def test_a_token_tells_whom_it_acts_for_and_until_when(made: tuple[ApiToken, str]) -> None:
    token, secret = made
    answer = ask(secret)
    assert answer.json() == {
        "name": "周文静",
        "role": "clerk",
        "role_label": "高新技术科 · 科室经办",
        "token": "数据大屏",
        "scopes": ["plans:read"],
        "expires_at": answer.json()["expires_at"],
    }
    assert (answer.status_code, answer["Cache-Control"], "Authorization" in answer["Vary"]) == (
        200,
        "no-store",
        True,
    )
    assert answer.json()["expires_at"].startswith(f"{token.expires_at.astimezone(clock.SHANGHAI):%Y-%m-%d}")


def test_coming_in_costs_one_query_and_a_note_a_minute(
    made: tuple[ApiToken, str], django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        ask(made[1])
    with django_assert_num_queries(1):
        ask(made[1])
    with clock.hold(clock.now() + timedelta(seconds=61)), django_assert_num_queries(2):
        ask(made[1])
    assert ApiToken.objects.get().used_at > made[0].made_at + timedelta(seconds=60)


def test_a_session_is_not_a_token(client: Client) -> None:
    client.force_login(cast.actor("clerk").user)
    answer = client.get("/api/v1/me")
    assert told(answer) == (401, "token_missing")
    assert answer["WWW-Authenticate"] == 'Bearer realm="yaodian"'


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic eWQ6", "yd_only"])
def test_a_header_without_a_token_is_told_what_to_write(header: str) -> None:
    answer = Client().get("/api/v1/me", headers={"Authorization": header} if header else {})
    assert (told(answer), "Authorization: Bearer" in answer.json()["message"]) == (
        (401, "token_missing"),
        True,
    )


def end_membership(token: ApiToken) -> None:
    actions.end_role(token.membership, by=SYSTEM, on=clock.today() - timedelta(days=1))


ENDINGS = {
    "revoked by its owner": lambda token: tokens.revoke_token(token, by=cast.actor("clerk")),
    "revoked by the system administrator": lambda token: tokens.revoke_token(
        token, by=cast.actor("system_admin")
    ),
    "account closed": lambda token: actions.deactivate_user(token.membership.user, by=SYSTEM),
    "membership over": end_membership,
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_t18_a_token_is_dead_on_the_next_request(ending: str, made: tuple[ApiToken, str]) -> None:
    assert ask(made[1]).status_code == 200
    ENDINGS[ending](made[0])
    answer = ask(made[1])
    assert told(answer) == (401, "token_refused")
    assert 'error="invalid_token"' in answer["WWW-Authenticate"]


def test_a_token_is_dead_when_its_time_is_over(made: tuple[ApiToken, str]) -> None:
    with clock.hold(made[0].expires_at - timedelta(seconds=1)):
        assert ask(made[1]).status_code == 200
    with clock.hold(made[0].expires_at):
        assert told(ask(made[1])) == (401, "token_refused")


def test_a_token_comes_back_neither_with_the_account_nor_by_its_digest(made: tuple[ApiToken, str]) -> None:
    user = made[0].membership.user
    actions.deactivate_user(user, by=SYSTEM)
    actions.reactivate_user(user, by=SYSTEM)
    assert told(ask(made[1])) == (401, "token_refused")
    assert told(ask(made[0].digest)) == (401, "token_refused")


def test_a_failure_is_in_the_audit_with_the_hint_of_a_token_that_was_known(
    made: tuple[ApiToken, str],
) -> None:
    tokens.revoke_token(made[0], by=cast.actor("clerk"))
    ask(made[1])
    ask("yd_made-up")
    entries = Entry.objects.filter(action="api_refused").order_by("id")
    assert [entry.after for entry in entries] == [{"hint": made[0].hint}, {"hint": ""}]
    assert {(entry.result, entry.actor_label, entry.address) for entry in entries} == {
        ("refused", "未登录", "127.0.0.1")
    }


def test_failures_are_counted_by_address_and_a_good_token_still_comes_in(
    made: tuple[ApiToken, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bearer, "FAILURES", 3)
    assert [ask("yd_x").status_code for _ in range(5)] == [401, 401, 401, 429, 429]
    answer = ask("yd_x")
    assert (told(answer), answer["Retry-After"]) == ((429, "too_many_failures"), "600")
    assert ask("yd_x", REMOTE_ADDR="10.0.0.9").status_code == 401
    assert ask(made[1]).status_code == 200
    assert Entry.objects.filter(action="api_refused", address="127.0.0.1").count() == 3


def test_a_token_without_the_scope_is_told_which_one(made: tuple[ApiToken, str], rf: Any) -> None:
    request = rf.get("/", headers={"Authorization": f"Bearer {made[1]}"})
    assert bearer.Bearer("plans:read")(request) == made[0]
    assert (request.actor.label, request.actor.role) == ("周文静", "clerk")
    with pytest.raises(bearer.ApiProblem) as refused:
        bearer.Bearer("progress:read")(request)
    assert (refused.value.status, refused.value.code) == (403, "scope_missing")
    assert 'scope="progress:read"' in refused.value.headers["WWW-Authenticate"]
