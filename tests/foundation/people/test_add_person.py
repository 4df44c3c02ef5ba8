"""The command that makes the first accounts, and the link it prints."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from yaodian.foundation.audit.models import Entry
from yaodian.foundation.people.links import default_token_generator
from yaodian.foundation.people.models import Division, Membership, Organisation, Region, User

pytestmark = pytest.mark.django_db
BUREAU = "云岭市科学技术局"
NEW = {"password1": "Maple-bridge-71", "password2": "Maple-bridge-71"}


def run(*arguments):
    """What the command prints to standard output."""
    out = io.StringIO()
    call_command(*arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue().strip()


def add(*more, login="newcomer", role="clerk", organisation=BUREAU):
    return run(
        "add_person",
        login,
        "林知夏",
        role,
        f"--organisation={organisation}",
        "--address=http://testserver",
        *more,
    )


def set_password(client, link):
    """Follow the link and set a password; returns the page that answered."""
    page = client.get(link, follow=True)
    return client.post(page.request["PATH_INFO"], NEW, follow=True)


def can_sign_in(client):
    return (
        client.post("/accounts/login/", {"login": "newcomer", "password": NEW["password1"]}).status_code
        == 302
    )


def test_a_person_is_added_with_a_role_and_no_password(client):
    add("--division=高新技术科", "--title=一级主任科员", "--email=New@Yunling.example")
    user = User.objects.get(username="newcomer")
    assert (user.name, user.email, user.has_usable_password()) == ("林知夏", "new@yunling.example", False)
    assert str(Membership.objects.get(user=user)) == "高新技术科 · 一级主任科员"
    assert Entry.objects.filter(action="add_user", object_id=str(user.pk)).count() == 1


def test_the_link_sets_the_password_once(client):
    link = add()
    assert link.startswith("http://testserver/accounts/password/reset/key/")
    set_password(client, link)
    assert can_sign_in(client)
    client.post("/accounts/logout/")
    assert client.get(link, follow=True).context["token_fail"] is True


def test_a_weak_password_is_not_taken_by_the_link(client):
    page = client.get(add(), follow=True)
    answer = client.post(page.request["PATH_INFO"], {"password1": "Kejiju@2026", "password2": "Kejiju@2026"})
    assert answer.context["form"].errors["password1"] == ["这个密码太常见，容易被猜到，请换一个。"]


def test_the_link_dies_after_its_hours(client, monkeypatch, settings):
    link = add()
    late = default_token_generator._now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT + 60)
    monkeypatch.setattr(type(default_token_generator), "_now", lambda self: late)
    assert client.get(link, follow=True).context["token_fail"] is True


def test_a_new_link_is_made_for_somebody_who_has_lost_the_password(client):
    set_password(client, add())
    link = run("password_link", "newcomer", "--address=http://testserver")
    assert set_password(client, link).status_code == 200
    assert Entry.objects.filter(action="make_password_link").count() == 1


@pytest.mark.parametrize("login", ["clerk", "CLERK"])
def test_a_name_that_is_taken_is_refused(login):
    with pytest.raises(CommandError, match="已经有人使用"):
        add(login=login)


def test_what_does_not_exist_is_made_only_when_told_to():
    place = [
        "--region=南屏县",
        "--region-code=990122",
        "--region-kind=county",
        "--organisation-kind=government",
    ]
    with pytest.raises(CommandError, match="--create"):
        add(*place, organisation="南屏县科技局", role="county")
    assert not Region.objects.filter(name="南屏县").exists()
    add(*place, "--create", "--division=综合股", organisation="南屏县科技局", role="county")
    membership = Membership.objects.get(user__username="newcomer")
    assert (membership.region.name, membership.region.parent.name) == ("南屏县", "云岭市")
    assert membership.division == Division.objects.get(name="综合股")


@pytest.mark.parametrize(
    ("login", "region_kind", "words"),
    [("newcomer", "city", "region_one_city"), ("clerk", "county", "已经有人使用")],
)
def test_either_everything_is_made_or_nothing(login, region_kind, words):
    place = ["--region=南屏县", "--region-code=990122", f"--region-kind={region_kind}"]
    with pytest.raises(CommandError, match=words):
        add("--create", *place, "--organisation-kind=government", login=login, organisation="新单位")
    assert not Region.objects.filter(name="南屏县").exists()
    assert not Organisation.objects.filter(name="新单位").exists()


@pytest.mark.parametrize(
    ("origins", "hosts", "address"),
    [
        (["https://yaodian.example"], ["other.example"], "https://yaodian.example/accounts/"),
        ([], ["plan.example"], "http://plan.example/accounts/"),
    ],
)
def test_the_address_comes_from_the_settings_when_it_is_not_told(settings, origins, hosts, address):
    settings.CSRF_TRUSTED_ORIGINS, settings.ALLOWED_HOSTS = origins, hosts
    link = run("add_person", "newcomer", "林知夏", "clerk", f"--organisation={BUREAU}")
    assert link.startswith(address)
