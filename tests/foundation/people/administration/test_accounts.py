"""Accounts: made, closed with everything they hold, opened again, unlocked; and what the pages of them cost."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from tests import cast
from tests.cast import PASSWORD
from tests.foundation.people.administration.asking import asked, bureau, signed_in
from tests.site.access_administration import open_session
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import SYSTEM
from yaodian.foundation.common.refusal import Refused
from yaodian.foundation.people import actions, idling, parameters
from yaodian.foundation.people.endings import end_all, register
from yaodian.foundation.people.guesses import is_locked
from yaodian.foundation.people.models import ApiToken, Delegation, User
from yaodian.foundation.people.roles import Role
from yaodian.foundation.people.tokens import make_token

pytestmark = pytest.mark.django_db
NEW = {"password1": "Maple-bridge-71", "password2": "Maple-bridge-71"}
OVERLAP = """
INSERT INTO people_membership (user_id, role, organisation_id, starts_on, ends_on, title, revision)
SELECT user_id, %s, organisation_id, %s, %s, '', 1 FROM people_membership WHERE role = 'system_admin'
"""


def person(login: str) -> User:
    return User.objects.get(username=login)


def page(name: str, login: str = "") -> str:
    return reverse(f"administration:{name}", args=[person(login).pk] if login else [])


def sign_in(client: Client, login: str, password: str = PASSWORD) -> int:
    return client.post("/accounts/login/", {"login": login, "password": password}).status_code


@pytest.mark.parametrize("role", ["security_admin", "audit_admin", "admin"])
@pytest.mark.parametrize(
    ("starts", "ends"), [(2020, None), (2030, 2031), (2019, 2020)], ids=["beside", "later within", "touching"]
)
def test_the_database_refuses_a_second_administrators_role_that_overlaps_in_time(
    role: str, starts: int, ends: int | None
) -> None:
    """Said in SQL by the program's own database role, past every action; the first role began in 2020."""
    first, last = date(starts, 1, 1), date(ends, 1, 1) if ends else None
    with pytest.raises(IntegrityError, match="one_administrator_role"), transaction.atomic():
        connection.cursor().execute(OVERLAP, [role, first, last])
    connection.cursor().execute(OVERLAP, [role, date(2018, 1, 1), date(2019, 12, 31)])


def test_an_account_is_made_and_its_link_is_shown_once_and_kept_nowhere(client: Client) -> None:
    system = signed_in("system_admin")
    told = {"username": "newcomer", "name": "林知夏", "email": "lin@yunling.example", "order": "7"}
    answer = system.post(page("account_new"), told)
    link = answer.context["link"]
    assert link.startswith("http://testserver/accounts/password/reset/key/")
    assert link in answer.content.decode()
    assert f'href="{page("account", "newcomer")}">已交给本人' in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    key = link.rsplit("/", 2)[1]
    assert not any(key in str(row.__dict__) for row in Entry.objects.all())
    assert key not in system.get(page("account", "newcomer")).content.decode()
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], NEW, follow=True)
    assert person("newcomer").check_password(NEW["password1"])
    assert list(
        Entry.objects.filter(object_label="林知夏").order_by("id").values_list("action", flat=True)[:2]
    ) == [
        "add_user",
        "make_password_link",
    ]


def test_bad_input_is_told_all_at_once() -> None:
    told = {"username": "CLERK", "name": "", "email": "Chief@yunling.example", "order": "x"}
    answer = signed_in("system_admin").post(page("account_new"), told)
    assert (answer.status_code, sorted(answer.context["form"].errors)) == (
        422,
        ["email", "name", "order", "username"],
    )
    assert answer.context["form"].errors["username"] == ["这个用户名已经有人使用，请换一个。"]
    assert "请填写“姓名”" in answer.content.decode()


def test_closing_an_account_ends_at_once_all_that_it_holds(client: Client) -> None:
    chief, clerk, system = cast.actor("chief"), cast.actor("clerk"), signed_in("system_admin")
    make_token(clerk.membership, "数据大屏", ["plans:read"], by=clerk)
    browser, link = (
        signed_in("clerk"),
        actions.make_password_link(clerk.user, by=SYSTEM, address="http://testserver"),
    )
    assert browser.get("/").status_code == 200
    answer = system.post(page("account_deactivate", "clerk"), {"reason": "调离"}, follow=True)
    assert "已停用，所有登录已退出" in answer.content.decode()
    assert browser.get("/").status_code == 302
    assert sign_in(client, "clerk") == 200
    assert [token.state for token in ApiToken.objects.filter(membership=clerk.membership)] == ["revoked"]
    answer = system.post(page("account_reactivate", "clerk"), {"reason": "调回"})
    assert client.get(link, follow=True).context["token_fail"] is True
    assert sign_in(client, "clerk") == 200
    form = client.get(answer.context["link"], follow=True)
    client.post(form.request["PATH_INFO"], NEW, follow=True)
    assert sign_in(client, "clerk", NEW["password1"]) == 302
    reasons = Entry.objects.filter(action__in=["deactivate_user", "reactivate_user"]).order_by("id")
    assert list(reasons.values_list("reason", flat=True)) == ["调离", "调回"]
    assert not Delegation.objects.filter(giver=chief.user).exists()


def test_what_an_app_registers_ends_with_the_account_and_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[tuple[str, str]] = []

    def end(user: User, *, by: Any, reason: str) -> None:
        ended.append((user.username, reason))

    monkeypatch.setattr("yaodian.foundation.people.endings._endings", [])
    register(end)
    register(end)
    end_all(person("clerk"), by=SYSTEM, reason="调离")
    actions.deactivate_user(person("chief"), by=SYSTEM, reason="退休")
    actions.deactivate_user(person("chief"), by=SYSTEM, reason="退休")
    assert ended == [("clerk", "调离"), ("chief", "退休")]


@pytest.mark.parametrize(
    ("login", "words"),
    [
        ("system_admin", "不能停用自己的账号"),
        ("audit_admin", "唯一能“查看审计”的人"),
        ("security_admin", "唯一能“授予角色”的人"),
    ],
)
def test_nobody_closes_their_own_account_or_the_last_one_for_a_duty(login: str, words: str) -> None:
    system = signed_in("system_admin")
    answer = system.post(page("account_deactivate", login), {"reason": "调离"})
    assert answer.status_code == 403
    assert words in answer.content.decode()
    with pytest.raises(Refused, match=words):
        actions.close_account(person(login), by=cast.actor("system_admin"), reason="调离")
    assert person(login).is_active


def test_an_administrator_with_a_successor_may_be_closed() -> None:
    actions.grant_role(person("leader"), Role.AUDIT_ADMIN, bureau(), by=SYSTEM)
    actions.close_account(person("audit_admin"), by=cast.actor("system_admin"), reason="调离")
    assert not person("audit_admin").is_active


def test_the_security_administrator_unlocks_who_mistyped_and_nobody_else_does(client: Client) -> None:
    for _try in range(5):
        sign_in(client, "clerk", "wrong-Password-1")
    assert is_locked(person("clerk"))
    assert sign_in(client, "clerk") == 200
    assert "登录已暂停" in signed_in("system_admin").get(page("account", "clerk")).content.decode()
    assert signed_in("system_admin").post(page("account_unlock", "clerk")).status_code == 403
    signed_in("security_admin").post(page("account_unlock", "clerk"))
    assert not is_locked(person("clerk"))
    assert sign_in(client, "clerk") == 302
    assert Entry.objects.get(action="unlock_user").actor_label == "尤安"


def test_the_list_filters_sorts_pages_and_exports() -> None:
    for number in range(60):
        actions.add_user(f"person{number:02}", f"阿依古丽·买买提江{number:02}", by=SYSTEM, order=100 + number)
    actions.deactivate_user(person("person05"), by=SYSTEM)
    system, url = signed_in("system_admin"), page("accounts")

    def names(query: str) -> list[str]:
        return [user.username for user in system.get(f"{url}{query}").context["page"].rows]

    assert names("?q=买买提江0&state=closed") == ["person05"]
    assert names("?role=audit_admin") == ["audit_admin"]
    assert names("?order=new")[0] == "person59"
    first = system.get(url).context
    second = system.get(f"{url}{first['next_url']}").context
    assert (len(first["page"].rows), len(second["page"].rows), first["count"]) == (50, 27, "77")
    assert second["previous_url"]
    sheet = load_workbook(io.BytesIO(system.get(f"{url}?export=xlsx&q=买买提江").content)).active
    assert (sheet.max_row, sheet["A2"].value, sheet["G7"].value) == (61, "阿依古丽·买买提江00", "已停用")


def test_online_people_are_seen_and_one_session_is_ended() -> None:
    system, browser = signed_in("system_admin"), signed_in("clerk")
    session = open_session(person("chief"))
    assert "郑立新" in system.get(page("sessions")).content.decode()
    url = reverse("administration:session_end", args=[session.pk])
    assert system.post(url, {"reason": ""}).status_code == 422
    system.post(url, {"reason": "公用电脑没有退出"}, follow=True)
    assert "郑立新" not in system.get(page("sessions")).content.decode()
    assert Entry.objects.get(action="end_session").reason == "公用电脑没有退出"
    assert browser.get("/").status_code == 200


def test_accounts_that_nobody_uses_are_closed_except_the_last_for_a_duty(settings: Any) -> None:
    day = timedelta(days=1)
    long_ago = clock.now() - 100 * day
    User.objects.update(date_joined=long_ago, last_login=None)
    User.objects.exclude(username__in=["farmer", "bank", "stranger", "audit_admin"]).update(
        last_login=clock.now()
    )
    actions.deactivate_user(person("stranger"), by=SYSTEM)
    actions.reactivate_user(person("stranger"), by=SYSTEM)
    parameters.hold({"idle_account_days": 101}, seconds=60)
    assert idling.close_idle_accounts() == 0
    parameters.hold({"idle_account_days": 0}, seconds=60)
    assert idling.close_idle_accounts() == 0
    parameters.hold({}, seconds=60)
    assert idling.close_idle_accounts() == 2
    assert set(User.objects.filter(is_active=False).values_list("username", flat=True)) == {"farmer", "bank"}
    entry = Entry.objects.filter(action="deactivate_user", object_id=str(person("farmer").pk)).get()
    assert (entry.actor_label, entry.reason) == ("系统", "90 天没有登录，自动停用。")


@pytest.mark.parametrize(
    ("login", "name", "most"),
    [
        ("system_admin", "accounts", 8),
        ("system_admin", "roles", 8),
        ("system_admin", "requests", 8),
        ("system_admin", "organisations", 8),
        ("system_admin", "sessions", 8),
        ("audit_admin", "audit", 8),
        ("security_admin", "sign_ins", 8),
        ("security_admin", "watch", 8),
    ],
)
def test_a_list_costs_as_many_queries_for_five_rows_as_for_fifty(login: str, name: str, most: int) -> None:
    open_session(person("chief"))
    few = queries(login, page(name))
    for number in range(45):
        user = actions.add_user(f"person{number}", f"周{number}", by=SYSTEM)
        actions.grant_role(user, Role.CLERK, bureau(), by=SYSTEM)
        actions.add_organisation(f"第{number}研究院", "institution", bureau().region, by=SYSTEM)
        asked(user.username)
        open_session(user)
    assert queries(login, page(name)) == few
    assert few <= most


@pytest.mark.parametrize("login", ["system_admin", "security_admin"])
def test_one_account_costs_twelve_queries_at_most(login: str) -> None:
    for role in (Role.CHIEF, Role.LEADER):
        asked("colleague", role)
    assert queries(login, page("account", "colleague")) <= 12


def queries(login: str, url: str) -> int:
    client = signed_in(login)
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    cache.clear()
    return len(captured)
