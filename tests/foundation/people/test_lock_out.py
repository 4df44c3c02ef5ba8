"""T07: an attacker who fails ten thousand times on a hundred names keeps nobody out, and is looked at fifty times."""

from contextlib import suppress

import pytest
from django.conf import settings as site
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory

from tests.cast import CAST, PASSWORD
from yaodian.foundation.people import known_devices, signing
from yaodian.foundation.people.models import User

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
ATTACKER, BUREAU = "203.0.113.9", "10.0.0.1"
NAMES = [*CAST, *(f"person{number}" for number in range(100 - len(CAST)))]
TRIES = 10_000
LIMIT = 50


@pytest.fixture
def evaluated(monkeypatch):
    """How many passwords were hashed: that is what a try costs, and what a guess is."""
    done = []
    for name in ("encode", "verify"):
        usual = getattr(Argon2PasswordHasher, name)
        monkeypatch.setattr(
            Argon2PasswordHasher, name, lambda *a, usual=usual: (done.append(1), usual(*a))[1]
        )
    return done


def enter(client, login, password=PASSWORD, address=BUREAU):
    return client.post(LOGIN, {"login": login, "password": password}, REMOTE_ADDR=address).status_code == 302


def device_of(login):
    """A browser in which the person has signed in and out again."""
    client = Client()
    assert enter(client, login)
    client.post("/accounts/logout/")
    return client


def fail(times, address=ATTACKER, names=NAMES):
    client = Client()
    for number in range(times):
        assert not enter(client, names[number % len(names)], "wrong-Password-1", address)


def guess(times):
    """The same failures asked of the adapter that the sign-in page asks: ten thousand pages take minutes."""
    request = RequestFactory().post(LOGIN, REMOTE_ADDR=ATTACKER)
    for number in range(times):
        with suppress(ValidationError):
            tried = {"username": NAMES[number % len(NAMES)], "password": "wrong-Password-1"}
            assert signing.AccountAdapter(request).authenticate(request, **tried) is None


def test_ten_thousand_failures_are_looked_at_fifty_times_and_known_devices_still_let_in(evaluated, settings):
    """In one window, however slow the machine is: a slow one needs more than ten minutes for so many."""
    window = {"login_failed_address": f"{site.LOGIN_ATTEMPTS_PER_ADDRESS}/10h/ip"}
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | window
    victims = {login: device_of(login) for login in ("clerk", "chief", "leader", "county")}
    evaluated.clear()
    guess(TRIES)
    assert len(evaluated) == LIMIT
    for login, device in victims.items():
        assert enter(device, login)
        assert enter(device_of_another_kind(device), login)


def device_of_another_kind(device):
    """The same browser from another address: the device is known by its cookie, not by where it is."""
    other = Client(REMOTE_ADDR="10.9.9.9")
    other.cookies[known_devices.cookie_name()] = device.cookies[known_devices.cookie_name()].value
    return other


def test_an_attacker_who_is_stopped_holds_no_further_name(evaluated):
    fail(LIMIT, names=NAMES[-LIMIT:])
    fail(100, names=["clerk", "chief"])
    assert len(evaluated) == LIMIT
    assert enter(Client(), "clerk")
    assert enter(Client(), "chief")


def test_without_a_known_device_a_held_name_waits_whoever_asks(evaluated):
    """The control: it is the device that lets the victims in."""
    victim = device_of("clerk")
    fail(site.LOGIN_ATTEMPTS, names=["clerk"])
    assert not enter(Client(), "clerk")
    del victim.cookies[known_devices.cookie_name()]
    assert not enter(victim, "clerk")


def test_the_harness_sees_an_attacker_whom_nobody_stops(evaluated, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {
        "login_failed": None,
        "login_failed_address": None,
    }
    fail(LIMIT + 10)
    assert len(evaluated) == LIMIT + 10


def test_behind_one_address_a_bureau_goes_on_where_its_devices_are_known():
    known, fresh = device_of("clerk"), Client()
    fail(LIMIT, address=BUREAU)
    assert enter(known, "clerk")
    assert not enter(fresh, "chief")


def test_a_known_device_has_five_tries_of_its_own(evaluated):
    thief = device_of("clerk")
    evaluated.clear()
    for _ in range(site.LOGIN_ATTEMPTS + 5):
        enter(thief, "clerk", "wrong-Password-1", ATTACKER)
    assert len(evaluated) == site.LOGIN_ATTEMPTS
    assert not enter(thief, "clerk", address=ATTACKER)
    assert enter(Client(), "clerk")


def test_a_device_is_known_to_its_own_person_alone(evaluated):
    device = device_of("clerk")
    fail(site.LOGIN_ATTEMPTS, names=["chief"])
    assert not enter(device, "chief")


def test_a_browser_that_several_people_share_is_known_to_the_last_eight_of_them():
    shared, people = Client(), list(CAST)[:10]
    for login in people:
        assert enter(shared, login)
        shared.post("/accounts/logout/")
    request = shared.get(LOGIN).wsgi_request
    request.COOKIES = {name: morsel.value for name, morsel in shared.cookies.items()}
    known = [login for login in people if known_devices.device_of(request, User.objects.get(username=login))]
    assert known == people[2:]


def test_the_cookie_is_bound_to_the_password_and_cannot_be_made_up():
    device = device_of("clerk")
    morsel = device.cookies[known_devices.cookie_name()]
    assert (morsel["httponly"], morsel["samesite"]) == (True, "Lax")
    user = User.objects.get(username="clerk")
    request = device.get(LOGIN).wsgi_request
    for value, known in ((morsel.value, True), (morsel.value[:-1] + "_", False), ("x", False), ("", False)):
        request.COOKIES = {known_devices.cookie_name(): value}
        assert bool(known_devices.device_of(request, user)) is known
    user.set_password("Maple-bridge-71")
    request.COOKIES = {known_devices.cookie_name(): morsel.value}
    assert known_devices.device_of(request, user) == ""


def test_a_sign_in_that_stops_at_the_second_factor_makes_no_device_known():
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(User.objects.get(username="clerk"), "A" * 32)
    client = Client()
    assert enter(client, "clerk")
    assert known_devices.cookie_name() not in client.cookies


def test_the_words_for_a_held_name_are_the_same_with_and_without_a_device():
    device = device_of("clerk")
    for _ in range(site.LOGIN_ATTEMPTS):
        enter(device, "clerk", "wrong-Password-1")
        enter(Client(), "chief", "wrong-Password-1")
    pages = [
        each.post(LOGIN, {"login": login, "password": PASSWORD}, REMOTE_ADDR=BUREAU)
        for each, login in ((device, "clerk"), (Client(), "chief"))
    ]
    told = [str(page.context["form"].non_field_errors()[0])[:9] for page in pages]
    assert told == ["输错的次数太多，请", "输错的次数太多，请"]
    assert signing.MISMATCH not in told
