"""Demo accounts one click away, in demo mode and nowhere else."""

import pytest
from django.core.management import CommandError, call_command
from django.http import Http404
from django.test import RequestFactory
from django.urls import NoReverseMatch, path, reverse

from yaodian.foundation.common.actor import SYSTEM
from yaodian.foundation.people import actions, demo
from yaodian.foundation.people.models import User
from yaodian.site.urls import urlpatterns as usual

pytestmark = pytest.mark.django_db
urlpatterns = [*usual, path("demo/sign-in/", demo.sign_in, name="demo_sign_in")]
handler404 = "yaodian.site.views.error_404"


@pytest.fixture
def demo_mode(settings):
    settings.DEMO = True
    settings.ROOT_URLCONF = __name__


def test_outside_demo_mode_there_is_neither_address_nor_list_nor_view(client):
    with pytest.raises(NoReverseMatch):
        reverse("demo_sign_in")
    assert client.post("/demo/sign-in/", {"username": "clerk"}).status_code == 404
    assert demo.accounts() == []
    with pytest.raises(Http404):
        demo.sign_in(RequestFactory().post("/", {"username": "clerk"}))
    with pytest.raises(CommandError):
        call_command("demo_accounts")
    assert "演示账号" not in client.get("/accounts/login/").content.decode()


def test_the_sign_in_page_offers_everybody_by_role_in_the_offices_order(client, demo_mode):
    page = client.get("/accounts/login/").content.decode()
    places = [
        page.index(f'value="{login}"') for login in ("clerk", "colleague", "chief", "leader", "auditor")
    ]
    assert places == sorted(places)
    assert [label for label, _people in demo.grouped()][:3] == ["科室经办", "科室负责人", "局领导"]


def test_one_click_signs_in(client, demo_mode):
    answer = client.post("/demo/sign-in/", {"username": "chief"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/").wsgi_request.actor.user.username == "chief"


def test_the_page_asked_for_is_opened_and_a_strange_one_is_not(client, demo_mode):
    for wanted, opened in (("/plans/", "/plans/"), ("https://evil.example/", "/")):
        answer = client.post("/demo/sign-in/", {"username": "chief", "next": wanted})
        assert answer["Location"] == opened
        client.post("/accounts/logout/")


@pytest.mark.parametrize("login", ["", "nobody", "newcomer", "gone"])
def test_nobody_without_a_role_or_an_account_is_let_in(client, demo_mode, login):
    actions.add_user("newcomer", "新人", by=SYSTEM)
    actions.add_user("gone", "旧人", by=SYSTEM, is_active=False)
    assert client.post("/demo/sign-in/", {"username": login}).status_code == 404


def test_signing_in_by_a_link_is_not_possible(client, demo_mode):
    assert client.get("/demo/sign-in/?username=clerk").status_code == 405


def test_the_command_prints_name_login_and_role_separated_by_tabs(demo_mode, capsys):
    call_command("demo_accounts")
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == ["周文静", "clerk", "高新技术科 · 科室经办"]
    assert len(lines) == User.objects.filter(memberships__isnull=False).distinct().count()
