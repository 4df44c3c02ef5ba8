"""Who comes in by which name, who does not, and what the page says."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from tests import cast
from tests.cast import PASSWORD
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common import clock
from yaodian.foundation.people import actions, signing
from yaodian.foundation.people.models import User

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def sign_in(client, login, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": login, "password": password}, **more)


def signed_in(client):
    return client.session.get("_auth_user_id")


def words(response):
    """The error sentences of the sign-in form."""
    return [str(error) for error in response.context["form"].non_field_errors()]


@pytest.mark.parametrize(
    "login", ["clerk", "CLERK", " clerk ", "clerk@yunling.example", "Clerk@Yunling.example"]
)
def test_a_user_name_or_an_address_opens_the_door(client, login):
    response = sign_in(client, login)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert signed_in(client) == str(User.objects.get(username="clerk").pk)


def test_the_next_page_is_opened_after_signing_in_and_a_strange_one_is_not(client):
    assert sign_in(client, "clerk", QUERY_STRING="next=/plans/")["Location"] == "/plans/"
    client.logout()
    assert sign_in(client, "chief", QUERY_STRING="next=https://evil.example/")["Location"] == "/"


@pytest.mark.parametrize("login", ["clerk", "clerk@yunling.example", "nobody", "nobody@yunling.example"])
def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client, login):
    response = sign_in(client, login, "wrong-Password-1")
    assert response.status_code == 200
    assert words(response) == [signing.MISMATCH]
    assert signed_in(client) is None


@pytest.mark.parametrize("login", ["clerk", "clerk@yunling.example", "nobody", "nobody@yunling.example"])
def test_every_try_costs_one_password_hash_whoever_is_asked_for(client, login, monkeypatch):
    from django.contrib.auth.hashers import Argon2PasswordHasher

    asked = []
    for name in ("encode", "verify"):
        usual = getattr(Argon2PasswordHasher, name)
        monkeypatch.setattr(
            Argon2PasswordHasher, name, lambda *a, usual=usual, name=name: (asked.append(name), usual(*a))[1]
        )
    sign_in(client, login, "wrong-Password-1")
    assert len(asked) == 1


def test_the_session_key_changes_at_sign_in(client):
    session = client.session
    session["seen_before"] = True
    session.save()
    before = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = before
    sign_in(client, "clerk")
    assert client.session.session_key != before


def test_after_five_wrong_tries_the_right_password_is_refused_and_the_page_says_until_when(client):
    for _ in range(settings.LOGIN_ATTEMPTS):
        assert words(sign_in(client, "clerk", "wrong-Password-1")) == [signing.MISMATCH]
    held = words(sign_in(client, "clerk"))
    minutes = {clock.now() + timedelta(minutes=settings.LOGIN_LOCK_MINUTES + more) for more in (0, 1)}
    assert held in [
        [f"输错的次数太多，请在 {moment:%H:%M} 以后再试。忘记密码可以点“忘记密码”重新设置。"]
        for moment in minutes
    ]
    assert signed_in(client) is None


def test_an_unknown_name_is_held_with_the_same_words(client):
    for login in ("clerk", "nobody"):
        for _ in range(settings.LOGIN_ATTEMPTS):
            sign_in(client, login, "wrong-Password-1")
    known, unknown = words(sign_in(client, "clerk")), words(sign_in(client, "nobody"))
    assert known[0][:9] == unknown[0][:9] == "输错的次数太多，请"


@pytest.mark.parametrize("login", ["CLERK", "ｃｌｅｒｋ", " clerk"])
def test_another_spelling_or_another_host_is_counted_as_the_same_name(client, login):
    for n in range(settings.LOGIN_ATTEMPTS):
        sign_in(client, "clerk", "wrong-Password-1", headers={"host": f"testserver:{8000 + n}"})
    assert signing.MISMATCH not in words(sign_in(client, login, headers={"host": "testserver:9999"}))
    assert signed_in(client) is None


def test_a_held_name_does_not_use_up_the_tries_of_its_address(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed_address": "8/10m/ip"}
    for _ in range(20):
        sign_in(client, "clerk", "wrong-Password-1")
    assert sign_in(client, "chief").status_code == 302


def test_one_address_cannot_try_many_names_without_end(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed_address": "8/10m/ip"}
    for n in range(8):
        assert words(sign_in(client, f"name{n}", "wrong-Password-1")) == [signing.MISMATCH]
    assert words(sign_in(client, "chief"))[0].startswith("输错的次数太多，请在 ")


def test_a_name_is_free_again_when_its_time_is_over(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed": "1/1s/key"}
    sign_in(client, "clerk", "wrong-Password-1")
    key = next(key for key in _cache_keys() if "login_failed" in key and not key.endswith("lock"))
    cache.set(key, [stamp - 5 for stamp in cache.get(key)], 60)
    assert sign_in(client, "clerk").status_code == 302


def _cache_keys():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache_entry")
        return [key.removeprefix(":1:") for (key,) in cursor.fetchall()]


def test_signing_up_is_closed_and_the_page_says_whom_to_ask(client):
    response = client.get(reverse("account_signup"))
    assert response.status_code == 200
    assert "系统管理员" in response.content.decode()
    taken = {"username": "newcomer", "password1": "Yun-ling-88-x", "password2": "Yun-ling-88-x"}
    client.post(reverse("account_signup"), taken)
    assert not User.objects.filter(username="newcomer").exists()


def test_a_person_who_left_cannot_sign_in_and_learns_nothing_of_the_account(client):
    actions.deactivate_user(User.objects.get(username="clerk"), by=cast.actor("system_admin"))
    assert words(sign_in(client, "clerk")) == [signing.MISMATCH]
    assert signed_in(client) is None


def test_a_password_is_reset_by_mail_once_and_the_wait_is_forgiven(client):
    for _ in range(settings.LOGIN_ATTEMPTS):
        sign_in(client, "clerk", "wrong-Password-1")
    client.post(reverse("account_reset_password"), {"email": "clerk@yunling.example"})
    [letter] = mail.outbox
    assert letter.to == ["clerk@yunling.example"]
    assert letter.subject.startswith("【要点】")
    link = next(word for word in letter.body.split() if "/password/reset/key/" in word)
    page = client.get(link, follow=True)
    form = page.request["PATH_INFO"]
    new = {"password1": "Maple-bridge-71", "password2": "Maple-bridge-71"}
    assert client.post(form, new).status_code == 302
    assert signed_in(client) is None
    assert sign_in(client, "clerk", "Maple-bridge-71").status_code == 302
    client.logout()
    assert "token_fail" in (client.get(link, follow=True).context or {})


def test_the_reset_page_answers_the_same_for_an_address_nobody_has(client):
    known = client.post(reverse("account_reset_password"), {"email": "clerk@yunling.example"})
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@yunling.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [letter.to for letter in mail.outbox] == [["clerk@yunling.example"]]


def entries(action):
    return list(Entry.objects.filter(action=action).values_list("actor_label", "result", "after"))


def test_each_event_of_signing_in_is_in_the_audit_and_no_password_is(client):
    sign_in(client, "clerk", "wrong-Password-1")
    sign_in(client, "clerk")
    client.post(reverse("account_logout"))
    assert entries("sign_in_failed") == [("未登录", "refused", {"login": "clerk"})]
    assert entries("sign_in") == [("周文静", "done", {})]
    assert entries("sign_out") == [("周文静", "done", {})]
    told = "".join(str(row) for row in Entry.objects.values_list("after", "before", "path", "object_label"))
    assert "wrong-Password-1" not in told
    assert PASSWORD not in told


def test_a_refused_try_on_a_held_name_is_in_the_audit(client):
    for _ in range(settings.LOGIN_ATTEMPTS + 1):
        sign_in(client, "clerk", "wrong-Password-1")
    assert entries("sign_in_held") == [("未登录", "refused", {"login": "clerk"})]
    assert len(entries("sign_in_failed")) == settings.LOGIN_ATTEMPTS


def test_changing_the_password_is_in_the_audit(client):
    sign_in(client, "clerk")
    changed = {"oldpassword": PASSWORD, "password1": "Maple-bridge-71", "password2": "Maple-bridge-71"}
    assert client.post(reverse("account_change_password"), changed).status_code == 302
    assert entries("change_password") == [("周文静", "done", {})]
