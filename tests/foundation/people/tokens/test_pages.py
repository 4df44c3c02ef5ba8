"""The pages of tokens: made once, shown once, revoked by their owner or the keeper of accounts."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import serializers
from django.core.cache import cache
from django.test import Client

from tests import cast
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Problems, Refused
from yaodian.foundation.people import tokens
from yaodian.foundation.people.delegating import delegate_role
from yaodian.foundation.people.models import ApiToken, User

pytestmark = pytest.mark.django_db
SECRET = re.compile(r"yd_[\w-]{54}")


@pytest.fixture(autouse=True)
def _clean() -> Any:
    cache.clear()
    yield
    cache.clear()


def signed_in(key: str = "clerk") -> Client:
    client = Client()
    client.force_login(User.objects.get(username=key))
    return client


def filled(**changes: Any) -> dict[str, Any]:
    membership = cast.actor("clerk").membership.pk
    form = {"membership": membership, "name": "数据大屏", "scopes": ["plans:read"], "days": "90", "key": "k"}
    return form | {"password": cast.PASSWORD} | changes


def make(client: Client, **changes: Any) -> Any:
    return client.post("/mine/tokens/make/", filled(**changes))


def test_the_secret_is_in_the_answer_and_nowhere_else() -> None:
    client = signed_in()
    answer = make(client)
    (secret,) = set(SECRET.findall(answer.content.decode()))
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)
    token = ApiToken.objects.get()
    assert token.digest == hashlib.sha256(secret.encode()).hexdigest()
    assert token.hint == secret[:9]
    kept = serializers.serialize("json", [token, *Entry.objects.all()])
    kept += "".join(str(row.get_decoded()) for row in Session.objects.all())
    kept += client.get("/mine/tokens/").content.decode()
    assert (secret in kept, secret[:9] in kept) == (False, True)


def test_two_secrets_have_nothing_in_common() -> None:
    secrets = {tokens.new_secret() for _ in range(100)}
    assert len(secrets) == 100
    assert {len(secret) for secret in secrets} == {len("yd_") + 54}
    assert tokens.SECRET_BYTES * 8 - 6 * (tokens.HINT_LENGTH - 3) >= 256


def test_a_form_sent_twice_makes_one_token() -> None:
    client = signed_in()
    make(client)
    again = make(client)
    assert (again.status_code, ApiToken.objects.count()) == (302, 1)
    assert "这一页已经提交过" in client.get("/mine/tokens/").content.decode()


def test_a_form_with_troubles_can_be_sent_again() -> None:
    client = signed_in()
    assert make(client, name="屏").status_code == 422
    assert (make(client).status_code, ApiToken.objects.count()) == (200, 1)


@pytest.mark.parametrize("password", ["", "wrong"])
def test_without_the_password_no_token_is_made_and_with_it_one_is(password: str) -> None:
    client = signed_in()
    answer = make(client, password=password)
    assert (answer.status_code, "密码" in answer.content.decode(), ApiToken.objects.count()) == (422, True, 0)
    assert SECRET.search(answer.content.decode()) is None
    assert (make(client).status_code, ApiToken.objects.count()) == (200, 1)


WRONG = {
    "no name": ({"name": ""}, "请写明给哪个程序、做什么用"),
    "no scope": ({"scopes": []}, "请至少选择一项可读内容"),
    "an unknown scope": ({"scopes": ["everything"]}, "没有这项内容，请重新选择"),
    "no day": ({"days": "0"}, "有效天数请填 1 至 366"),
    "more than a year": ({"days": "367"}, "有效天数请填 1 至 366"),
    "somebody else's role": ({"membership": "chief"}, "请选择自己现任的身份"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_does_not_fit_is_told(case: str) -> None:
    changes, words = WRONG[case]
    if "membership" in changes:
        changes = {"membership": cast.actor("chief").membership.pk}
    answer = make(signed_in(), **changes)
    assert (answer.status_code, words in answer.content.decode(), ApiToken.objects.count()) == (422, True, 0)


def test_the_action_checks_for_itself() -> None:
    clerk, chief = cast.actor("clerk"), cast.actor("chief")
    with pytest.raises(Refused):
        tokens.make_token(chief.membership, "数据大屏", ["plans:read"], by=clerk)
    with pytest.raises(Refused):
        tokens.make_token(
            chief.membership, "数据大屏", ["plans:read"], by=Actor(clerk.user, chief.membership, chief.user)
        )
    with pytest.raises(Problems) as told:
        tokens.make_token(clerk.membership, "屏", ["everything"], 400, by=clerk)
    assert [problem.field for problem in told.value.items] == ["name", "scopes", "days"]
    token, _secret = tokens.make_token(clerk.membership, "数据大屏", ["plans:read"], 366, by=clerk)
    assert token.expires_at - token.made_at == timedelta(days=366)


def test_twenty_tokens_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "MOST", 2)
    clerk = cast.actor("clerk")
    made = [tokens.make_token(clerk.membership, "数据大屏", ["plans:read"], by=clerk)[0] for _ in range(2)]
    with pytest.raises(Problems, match="请先停用不再需要的"):
        tokens.make_token(clerk.membership, "数据大屏", ["plans:read"], by=clerk)
    tokens.revoke_token(made[0], by=clerk)
    assert tokens.make_token(clerk.membership, "数据大屏", ["plans:read"], by=clerk)[0].pk


def test_the_keeper_of_accounts_sees_all_tokens_and_revokes_any() -> None:
    secret = SECRET.search(make(signed_in()).content.decode())
    keeper, token = signed_in("system_admin"), ApiToken.objects.get()
    page = keeper.get("/mine/tokens/all/").content.decode()
    assert ("周文静" in page, "数据大屏" in page, secret and secret[0] in page) == (True, True, False)
    answer = keeper.post(f"/mine/tokens/{token.pk}/revoke/", {"list": "all"})
    assert answer["Location"] == "/mine/tokens/all/"
    assert Entry.objects.about(token).get(action="revoke_token").actor_label == "秦系"
    assert "已停用" in signed_in().get("/mine/tokens/").content.decode()


@pytest.mark.parametrize("key", ["chief", "security_admin", "audit_admin"])
def test_nobody_else_sees_or_revokes_it(key: str) -> None:
    make(signed_in())
    token, client = ApiToken.objects.get(), signed_in(key)
    assert client.get("/mine/tokens/all/").status_code == 404
    assert "数据大屏" not in client.get("/mine/tokens/").content.decode()
    assert client.post(f"/mine/tokens/{token.pk}/revoke/").status_code == 404
    with pytest.raises(Refused):
        tokens.revoke_token(token, by=cast.actor(key))
    token.refresh_from_db()
    assert token.state == "valid"


def test_a_token_that_is_over_says_so_and_cannot_be_revoked() -> None:
    make(signed_in(), days="1")
    with clock.hold(clock.now() + timedelta(days=2)):
        page = signed_in().get("/mine/tokens/").content.decode()
    assert ("已到期" in page, "停用</button>" in page) == (True, False)


def test_the_stand_in_makes_tokens_for_oneself_only() -> None:
    today, chief = clock.today(), cast.actor("chief")
    delegate_role(chief.membership, cast.actor("clerk").user, today, today, "赴省厅培训", by=chief)
    client = signed_in()
    client.post("/acting/", {"membership": chief.membership.pk})
    assert "科室负责人</option>" not in client.get("/mine/tokens/make/").content.decode()
    assert make(client, membership=chief.membership.pk).status_code == 422
