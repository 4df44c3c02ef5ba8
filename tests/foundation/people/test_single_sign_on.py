"""Coming in through the government's single sign-on: a real provider, the whole way, and its ways to go wrong."""

import jwt
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.conf import settings as site
from django.test import Client
from django.urls import reverse

from tests import cast
from tests.foundation.people import sign_on
from tests.foundation.people.sign_on import OURS, asked, come_back, sign_in, way_back
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.people import actions
from yaodian.foundation.people.models import User
from yaodian.foundation.people.single_sign_on import identity
from yaodian.foundation.people.single_sign_on import provider as ours

pytestmark = pytest.mark.django_db
CALLBACK = "http://testserver" + OURS + "callback/"


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with sign_on.providing(tmp_path_factory.mktemp("provider"), CALLBACK) as provider:
        yield provider


@pytest.fixture
def provider(running, settings):
    running.says()
    running.settings(settings)
    return running


def who(client):
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key).username if key else ""


def entries(action):
    return list(Entry.objects.filter(action=action).values_list("actor_label", "result", "after"))


def test_a_person_comes_in_and_goes_on_where_they_wanted_to(provider, client):
    answer = sign_in(client, "clerk", "?next=/plans/")
    assert (answer.status_code, answer["Location"]) == (302, "/plans/")
    assert who(client) == "clerk"
    assert entries("sign_in") == [("周文静", "done", {"by": "single_sign_on"})]
    [(label, _result, after)] = entries("link_identity")
    assert (label, after["name"]) == ("周文静", "clerk")


def test_the_sign_in_page_shows_the_way_where_one_is_set_up(provider, client, settings):
    page = client.get("/accounts/login/?next=/plans/").content.decode()
    assert "用云岭市统一身份认证登录" in page
    assert f'href="{OURS}?next=/plans/"' in page
    settings.SINGLE_SIGN_ON_ISSUER = ""
    assert OURS not in client.get("/accounts/login/").content.decode()
    assert client.get(OURS).status_code == client.get(OURS + "callback/").status_code == 404


def test_the_request_carries_pkce_state_and_nonce_each_time_anew_and_takes_nothing_from_the_visitor(
    provider, client
):
    query = "?scope=admin&auth_params=prompt%3Dnone%26nonce%3Dmine&process=connect"
    first, second = (asked(client.get(OURS + query)["Location"]) for _ in range(2))
    assert first["code_challenge_method"] == "S256"
    assert set(first["scope"].split()) == {"openid", "profile"}
    assert "prompt" not in first
    assert all(first[name] != second[name] for name in ("code_challenge", "state", "nonce"))
    assert "mine" not in (first["nonce"], second["nonce"])


def test_the_second_time_the_link_counts_and_not_the_name(provider, client):
    sign_in(client, "clerk")
    User.objects.filter(username="clerk").update(username="clerk-renamed")
    other = Client()
    sign_in(other, "clerk")
    assert who(other) == "clerk-renamed"
    assert SocialAccount.objects.count() == 1


def test_somebody_without_an_account_is_told_whom_to_ask_and_none_is_made(provider, client):
    before = User.objects.count()
    answer = sign_in(client, "newcomer")
    assert answer.status_code == 403
    assert "请联系本单位的系统管理员开设账号" in answer.content.decode()
    assert (who(client), User.objects.count(), SocialAccount.objects.count()) == ("", before, 0)
    after = {"login": "newcomer", "by": "single_sign_on"}
    assert entries("sign_in_failed") == [("未登录", "refused", after)]


def test_a_closed_account_stays_closed_before_and_after_it_was_linked(provider, client):
    actions.deactivate_user(User.objects.get(username="chief"), by=cast.actor("system_admin"))
    assert sign_in(client, "chief").status_code == 403
    assert SocialAccount.objects.count() == 0
    sign_in(client, "clerk")
    actions.deactivate_user(User.objects.get(username="clerk"), by=cast.actor("system_admin"))
    late = Client()
    answer = sign_in(late, "clerk")
    assert answer["Location"] == reverse("account_inactive")
    assert (who(client), who(late)) == ("", "")


def test_a_name_that_goes_to_somebody_else_at_the_provider_does_not_open_the_old_account(provider, client):
    clerk = User.objects.get(username="clerk")
    SocialAccount.objects.create(user=clerk, provider=ours.NAME, uid="of-the-one-before", extra_data={})
    answer = sign_in(client, "clerk")
    assert answer.status_code == 403
    assert "已经关联了云岭市统一身份认证的另一个身份" in answer.content.decode()
    assert who(client) == ""


@pytest.mark.parametrize("claim", ["chief@yunling.example", "", " chief", "ｃｈｉｅｆ"])
def test_only_the_user_name_itself_is_matched(provider, client, claim):
    provider.says(preferred_username=claim)
    assert sign_in(client, "newcomer").status_code == 403
    assert who(client) == ""


FAULTS = ["nonce", "tampered", "key", "unsigned", "hmac", "issuer", "audience", "expired"]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_token_that_is_wrong_in_any_way_lets_nobody_in(provider, client, fault):
    provider.go_wrong(fault)
    answer = sign_in(client, "clerk")
    assert (answer.status_code, who(client)) == (401, "")
    assert "没能从云岭市统一身份认证确认您的身份" in answer.content.decode()
    [(label, result, after)] = entries("sign_in_failed")
    assert (label, result, after["by"]) == ("未登录", "refused", "single_sign_on")
    assert SocialAccount.objects.count() == 0


@pytest.mark.parametrize(("fault", "comes_in"), [("nonce", "clerk"), ("tampered", "chief"), ("key", "clerk")])
def test_the_harness_would_see_a_site_that_does_not_look(provider, client, monkeypatch, fault, comes_in):
    unlooked = {"verify_signature": False}
    monkeypatch.setattr(ours, "claims_of", lambda token, **_told: jwt.decode(token, options=unlooked))
    provider.go_wrong(fault)
    sign_in(client, "clerk")
    assert who(client) == comes_in


def test_a_wrong_client_secret_lets_nobody_in(provider, client, settings):
    settings.SINGLE_SIGN_ON_SECRET = "of-somebody-else"
    assert sign_in(client, "clerk").status_code == 401
    assert who(client) == ""


def test_a_way_back_is_good_once_and_in_its_own_browser_alone(provider, client):
    back = way_back(client.get(OURS)["Location"], "clerk")
    stranger = Client()
    assert come_back(stranger, back).status_code == 401
    come_back(client, back)
    assert (who(stranger), who(client)) == ("", "clerk")
    client.post(reverse("account_logout"))
    assert come_back(client, back).status_code == 401
    assert who(client) == ""


def test_a_code_of_one_sign_in_is_not_taken_in_another(provider, client):
    """Somebody slips their own code to a victim whose state they know: PKCE and nonce are the victim's."""
    attacker = Client()
    code = asked(way_back(attacker.get(OURS)["Location"], "chief"))["code"]
    state = asked(client.get(OURS)["Location"])["state"]
    assert client.get(f"{OURS}callback/", {"code": code, "state": state}).status_code == 401
    assert who(client) == ""


def test_a_person_who_turns_back_at_the_provider_is_told_so(provider, client):
    state = asked(client.get(OURS)["Location"])["state"]
    answer = client.get(f"{OURS}callback/", {"error": "access_denied", "state": state}, follow=True)
    assert "取消了登录" in answer.content.decode()


def test_a_provider_that_is_away_or_calls_itself_otherwise_is_a_sentence(provider, client, settings):
    name = settings.SINGLE_SIGN_ON_ISSUER
    for issuer in ("http://127.0.0.1:9/o", name.replace("127.0.0.1", "localhost"), name + "/userinfo"):
        settings.SINGLE_SIGN_ON_ISSUER = issuer
        answer = client.get(OURS)
        assert answer.status_code == 401
        assert "请返回再试一次" in answer.content.decode()


def test_an_application_in_the_database_names_no_other_provider(provider, client):
    SocialApp.objects.create(
        provider=ours.NAME, provider_id="evil", client_id="x", settings={"server_url": "http://127.0.0.1:9/o"}
    )
    assert client.get(OURS)["Location"].startswith(provider.issuer)


def test_the_session_key_changes_and_what_was_there_before_cannot_be_used(provider, client):
    client.get(OURS)
    before = client.cookies[site.SESSION_COOKIE_NAME].value
    sign_in(client, "clerk")
    assert client.cookies[site.SESSION_COOKIE_NAME].value != before
    planted = Client()
    planted.cookies[site.SESSION_COOKIE_NAME] = before
    assert planted.get("/").status_code == 302


def with_app(login):
    return TOTP.activate(User.objects.get(username=login), "A" * 32).instance


@pytest.mark.parametrize(
    ("accepted", "claims", "asked_here"),
    [
        ([], {"amr": ["pwd", "otp"]}, True),
        (["otp"], {"amr": ["pwd"]}, True),
        (["otp"], {"amr": ["pwd", "otp"]}, False),
        (["level3"], {"acr": "level3"}, False),
        (["level3"], {"acr": "level1"}, True),
        (["level3"], {}, True),
    ],
)
def test_the_second_factor_is_asked_for_here_unless_the_provider_proved_an_accepted_one(
    provider, client, settings, accepted, claims, asked_here
):
    settings.SINGLE_SIGN_ON_SECOND_FACTOR, settings.SECOND_FACTOR_REQUIRED = accepted, True
    provider.says(**claims)
    with_app("clerk")
    answer = sign_in(client, "clerk")
    assert (answer["Location"] == reverse("mfa_authenticate")) is asked_here
    assert (who(client) == "") is asked_here
    auditor = Client()
    sign_in(auditor, "auditor")
    assert (auditor.get("/").status_code == 302) is asked_here


def test_the_providers_token_is_not_kept_while_the_second_factor_is_waited_for(provider, client):
    with_app("clerk")
    assert sign_in(client, "clerk")["Location"] == reverse("mfa_authenticate")
    waiting = client.session["account_login"]["signal_kwargs"]["sociallogin"]
    assert (waiting["account"]["uid"] != "", waiting.get("token")) == (True, None)


def test_a_factor_proven_elsewhere_does_not_outlive_its_session(provider, client, settings):
    settings.SINGLE_SIGN_ON_SECOND_FACTOR, settings.SECOND_FACTOR_REQUIRED = ["otp"], True
    provider.says(amr=["otp"])
    sign_in(client, "auditor")
    assert client.get("/").status_code == 200
    client.post(reverse("account_logout"))
    client.post("/accounts/login/", {"login": "auditor", "password": cast.PASSWORD})
    assert client.get("/")["Location"] == reverse("mfa_index")
    assert Authenticator.objects.count() == 0


def test_a_person_sees_the_link_and_takes_it_away_with_the_password(provider, client):
    sign_in(client, "clerk")
    page = reverse("socialaccount_connections")
    row = SocialAccount.objects.get()
    assert "已关联：<strong>clerk</strong>" in client.get(page).content.decode()
    first = client.post(page, {"account": row.pk})
    assert first["Location"].startswith(reverse("account_reauthenticate"))
    client.post(first["Location"], {"password": cast.PASSWORD})
    assert SocialAccount.objects.count() == 0
    assert entries("unlink_identity") == [("周文静", "done", {})]


def test_somebody_elses_link_cannot_be_taken_away(provider, client):
    sign_in(client, "clerk")
    chief = Client()
    sign_in(chief, "chief")
    row = SocialAccount.objects.get(user__username="clerk")
    chief.post(reverse("account_reauthenticate"), {"password": cast.PASSWORD})
    answer = chief.post(reverse("socialaccount_connections"), {"account": row.pk})
    assert (answer.status_code, SocialAccount.objects.count()) == (200, 2)


def test_whoever_is_signed_in_already_goes_where_they_wanted_to(provider, client):
    sign_in(client, "clerk")
    assert client.get(f"{OURS}?next=/plans/")["Location"] == "/plans/"
    assert client.get(f"{OURS}?next=https://evil.example/")["Location"] == "/"


def test_one_value_that_names_a_factor_is_enough_whether_alone_or_in_a_list():
    assert identity.proves_second_factor({"amr": "otp"}, ["otp"])
    assert identity.proves_second_factor({"acr": "2"}, ["1", "2"])
    assert not identity.proves_second_factor({"acr": "", "amr": []}, [])
