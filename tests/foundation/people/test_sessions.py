"""How long a session lasts, and what is left of it afterwards."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse

from tests import cast
from tests.cast import PASSWORD
from yaodian.foundation.common import clock
from yaodian.foundation.common.clock import SHANGHAI
from yaodian.foundation.people import actions

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=SHANGHAI)
IDLE = timedelta(minutes=settings.SESSION_IDLE_MINUTES)
ABSOLUTE = timedelta(hours=settings.SESSION_ABSOLUTE_HOURS)
MOMENT = timedelta(seconds=1)


def sign_in(client, login="clerk"):
    return client.post("/accounts/login/", {"login": login, "password": PASSWORD})


def at(moment, client, **headers):
    """Status of the home page at a moment: 200 for a person who is signed in, 302 to the sign-in page."""
    with clock.hold(moment):
        return client.get("/", headers=headers).status_code


@pytest.fixture
def signed_in(client):
    with clock.hold(NOON):
        sign_in(client)
    return client


def test_a_session_ends_when_nothing_was_done_for_the_idle_time(signed_in):
    assert at(NOON + IDLE, signed_in) == 200
    assert at(NOON + IDLE + IDLE + MOMENT, signed_in) == 302
    assert at(NOON + IDLE + IDLE + MOMENT, signed_in) == 302


def test_each_request_starts_the_idle_time_anew(signed_in):
    for step in range(1, 6):
        assert at(NOON + step * (IDLE - MOMENT), signed_in) == 200


def test_a_request_that_a_page_makes_by_itself_does_not_keep_a_session_alive(signed_in):
    for minute in range(1, settings.SESSION_IDLE_MINUTES + 1):
        assert at(NOON + timedelta(minutes=minute), signed_in, x_background="1") == 200
    assert at(NOON + IDLE + MOMENT, signed_in, x_background="1") == 302


def test_a_session_ends_after_the_absolute_time_however_busy_it_was(signed_in):
    moment = NOON
    while moment + timedelta(minutes=20) <= NOON + ABSOLUTE:
        moment += timedelta(minutes=20)
        assert at(moment, signed_in) == 200
    assert at(NOON + ABSOLUTE + MOMENT, signed_in) == 302


def test_signing_in_again_starts_both_times_anew(signed_in):
    late = NOON + ABSOLUTE - timedelta(minutes=5)
    with clock.hold(late):
        sign_in(signed_in)
    assert at(NOON + ABSOLUTE + MOMENT, signed_in) == 200


def test_a_session_that_is_over_leaves_no_row_behind(signed_in):
    key = signed_in.session.session_key
    assert at(NOON + IDLE + MOMENT, signed_in) == 302
    assert not Session.objects.filter(session_key=key).exists()


def test_closing_an_account_ends_its_sessions_at_once_and_for_good(client, django_user_model):
    sign_in(client)
    assert client.get("/").status_code == 200
    clerk, by = django_user_model.objects.get(username="clerk"), cast.actor("system_admin")
    actions.deactivate_user(clerk, by=by)
    assert client.get("/").status_code == 302
    actions.reactivate_user(clerk, by=by)
    assert client.get("/").status_code == 302
    sign_in(client)
    assert client.get("/").status_code == 302


def test_changing_the_password_ends_the_sessions_in_other_browsers_and_keeps_this_one(client):
    from django.test import Client

    other = Client()
    sign_in(client)
    sign_in(other)
    changed = {"oldpassword": PASSWORD, "password1": "Maple-bridge-71", "password2": "Maple-bridge-71"}
    client.post(reverse("account_change_password"), changed)
    assert client.get("/").status_code == 200
    assert other.get("/").status_code == 302


def test_what_a_signed_in_person_sees_is_not_stored_by_the_browser(client):
    assert "no-store" not in client.get("/healthz").headers.get("Cache-Control", "")
    sign_in(client)
    for path in ("/", "/plans/", "/search/", "/accounts/2fa/", "/nowhere/"):
        assert "no-store" in client.get(path)["Cache-Control"]


def test_signing_out_empties_the_browsers_cache_and_leaves_unsent_work(client):
    sign_in(client)
    assert "Clear-Site-Data" not in client.get("/").headers
    answer = client.post(reverse("account_logout"))
    assert answer["Clear-Site-Data"] == '"cache"'
    assert client.get("/").status_code == 302


def test_a_session_that_runs_out_leaves_unsent_work_in_the_browser(signed_in):
    with clock.hold(NOON + IDLE + MOMENT):
        answer = signed_in.get("/", headers={"x-background": "1"})
    assert (answer.status_code, answer["Clear-Site-Data"]) == (302, '"cache"')


def test_the_old_cookie_opens_nothing_after_signing_out(client):
    sign_in(client)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post(reverse("account_logout"))
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    assert client.get("/").status_code == 302
