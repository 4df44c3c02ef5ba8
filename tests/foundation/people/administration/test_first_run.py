"""The command that makes the first administrators: once, as the security profile wants them, all faults at once."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from yaodian.foundation.audit.models import Entry
from yaodian.foundation.people import checks
from yaodian.foundation.people.models import Membership, Organisation, Region, User
from yaodian.foundation.people.roles import ADMINISTRATORS, Role

pytestmark = pytest.mark.django_db
NEW = {"password1": "Maple-bridge-71", "password2": "Maple-bridge-71"}
THREE = {"system_admin": "song:宋系", "security_admin": "an:安宁", "audit_admin": "shen:沈鉴"}
TWO = {"admin": "song:宋系", "audit_admin": "shen:沈鉴"}


@pytest.fixture
def nobody_yet() -> None:
    """A site that has its city and bureau and no administrators: those of the cast do something else."""
    for row in Membership.objects.filter(role__in=ADMINISTRATORS):
        Membership.objects.filter(pk=row.pk).update(role=Role.FARMER)


def run(**options: str) -> list[list[str]]:
    """What the command prints: role, name, user name and link of each administrator."""
    out = io.StringIO()
    call_command("first_run", address="http://testserver", **options, stdout=out, stderr=io.StringIO())
    return [line.split("\t") for line in out.getvalue().splitlines()]


def refusal(**options: str) -> list[str]:
    """The lines in which the command says what is wrong."""
    with pytest.raises(CommandError) as caught, transaction.atomic():
        run(**options)
    return [line.removeprefix("· ") for line in str(caught.value).splitlines()[1:]]


@pytest.mark.parametrize(
    ("profile", "people", "roles"),
    [
        ("level3", THREE, ["系统管理员", "安全管理员", "审计管理员"]),
        ("level2", THREE, ["系统管理员", "安全管理员", "审计管理员"]),
        ("small", TWO, ["审计管理员", "综合管理员"]),
    ],
)
def test_each_profile_gets_its_administrators_with_links_that_set_a_password(
    nobody_yet: None, settings: Any, client: Client, profile: str, people: dict[str, str], roles: list[str]
) -> None:
    settings.SECURITY_PROFILE = profile
    lines = run(**people)
    assert [line[0] for line in lines] == roles
    for _role, name, login, link in lines:
        page = client.get(link, follow=True)
        client.post(page.request["PATH_INFO"], NEW, follow=True)
        user = User.objects.get(username=login)
        assert (user.name, user.check_password(NEW["password1"])) == (name, True)
        assert client.get(link, follow=True).context["token_fail"] is True
        client.post("/accounts/logout/")


def test_every_step_is_in_the_audit_and_no_link_is(nobody_yet: None) -> None:
    links = [line[3] for line in run(**THREE)]
    entries = Entry.objects.filter(actor_label="系统", object_label__in=["宋系", "安宁", "沈鉴"])
    assert sorted(entries.values_list("action", flat=True)) == sorted(
        ["add_user", "grant_role", "make_password_link"] * 3
    )
    told = Entry.objects.get(action="first_run")
    assert told.after["administrators"] == {
        "system_admin": "song",
        "security_admin": "an",
        "audit_admin": "shen",
    }
    keys = [link.rsplit("/", 2)[1] for link in links]
    assert not any(
        key in str((row.before, row.after, row.reason)) for row in Entry.objects.all() for key in keys
    )


def test_it_refuses_to_run_twice(nobody_yet: None) -> None:
    run(**THREE)
    (told,) = refusal(system_admin="other:另一人", security_admin="third:第三人", audit_admin="fourth:第四人")
    assert told.startswith("已经有管理员：安宁（安全管理员）、宋系（系统管理员）、沈鉴（审计管理员）。")
    assert not User.objects.filter(username="other").exists()


def test_all_problems_are_told_at_once_and_nothing_is_made(nobody_yet: None) -> None:
    before = User.objects.count()
    told = refusal(system_admin="clerk:宋系", security_admin="an", admin="song:宋系", region="别处市")
    assert told == [
        "请用 --audit-admin 用户名:姓名 写明审计管理员。",
        "--system-admin：用户名“clerk”已经有人使用，请换一个。",
        "--security-admin 请写成 用户名:姓名，例如 song:宋系。",
        "安全档次为二级，不设综合管理员，请去掉 --admin。",
        "--system-admin 和 --admin 的姓名相同：管理员要由不同的人担任。",
        "已经登记的城市是云岭市，请去掉 --region，或核对是否连错了数据库。",
    ]
    assert User.objects.count() == before


def test_the_same_person_cannot_be_two_administrators(nobody_yet: None) -> None:
    told = refusal(system_admin="song:宋系", security_admin="SONG:宋系", audit_admin="shen:沈鉴")
    assert told == [
        "--system-admin 和 --security-admin 的用户名相同：管理员要由不同的人担任。",
        "--system-admin 和 --security-admin 的姓名相同：管理员要由不同的人担任。",
    ]


def test_city_and_bureau_are_asked_for_where_they_are_missing(nobody_yet: None) -> None:
    Region.objects.filter(kind="city").update(kind="park")
    Organisation.objects.filter(kind="bureau").update(kind="government")
    assert refusal(**THREE, region_code="9901") == [
        "还没有登记城市，请用 --region 写明城市名称。",
        "请用 --region-code 写明城市的六位行政区划代码。",
        "还没有登记市科技局，请用 --organisation 写明单位全称。",
    ]


def test_a_database_without_city_and_bureau_gets_them(nobody_yet: None) -> None:
    Region.objects.filter(kind="city").update(kind="park")
    Organisation.objects.filter(kind="bureau").update(kind="government")
    place = {"region": "新岭市", "region_code": "990300", "organisation": "新岭市科学技术局"}
    run(**THREE, **place)
    bureau = Organisation.objects.get(kind="bureau")
    assert (bureau.name, bureau.region.name, bureau.region.code) == ("新岭市科学技术局", "新岭市", "990300")
    assert set(bureau.memberships.values_list("user__username", flat=True)) == {"song", "an", "shen"}


def found(roles: set[Role]) -> list[str]:
    return [message.id for message in checks.findings(roles)]


def test_the_check_names_what_is_missing_and_what_may_not_be(settings: Any) -> None:
    settings.SECURITY_PROFILE = "level2"
    three = {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}
    assert found(three) == []
    assert found(set()) == ["yaodian.W021"]
    assert found(three - {Role.AUDIT_ADMIN}) == ["yaodian.I022"]
    assert found({Role.ADMIN, Role.AUDIT_ADMIN}) == ["yaodian.E020"]
    settings.SECURITY_PROFILE = "level3"
    assert found(three | {Role.ADMIN}) == ["yaodian.E020"]
    settings.SECURITY_PROFILE = "small"
    assert found({Role.ADMIN, Role.AUDIT_ADMIN}) == []


def test_the_check_reads_the_database() -> None:
    assert checks.administrators_are_there() == []
    User.objects.filter(username="audit_admin").update(is_active=False)
    assert [message.id for message in checks.administrators_are_there()] == ["yaodian.I022"]
