"""The second factor: set up, asked for, never stored in clear, required where the site says so."""

import base64
import io
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from tests import cast
from tests.cast import PASSWORD
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.people.models import User

pytestmark = pytest.mark.django_db


def sign_in(client, login="clerk"):
    return client.post("/accounts/login/", {"login": login, "password": PASSWORD})


def prove(client):
    """Give the password again, as every change to the account asks for."""
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302


def code(seed):
    return totp.format_hotp_value(totp.hotp_value(seed, int(time.time()) // 30))


def set_up(client):
    """Sign in and bind an authenticator app; returns its seed."""
    sign_in(client)
    prove(client)
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    seed = client.session[totp.SECRET_SESSION_KEY]
    answer = client.post(reverse("mfa_activate_totp"), {"code": code(seed)})
    assert answer.status_code == 302
    cache.clear()
    return seed


def recovery_codes(login="clerk"):
    rows = Authenticator.objects.filter(user__username=login, type=Authenticator.Type.RECOVERY_CODES)
    return rows.get().wrap().generate_codes()


def signed_in(client):
    return "_auth_user_id" in client.session


def raw_rows():
    """Everything the database holds of second factors and sessions, as it lies there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM mfa_authenticator t")
        return "\n".join(row for (row,) in cursor.fetchall())


def test_neither_the_seed_nor_a_recovery_code_lies_in_the_database_in_clear(client):
    seed = set_up(client)
    rows = raw_rows()
    assert seed not in rows
    assert [one for one in recovery_codes() if one in rows] == []
    assert totp.SECRET_SESSION_KEY not in client.session
    stored = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]
    assert (stored.partition(":")[0], decrypt(stored)) == ("test", seed)


def test_the_search_would_find_a_seed_that_is_stored_as_allauth_stores_it_by_itself(client, settings):
    settings.MFA_ADAPTER = "allauth.mfa.adapter.DefaultMFAAdapter"
    assert set_up(client) in raw_rows()


def test_the_password_alone_no_longer_lets_in_and_the_code_does(client):
    seed = set_up(client)
    client.post(reverse("account_logout"))
    assert sign_in(client)["Location"] == reverse("mfa_authenticate")
    assert not signed_in(client)
    assert client.get("/").status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": code(seed)})
    assert signed_in(client)


def test_setting_up_asks_for_the_password_again(client):
    sign_in(client)
    assert client.get(reverse("mfa_activate_totp"))["Location"].startswith(reverse("account_reauthenticate"))


def test_a_code_is_good_once(client):
    seed = set_up(client)
    for expected in (True, False):
        client.post(reverse("account_logout"))
        sign_in(client)
        client.post(reverse("mfa_authenticate"), {"code": code(seed)})
        assert signed_in(client) is expected


def test_a_recovery_code_lets_in_once(client):
    set_up(client)
    one = recovery_codes()[0]
    for expected in (True, False):
        client.post(reverse("account_logout"))
        sign_in(client)
        client.post(reverse("mfa_authenticate"), {"code": one})
        assert signed_in(client) is expected


def test_after_five_wrong_codes_the_right_one_is_refused(client, settings):
    seed = set_up(client)
    client.post(reverse("account_logout"))
    sign_in(client)
    for _ in range(settings.LOGIN_ATTEMPTS):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    refused = client.post(reverse("mfa_authenticate"), {"code": code(seed)})
    assert refused.context["form"].errors["code"] == ["输错的次数太多，请过 30 分钟再试。"]
    assert not signed_in(client)


def test_a_password_link_does_not_lead_past_the_second_factor(client):
    from yaodian.foundation.people.links import password_link

    set_up(client)
    client.post(reverse("account_logout"))
    page = client.get(password_link(User.objects.get(username="clerk"), "http://testserver"), follow=True)
    new = {"password1": "Maple-bridge-71", "password2": "Maple-bridge-71"}
    client.post(page.request["PATH_INFO"], new)
    assert not signed_in(client)
    answer = client.post("/accounts/login/", {"login": "clerk", "password": "Maple-bridge-71"})
    assert answer["Location"] == reverse("mfa_authenticate")


def test_setting_up_using_and_removing_are_in_the_audit(client, monkeypatch):
    monkeypatch.setattr("django.db.transaction.on_commit", lambda callback: callback())
    seed = set_up(client)
    client.post(reverse("account_logout"))
    sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": code(seed)})
    prove(client)
    client.post(reverse("mfa_deactivate_totp"))
    done = Entry.objects.filter(action__contains="second_factor", actor_label="周文静").order_by("id")
    assert list(done.values_list("action", "result")) == [
        ("add_second_factor", "done"),
        ("add_second_factor", "done"),
        ("second_factor_failed", "refused"),
        ("use_second_factor", "done"),
        ("remove_second_factor", "done"),
        ("remove_second_factor", "done"),
    ]


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.mark.parametrize("path", ["/", "/plans/", "/search/"])
def test_where_it_is_required_staff_without_one_are_sent_to_set_it_up(client, required, path):
    sign_in(client)
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_index"))


def test_a_partial_update_moves_the_whole_page_to_the_set_up(client, required):
    sign_in(client)
    answer = client.get("/plans/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (200, reverse("mfa_index"))


def test_where_it_is_required_set_up_and_signing_out_stay_open(client, required):
    set_up(client)
    assert client.get("/").status_code == 200
    client.post(reverse("account_logout"))
    sign_in(client, "chief")
    prove(client)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert client.post(reverse("account_logout")).status_code == 302
    assert not signed_in(client)


@pytest.mark.parametrize("login", ["company", "farmer", "expert"])
def test_people_from_outside_may_go_without(client, required, login):
    sign_in(client, login)
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("login", ["county", "auditor", "system_admin", "leader"])
def test_every_kind_of_staff_is_held_to_it(client, required, login):
    sign_in(client, login)
    assert client.get("/")["Location"] == reverse("mfa_index")


def test_where_it_is_not_required_nobody_is_sent_anywhere(client):
    client.force_login(cast.actor("clerk").user)
    assert client.get("/").status_code == 200


def test_seeds_are_sealed_again_under_the_newest_key_and_still_let_in(client, settings):
    seed = set_up(client)
    settings.FIELD_KEYS = f"next:{base64.b64encode(bytes(32)).decode()},{settings.FIELD_KEYS}"
    for told in ("重新加密 2 项", "重新加密 0 项"):
        out = io.StringIO()
        call_command("reseal", stdout=out)
        assert told in out.getvalue()
    settings.FIELD_KEYS = settings.FIELD_KEYS.partition(",")[0]
    client.post(reverse("account_logout"))
    sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code(seed)})
    assert signed_in(client)
