"""Nobody becomes somebody else: links, e-mail, closed accounts and second factors of other people."""

from __future__ import annotations

import io
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from tests import cast
from tests.cast import PASSWORD
from tests.foundation.people.administration.asking import asked, bureau, signed_in
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common.actor import SYSTEM, Actor
from yaodian.foundation.common.refusal import Problems, Refused
from yaodian.foundation.notices.models import Message
from yaodian.foundation.people import access, actions
from yaodian.foundation.people.models import Membership, User
from yaodian.foundation.people.roles import Role

pytestmark = pytest.mark.django_db
ADMINISTRATORS = ["security_admin", "audit_admin", "system_admin"]
NEW = "Maple-bridge-71"


def person(login: str) -> User:
    return User.objects.get(username=login)


def page(name: str, login: str) -> str:
    return reverse(f"administration:{name}", args=[person(login).pk])


def ways_in(login: str) -> list[Any]:
    """What an account keeper could do to sign in as this person."""
    by, user = cast.actor("system_admin"), person(login)
    return [
        lambda: actions.make_password_link(user, by=by),
        lambda: actions.change_user(user, by=by, email="mine@yunling.example"),
        lambda: actions.reactivate_user(user, by=by, reason="调回"),
    ]


def refused(login: str) -> list[bool]:
    found = []
    for act in ways_in(login):
        try:
            act()
        except Refused:
            found.append(True)
        else:
            found.append(False)
    return found


@pytest.mark.parametrize("login", ADMINISTRATORS)
def test_no_administrator_opens_a_way_in_to_another(login: str) -> None:
    entries = Entry.objects.count()
    assert refused(login) == [True, True, True]
    assert (Entry.objects.count(), person(login).email) == (entries, f"{login}@yunling.example")


def test_the_same_acts_are_open_for_everybody_else() -> None:
    """Negative control of the refusals: a leader is no administrator."""
    assert refused("leader") == [False, False, False]


@pytest.mark.parametrize("login", ADMINISTRATORS)
def test_without_the_rule_a_link_for_an_administrator_would_be_made(
    login: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "is_administrator", lambda user: False)
    assert refused(login) == [False, False, False]


def test_a_role_that_is_asked_for_or_begins_later_counts_and_one_that_has_ended_does_not() -> None:
    assert not access.is_administrator(person("colleague"))
    request = asked("colleague", Role.AUDIT_ADMIN, division=None)
    assert access.is_administrator(person("colleague"))
    by = cast.actor("security_admin")
    actions.requests.refuse(request, by=by, revision=request.revision, opinion="另有安排")
    assert not access.is_administrator(person("colleague"))
    since = cast.SINCE.replace(year=2099)
    actions.grant_role(person("colleague"), Role.AUDIT_ADMIN, bureau(), by=SYSTEM, starts_on=since)
    assert access.is_administrator(person("colleague"))
    ended = Membership.objects.get(user=person("audit_admin"))
    actions.end_role(ended, by=SYSTEM, on=cast.SINCE)
    assert not access.is_administrator(person("audit_admin"))


def test_asking_for_a_leaders_role_makes_nobody_an_administrator() -> None:
    asked("colleague", Role.LEADER, division=None)
    assert refused("colleague") == [False, False, False]


@pytest.mark.parametrize("key", ["security_admin", "audit_admin", "leader"])
def test_only_the_keepers_of_accounts_touch_anybody(key: str) -> None:
    user, by = person("clerk"), cast.actor(key)
    for act in (
        lambda: actions.make_password_link(user, by=by),
        lambda: actions.change_user(user, by=by, name="周静"),
        lambda: actions.reactivate_user(user, by=by),
    ):
        with pytest.raises(Refused, match="账号由系统管理员"):
            act()


def test_the_pages_say_how_it_is_done_instead() -> None:
    system = signed_in("system_admin")
    told = system.get(page("account", "security_admin")).content.decode()
    assert ("./run manage password_link security_admin" in told, "发出设置密码的链接<" in told) == (
        True,
        False,
    )
    answer = system.post(page("account_link", "security_admin"))
    assert (answer.status_code, "./run manage password_link" in answer.content.decode()) == (403, True)
    assert "发出设置密码的链接<" in system.get(page("account", "leader")).content.decode()
    actions.deactivate_user(person("security_admin"), by=SYSTEM)
    told = system.get(page("account", "security_admin")).content.decode()
    assert ("--reactivate" in told, page("account_reactivate", "security_admin") in told) == (True, False)
    answer = system.post(page("account_reactivate", "security_admin"), {"reason": "调回"})
    assert (answer.status_code, person("security_admin").is_active) == (403, False)


def test_an_administrators_e_mail_is_not_on_the_form_and_their_name_is() -> None:
    system, form = signed_in("system_admin"), {"name": "尤安安", "email": "x@yunling.example", "order": "1"}
    assert "电子邮箱" not in system.get(page("account_change", "security_admin")).content.decode()
    assert system.post(page("account_change", "security_admin"), form).status_code == 302
    user = person("security_admin")
    assert (user.name, user.email) == ("尤安安", "security_admin@yunling.example")
    assert system.post(page("account_change", "clerk"), form).status_code == 302
    assert person("clerk").email == "x@yunling.example"


def test_the_general_administrator_of_a_small_office_is_held_to_the_same(settings: Any) -> None:
    settings.SECURITY_PROFILE = "small"
    user = actions.add_user("admin", "孔综合", by=SYSTEM)
    by = Actor(user, actions.grant_role(user, Role.ADMIN, bureau(), by=SYSTEM))
    with pytest.raises(Refused, match="password_link audit_admin"):
        actions.make_password_link(person("audit_admin"), by=by)
    assert actions.make_password_link(person("clerk"), by=by)


def told(login: str) -> list[str]:
    return list(Message.objects.filter(user=person(login)).order_by("id").values_list("words", flat=True))


def test_a_link_ends_the_sessions_and_is_told_to_the_person_and_who_watches() -> None:
    browser = Client()
    browser.post("/accounts/login/", {"login": "leader", "password": PASSWORD})
    assert browser.get("/").status_code == 200
    signed_in("system_admin").post(page("account_link", "leader"))
    assert browser.get("/").status_code == 302
    words = "系统管理员秦系为王海峰（leader）发出了设置密码的链接。不是本人要求的，请立即告诉安全管理员。"
    for login in ("leader", "security_admin", "audit_admin"):
        assert told(login) == [words]
    assert (told("system_admin"), told("clerk")) == ([], [])
    assert Entry.objects.about(person("leader")).get(action="make_password_link").actor_label == "秦系"


def test_what_cannot_be_told_is_not_done(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("no messages")

    monkeypatch.setattr("yaodian.foundation.people.watching.tell", broken)
    with pytest.raises(RuntimeError):
        actions.change_user(person("clerk"), by=cast.actor("system_admin"), email="x@yunling.example")
    assert person("clerk").email == "clerk@yunling.example"


def test_another_e_mail_is_told_to_the_person_and_another_name_is_not() -> None:
    actions.change_user(person("clerk"), by=cast.actor("system_admin"), name="周静")
    assert told("clerk") == []
    actions.change_user(person("clerk"), by=cast.actor("system_admin"), email="x@yunling.example")
    words = "系统管理员秦系为周静（clerk）更换了电子邮箱。不是本人要求的，请立即告诉安全管理员。"
    assert [told(login) for login in ("clerk", "security_admin")] == [[words], [words]]


def bind(login: str) -> None:
    Authenticator.objects.create(user=person(login), type=Authenticator.Type.TOTP, data={"secret": "x"})


def through_link(client: Client, login: str) -> Any:
    """Set a password with an administrator's link and sign in with it."""
    link = signed_in("system_admin").post(page("account_link", login)).context["link"]
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    return client.post("/accounts/login/", {"login": login, "password": NEW})


def test_t08_an_administrators_link_does_not_lead_past_the_second_factor(client: Client) -> None:
    bind("leader")
    assert through_link(client, "leader")["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert Authenticator.objects.filter(user=person("leader")).count() == 1


def test_t08_who_has_no_second_factor_sets_one_up_before_anything_else(client: Client, settings: Any) -> None:
    through_link(client, "leader")
    assert client.get("/").status_code == 200
    settings.SECOND_FACTOR_REQUIRED = True
    for path in ("/", "/plans/", "/mine/details/"):
        assert client.get(path)["Location"] == reverse("mfa_index")


def run(command: str, *args: str) -> str:
    out = io.StringIO()
    call_command(command, *args, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_the_server_gives_an_administrator_a_link_and_the_others_are_told() -> None:
    assert "/accounts/password/reset/key/" in run("password_link", "security_admin")
    words = "运维人员在服务器上为尤安（security_admin）发出了设置密码的链接。不是本人要求的，请立即告诉安全管理员。"
    assert [told(login) for login in ("security_admin", "audit_admin")] == [[words], [words]]
    assert (
        Entry.objects.about(person("security_admin")).get(action="make_password_link").actor_label == "系统"
    )


def test_the_server_opens_an_administrators_account_again_for_a_reason() -> None:
    actions.deactivate_user(person("security_admin"), by=SYSTEM)
    with pytest.raises(CommandError, match="没有在用的账号"):
        run("password_link", "security_admin")
    assert "/accounts/password/reset/key/" in run("password_link", "security_admin", "--reactivate", "调回")
    assert person("security_admin").is_active
    assert Entry.objects.get(action="reactivate_user").reason == "调回"


@pytest.mark.parametrize("login", ["clerk", "security_admin"])
def test_the_server_takes_a_lost_second_factor_away(login: str) -> None:
    browser = Client()
    browser.post("/accounts/login/", {"login": login, "password": PASSWORD})
    bind(login)
    bind("chief")
    assert "两步验证已重置" in run("reset_second_factor", login, "--reason", "手机丢失，本人到场核实")
    assert browser.get("/").status_code == 302
    assert list(Authenticator.objects.values_list("user__username", flat=True)) == ["chief"]
    entry = Entry.objects.about(person(login)).get(action="reset_second_factor")
    assert (entry.actor_label, entry.reason) == ("系统", "手机丢失，本人到场核实")
    assert entry.before == {"kinds": ["totp"]}
    assert "重置了两步验证" in told(login)[0]
    assert "重置了两步验证" in told("audit_admin")[0]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("clerk", "--reason", " "), "请写明原因"),
        (("chief", "--reason", "手机丢失"), "没有登记两步验证"),
        (("nobody", "--reason", "手机丢失"), "没有账号"),
    ],
)
def test_the_server_says_why_it_takes_nothing_away(args: tuple[str, ...], words: str) -> None:
    bind("clerk")
    with pytest.raises(CommandError, match=words):
        run("reset_second_factor", *args)
    assert (Authenticator.objects.count(), Entry.objects.filter(action="reset_second_factor").count()) == (
        1,
        0,
    )


@pytest.mark.parametrize("key", ["system_admin", "security_admin", "audit_admin", "clerk"])
def test_nobody_takes_a_second_factor_away_from_the_pages(key: str) -> None:
    bind("clerk")
    with pytest.raises(Refused, match="manage reset_second_factor clerk"):
        actions.reset_second_factor(person("clerk"), by=cast.actor(key), reason="手机丢失")
    with pytest.raises(Problems):
        actions.reset_second_factor(person("clerk"), by=SYSTEM, reason="")
    assert Authenticator.objects.count() == 1
