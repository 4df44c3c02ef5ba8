"""Parameters hold within bounds, take effect where they are read, and each has its own setter."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import cast
from tests.cast import PASSWORD
from tests.foundation.people.administration.asking import signed_in
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common import clock
from yaodian.foundation.common.refusal import Problems, Refused
from yaodian.foundation.flow.doors import Superseded
from yaodian.foundation.people import links, parameters
from yaodian.foundation.people.actions.parameters import set_parameter
from yaodian.foundation.people.models import Parameter, User
from yaodian.foundation.people.parameters import Figure

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def figure(name: str) -> Figure:
    found = parameters.figure(name)
    assert found is not None
    return found


def put(name: str, value: int | None, by: str = "security_admin", revision: int = 0) -> Parameter:
    return set_parameter(figure(name), value, by=cast.actor(by), revision=revision, reason="上级要求")


def test_without_a_row_the_setting_holds_and_a_row_is_above_it(settings: Any) -> None:
    settings.SESSION_IDLE_MINUTES = 25
    assert parameters.number("session_idle_minutes") == 25
    row = put("session_idle_minutes", 15)
    assert parameters.number("session_idle_minutes") == 15
    put("session_idle_minutes", None, revision=row.revision)
    assert parameters.number("session_idle_minutes") == 25


def test_each_change_is_in_the_audit_with_before_after_and_reason() -> None:
    put("session_idle_minutes", 15)
    entry = Entry.objects.get(action="set_parameter")
    assert (entry.before, entry.after, entry.reason) == ({"value": None}, {"value": 15}, "上级要求")


@pytest.mark.parametrize(
    ("profile", "value", "fits"),
    [
        ("level2", 120, True),
        ("level2", 121, False),
        ("level2", 4, False),
        ("level3", 30, True),
        ("level3", 31, False),
    ],
)
def test_values_stay_in_bounds_and_level_three_is_narrower(
    settings: Any, profile: str, value: int, fits: bool
) -> None:
    settings.SECURITY_PROFILE = profile
    if fits:
        assert put("session_idle_minutes", value).value == value
    else:
        with pytest.raises(Problems, match="之间的整数"):
            put("session_idle_minutes", value)


def test_a_value_set_before_level_three_counts_as_the_nearest_one_inside(settings: Any) -> None:
    put("session_idle_minutes", 120)
    settings.SECURITY_PROFILE = "level3"
    assert parameters.number("session_idle_minutes") == 30


@pytest.mark.parametrize(
    ("name", "setter", "others"),
    [
        ("login_attempts", "security_admin", ["system_admin", "audit_admin", "clerk"]),
        ("idle_account_days", "system_admin", ["security_admin", "audit_admin", "leader"]),
    ],
)
def test_each_parameter_has_its_own_setter(name: str, setter: str, others: list[str]) -> None:
    for who in others:
        with pytest.raises(Refused):
            put(name, 5, by=who)
    assert put(name, 5, by=setter).value == 5


def test_the_second_of_two_who_set_a_parameter_is_told(client: Client) -> None:
    put("login_attempts", 4)
    with pytest.raises(Superseded):
        put("login_attempts", 3)
    url = reverse("administration:parameter", args=["login_attempts"])
    answer = signed_in("security_admin").post(
        url, {"value": "3", "reason": "收紧", "revision": "0"}, follow=True
    )
    assert "别人先改了这个参数" in answer.content.decode()
    assert Parameter.objects.get().value == 4


def test_the_page_tells_all_faults_at_once() -> None:
    url = reverse("administration:parameter", args=["login_attempts"])
    answer = signed_in("security_admin").post(url, {"value": "99", "reason": "收紧", "revision": "0"})
    assert (answer.status_code, answer.context["form"].errors) == (
        422,
        {"value": ["“允许输错密码”请填 3 到 10 之间的整数。"]},
    )
    answer = signed_in("security_admin").post(url, {"value": "x", "reason": "", "revision": "0"})
    assert sorted(answer.context["form"].errors) == ["reason", "value"]


def test_fewer_tries_are_given_as_soon_as_the_parameter_says_so(client: Client) -> None:
    put("login_attempts", 3)

    def sign_in(password: str) -> int:
        return client.post("/accounts/login/", {"login": "clerk", "password": password}).status_code

    for _try in range(3):
        sign_in("wrong-Password-1")
    assert sign_in(PASSWORD) == 200


def test_a_session_ends_as_soon_as_the_parameter_says_so(client: Client) -> None:
    begun = clock.now()
    with clock.hold(begun):
        client.post("/accounts/login/", {"login": "clerk", "password": PASSWORD})
        put("session_idle_minutes", 5)
    with clock.hold(begun + 4 * MINUTE):
        assert client.get("/").status_code == 200
    with clock.hold(begun + 10 * MINUTE):
        assert client.get("/").status_code == 302


def test_a_link_dies_as_early_as_the_parameter_says(monkeypatch: pytest.MonkeyPatch) -> None:
    user, generator = User.objects.get(username="clerk"), links.default_token_generator
    key, now = generator.make_token(user), generator._now()
    monkeypatch.setattr(links.LinkGenerator, "_now", lambda self: now + 90 * MINUTE)
    assert generator.check_token(user, key)
    put("password_link_hours", 1)
    assert not generator.check_token(user, key)


def test_the_password_rules_follow_the_parameters(client: Client) -> None:
    client.force_login(User.objects.get(username="clerk"))
    told = {"oldpassword": PASSWORD, "password1": "Maple-bridge-71", "password2": "Maple-bridge-71"}
    put("password_min_length", 20)
    answer = client.post(reverse("account_change_password"), told)
    assert answer.context["form"].errors["password1"] == ["密码太短，请用 20 个以上的字符。"]


def test_a_process_reads_the_table_once_in_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [100.0]
    monkeypatch.setattr(parameters.time, "monotonic", lambda: moment[0])
    parameters.hold({}, seconds=parameters.KEPT_SECONDS)
    Parameter.objects.create(name="login_attempts", value=4)
    assert parameters.number("login_attempts") == 5
    moment[0] += parameters.KEPT_SECONDS
    assert parameters.number("login_attempts") == 4
