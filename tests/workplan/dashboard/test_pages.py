"""Who sees the dashboard, in which state of the plan, how it is arranged, and what it costs."""

from __future__ import annotations

from datetime import date

import pytest

from tests.workplan.dashboard.scene import (
    ARRANGEMENTS,
    a_plan,
    asked,
    confirmed,
    county,
    in_july,
    issued_plan,
    page,
    second_officer,
    signed_in,
    target_of,
    words,
)
from tests.workplan.duties.making import second_county
from tests.workplan.plans.standing import approved_plan
from yaodian.foundation.people.models import Division
from yaodian.workplan.dashboard.records import NOBODY
from yaodian.workplan.duties.models import Duty

pytestmark = pytest.mark.django_db
__all__ = ["in_july"]
MANY = "云岭市2026年科技创新工作要点\n为做好全年工作，制定本要点。\n一、重点任务\n{lines}\n"


def text(tasks: int) -> str:
    lines = [
        f"{n}.推进第{n}类重点工作。全年实施重点项目{n + 10}项以上，确保取得实效。"
        for n in range(1, tasks + 1)
    ]
    return MANY.format(lines="\n".join(lines))


@pytest.mark.parametrize(
    ("login", "status"),
    [("leader", 200), ("chief", 200), ("colleague", 200), ("auditor", 200), ("county", 200)]
    + [(login, 404) for login in ("company", "expert", "bank", "farmer", "system_admin", "audit_admin")],
)
def test_the_bureau_auditors_and_the_county_see_it_and_nobody_else(login: str, status: int) -> None:
    plan = a_plan()
    for path in ("/dashboard/", f"/dashboard/{plan.pk}/", f"/dashboard/{plan.pk}/records/"):
        assert signed_in(login).get(path).status_code == status


def test_a_county_sees_its_own_part_and_nothing_of_another() -> None:
    plan = a_plan()
    confirmed(target_of(plan, "450家"), value=77, region=second_county(), login=second_officer())
    for path in (f"/dashboard/{plan.pk}/", f"/dashboard/{plan.pk}/records/?kind=targets"):
        shown = words(page("county", path))
        assert "青河县" in shown
        assert "30 / 200 家" in shown
        assert "永宁区" not in shown
        assert "77" not in shown
        assert "300" not in shown


def test_every_link_of_a_countys_page_opens() -> None:
    plan, client = a_plan(), signed_in("county")
    for path in (f"/dashboard/{plan.pk}/", f"/dashboard/{plan.pk}/records/"):
        for link in {link for link in page("county", path).xpath("//main//a/@href") if link.startswith("/")}:
            assert (link, client.get(link).status_code) == (link, 200)


def test_a_county_without_a_share_finds_no_plan() -> None:
    plan = issued_plan(text(3))
    assert signed_in("county").get(f"/dashboard/{plan.pk}/").status_code == 404
    assert "还没有下达的计划" in words(page("county", "/dashboard/"))


@pytest.mark.parametrize(
    ("login", "path"), [("leader", "/dashboard/"), ("county", "/dashboard/"), ("auditor", "/dashboard/")]
)
def test_without_a_plan_the_page_says_when_there_will_be_one(login: str, path: str) -> None:
    assert "还没有下达的计划" in words(page(login, path))


def test_an_approved_plan_says_that_it_is_not_issued() -> None:
    plan = approved_plan()
    assert "计划已经审定，还没有下达" in words(page("leader", f"/dashboard/{plan.pk}/"))


def test_an_issued_plan_without_figures_says_so_and_shows_its_promises() -> None:
    plan = issued_plan()
    shown = page("leader", f"/dashboard/{plan.pk}/")
    assert "还没有确认的填报" in words(shown)
    assert len(shown.xpath("//li[starts-with(@class, 'd-row ')]")) == 6
    assert "还没有确认的月度数字" in words(page("leader", f"/dashboard/{plan.pk}/?by=month"))


def test_some_missing_figures_are_counted() -> None:
    assert "其中 3 项还没有确认的填报" in words(page("leader", f"/dashboard/{a_plan().pk}/"))


def test_without_shares_the_county_table_says_so() -> None:
    plan = issued_plan(text(3))
    assert "没有分解到县（市、区）" in words(page("leader", f"/dashboard/{plan.pk}/?by=county"))


def test_counties_stand_in_the_offices_order_whatever_they_have_reached() -> None:
    plan = a_plan()
    target = target_of(plan, "450家")
    order = "//table[contains(@class, 'd-heat-table')]//thead/tr/th[position() > 1]"
    login = second_officer()
    for month, value in ((5, 1), (6, 150)):
        confirmed(target, date(2026, month, 28), value, region=second_county(), login=login)
        shown = page("leader", f"/dashboard/{plan.pk}/?by=county")
        assert [words(head) for head in shown.xpath(order)] == ["青河县", "永宁区"]
    assert county().order < second_county().order


@pytest.mark.parametrize(
    ("login", "first"),
    [("leader", "高新技术科"), ("clerk", "高新技术科"), ("colleague", "农村科技科 本科室")],
)
def test_divisions_stand_in_the_offices_order_with_ones_own_first(login: str, first: str) -> None:
    plan = a_plan()
    other = Division.objects.get(name="农村科技科")
    Duty.objects.filter(task=target_of(plan, "160人").task).update(lead=other)
    rows = page(login, f"/dashboard/{plan.pk}/?by=division").xpath("//table//tbody/tr/th")
    assert words(rows[0]).startswith(first)
    assert [words(row) for row in rows[2:]] == [NOBODY]


@pytest.mark.parametrize("by", ARRANGEMENTS)
def test_a_partial_update_brings_only_the_arrangement(by: str) -> None:
    path = f"/dashboard/{a_plan().pk}/?by={by}"
    client = signed_in("leader")
    part = client.get(path, headers={"HX-Request": "true"})
    back = client.get(path, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert part.content.strip().startswith(b'<section class="d-part" id="arranged"')
    assert part.content.strip() in client.get(path).content
    assert b"<!doctype html>" in back.content
    assert "HX-Request" in part["Vary"]


def test_an_arrangement_that_there_is_not_is_the_first() -> None:
    shown = page("leader", f"/dashboard/{a_plan().pk}/?by=nothing")
    assert words(shown.xpath("//nav//a[@aria-current='page' and contains(@href, 'by=')]")[0]) == "按章节"


@pytest.mark.parametrize("login", ["leader", "clerk"])
def test_it_asks_as_often_for_fifty_targets_as_for_five(login: str) -> None:
    client, plans = signed_in(login), [issued_plan(text(tasks)).pk for tasks in (5, 50)]
    for path in ("", "?by=division", "?by=county", "?by=month", "records/"):
        few, many = (asked(client, f"/dashboard/{pk}/{path}") for pk in plans)
        assert (path, few) == (path, many)
        assert many <= 12
