"""T08: a code is good for its own half minute and once, cannot be tried out, and no way leads past it."""

from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings as site
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD
from yaodian.foundation.people.links import password_link
from yaodian.foundation.people.models import User

pytestmark = pytest.mark.django_db
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
MOMENT = 1_800_000_015
STEP = MOMENT // 30


@pytest.fixture(autouse=True)
def _in_the_middle_of_a_step(monkeypatch):
    monkeypatch.setattr(totp, "time", SimpleNamespace(time=lambda: MOMENT))


@pytest.fixture
def clerk():
    user = User.objects.get(username="clerk")
    totp.TOTP.activate(user, SEED)
    return user


@pytest.fixture
def evaluated(monkeypatch):
    """Each code that was compared with the right one."""
    seen = []
    usual = totp.validate_totp_code
    monkeypatch.setattr(totp, "validate_totp_code", lambda *told: (seen.append(told[1]), usual(*told))[1])
    return seen


def code(step=STEP):
    return totp.format_hotp_value(totp.hotp_value(SEED, step))


def halfway(address="10.0.0.1"):
    """A browser in which the password was right."""
    client = Client(REMOTE_ADDR=address)
    answer = client.post("/accounts/login/", {"login": "clerk", "password": PASSWORD})
    assert answer["Location"] == reverse("mfa_authenticate")
    return client


def try_code(client, told):
    client.post(reverse("mfa_authenticate"), {"code": told})
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("off", [-2, -1, 1, 2])
def test_a_code_of_another_half_minute_does_not_let_in(clerk, off):
    client = halfway()
    assert not try_code(client, code(STEP + off))
    assert try_code(client, code())


def test_a_code_that_was_used_is_not_taken_again_even_in_another_browser(clerk):
    first, second = halfway(), halfway("10.9.9.9")
    assert try_code(first, code())
    assert not try_code(second, code())


def test_however_many_codes_are_tried_in_however_many_browsers_five_are_looked_at(clerk, evaluated):
    for number in range(20):
        client = halfway(f"10.0.{number}.1")
        for guess in range(15):
            assert not try_code(client, f"{20 * number + guess:06}")
    assert len(evaluated) == site.LOGIN_ATTEMPTS <= 10
    assert not try_code(halfway(), code())


def test_the_harness_sees_codes_that_nobody_counts(clerk, evaluated, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed": None}
    client = halfway()
    for guess in range(30):
        try_code(client, f"{guess:06}")
    assert len(evaluated) == 30


def test_recovery_codes_are_counted_with_the_others(clerk):
    codes = RecoveryCodes.activate(clerk).generate_codes()
    client = halfway()
    for guess in range(site.LOGIN_ATTEMPTS):
        assert not try_code(client, f"{guess:08}")
    assert not try_code(client, codes[0])


def test_a_new_password_by_link_leads_to_the_second_step_and_not_past_it(clerk):
    client = Client()
    page = client.get(password_link(clerk, "http://testserver"), follow=True)
    client.post(page.request["PATH_INFO"], {"password1": "Maple-bridge-71", "password2": "Maple-bridge-71"})
    assert "_auth_user_id" not in client.session
    answer = client.post("/accounts/login/", {"login": "clerk", "password": "Maple-bridge-71"})
    assert answer["Location"] == reverse("mfa_authenticate")
    assert client.get("/").status_code == 302


def test_the_session_key_changes_at_each_step_inwards(clerk):
    client = Client()
    client.get("/accounts/login/")
    planted = client.session
    planted["seen"] = True
    planted.save()
    client.cookies[site.SESSION_COOKIE_NAME] = planted.session_key
    client.post("/accounts/login/", {"login": "clerk", "password": PASSWORD})
    halfway_key = client.cookies[site.SESSION_COOKIE_NAME].value
    assert try_code(client, code())
    inside = client.cookies[site.SESSION_COOKIE_NAME].value
    assert inside not in (planted.session_key, halfway_key)
    for old in (planted.session_key, halfway_key):
        stranger = Client()
        stranger.cookies[site.SESSION_COOKIE_NAME] = old
        assert stranger.get("/").status_code == 302


def every_row():
    """The whole database as a dump would show it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        rows = []
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows += [row for (row,) in cursor.fetchall()]
    return "\n".join(rows)


def test_a_dump_holds_neither_a_recovery_code_nor_what_they_are_made_from(clerk, settings):
    codes = RecoveryCodes.activate(clerk).generate_codes()
    dump = every_row()
    assert [one for one in [*codes, SEED] if one in dump] == []
    Authenticator.objects.all().delete()
    settings.MFA_ADAPTER = "allauth.mfa.adapter.DefaultMFAAdapter"
    totp.TOTP.activate(clerk, SEED)
    seed = RecoveryCodes.activate(clerk).instance.data["seed"]
    assert all(one in every_row() for one in (SEED, seed))
