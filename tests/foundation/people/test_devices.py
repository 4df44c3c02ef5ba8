"""登录设备: what a person is told of the places where they are signed in, and ending them."""

from datetime import datetime

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common import clock
from yaodian.foundation.common.clock import SHANGHAI
from yaodian.foundation.people import devices
from yaodian.foundation.people.templatetags.people import moment

pytestmark = pytest.mark.django_db
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0"
PHONE = "Mozilla/5.0 (Linux; Android 12; HarmonyOS; NOH-AN00) AppleWebKit/537.36 Chrome/99.0 Mobile MicroMessenger/8.0"
LIST = "/accounts/sessions/"


def signed_in(agent=WINDOWS, login="clerk", address="10.0.0.7"):
    client = Client(headers={"user-agent": agent}, REMOTE_ADDR=address)
    assert client.post("/accounts/login/", {"login": login, "password": PASSWORD}).status_code == 302
    return client


def is_in(client):
    return client.get("/").status_code == 200


def shown(client):
    return client.get(LIST).context["devices"]


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (WINDOWS + " Safari/537.36", "Chrome · Windows"),
        (WINDOWS + " Safari/537.36 Edg/126.0.0.0", "Edge · Windows"),
        (WINDOWS + " Safari/537.36 QIHU 360SE", "360 浏览器 · Windows"),
        (PHONE, "微信 · 鸿蒙"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1",
            "Safari · iPhone",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:127.0) Gecko/20100101 Firefox/127.0",
            "Firefox · macOS",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; Kylin V10) Chrome/114.0 Safari/537.36", "Chrome · 麒麟"),
        ("Mozilla/5.0 (X11; Linux aarch64) UOS Chrome/114.0 Safari/537.36", "Chrome · 统信 UOS"),
        ("Mozilla/5.0 (X11; Linux x86_64) QQBrowser/12 Chrome/114.0", "QQ 浏览器 · Linux"),
        ("Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko", "IE · Windows"),
        ("curl/8.4.0", "不认识的浏览器"),
        ("", "不认识的浏览器"),
    ],
)
def test_a_browser_is_named_as_people_call_it(agent, words):
    assert devices.words_for(agent) == words


def test_the_list_says_where_since_when_and_which_one_this_is():
    here, there = signed_in(), signed_in(PHONE, address="10.0.0.9")
    rows = [(one.name, one.address, one.current) for one in shown(here)]
    assert rows == [("Chrome · Windows", "10.0.0.7", True), ("微信 · 鸿蒙", "10.0.0.9", False)]
    assert [one.current for one in shown(there)] == [True, False]
    assert shown(signed_in(login="chief")) != shown(here)


def test_its_times_are_those_of_the_programs_clock_so_that_a_demo_does_not_contradict_its_date():
    since, later = (
        datetime(2026, 4, 15, 9, 30, tzinfo=SHANGHAI),
        datetime(2026, 4, 15, 9, 50, tzinfo=SHANGHAI),
    )
    with clock.hold(since):
        client = signed_in()
        signed_in(PHONE)
    with clock.hold(later):
        first, second = shown(client)
        page = client.get(LIST).content.decode()
        assert moment(clock.now()).startswith("20")
    assert (first.since, second.seen) == (since, since)
    assert page.count("2026-04-15 09:30") == 3


def test_a_time_that_allauth_noted_is_told_on_the_day_of_the_programs_clock():
    real = clock.now()
    with clock.hold(real.replace(year=2031, month=4, day=15, hour=12)):
        assert moment(real) == f"2031-04-15 {real:%H:%M}"
    assert moment(real) == f"{real:%Y-%m-%d %H:%M}"


def test_one_other_is_ended_and_the_rest_stay():
    here, phone, third = signed_in(), signed_in(PHONE), signed_in()
    [row] = [one for one in shown(here) if one.name == "微信 · 鸿蒙"]
    here.post(reverse("usersessions_end", args=[row.key]))
    assert [is_in(here), is_in(phone), is_in(third)] == [True, False, True]
    [entry] = Entry.objects.filter(action="end_device")
    assert (entry.actor_label, entry.after) == ("周文静", {"device": "微信 · 鸿蒙", "address": "10.0.0.7"})


def test_all_others_are_ended_and_this_one_stays():
    here, phone, third = signed_in(), signed_in(PHONE), signed_in()
    assert here.post(LIST)["Location"] == LIST
    assert [is_in(here), is_in(phone), is_in(third)] == [True, False, False]
    assert Entry.objects.filter(action="end_device").count() == 2
    assert [one.current for one in shown(here)] == [True]


def test_ending_this_one_is_the_way_out():
    here, phone = signed_in(), signed_in(PHONE)
    [row] = [one for one in shown(here) if one.current]
    assert here.post(reverse("usersessions_end", args=[row.key]))["Location"] == reverse("account_login")
    assert [is_in(here), is_in(phone)] == [False, True]


def test_somebody_elses_device_is_not_there():
    chief, clerk = signed_in(login="chief"), signed_in()
    row = UserSession.objects.get(user__username="chief")
    assert clerk.post(reverse("usersessions_end", args=[row.pk])).status_code == 404
    assert is_in(chief)
