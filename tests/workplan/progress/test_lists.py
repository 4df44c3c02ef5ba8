"""The lists of progress: whose tasks, which filters, what waits to be confirmed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import actor
from tests.workplan.duties.making import issued_plan
from tests.workplan.plans.making import task_of
from tests.workplan.progress.browsing import browser, plan_of, words
from tests.workplan.progress.making import JUNE, confirmed, report, target_of
from yaodian.foundation.common import clock
from yaodian.foundation.notices.todos import todos_of
from yaodian.workplan.progress.actions.deciding import return_report
from yaodian.workplan.progress.models import Report
from yaodian.workplan.progress.waiting import todos

pytestmark = pytest.mark.django_db


def test_a_clerk_sees_the_own_division_first_and_others_on_demand() -> None:
    plan = issued_plan()
    rural = task_of(plan, "3")
    rural.duty.__class__.objects.filter(task=rural).update(lead=actor("colleague").membership.division)
    assert "选派科技特派员" not in words(browser().get("/progress/"))
    assert "选派科技特派员" in words(browser().get("/progress/?lead="))
    assert "选派科技特派员" in words(browser("colleague").get("/progress/"))
    assert "培育高新技术企业" not in words(browser("colleague").get("/progress/"))


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("q=特派员", "选派科技特派员", "办好科技活动周"),
        ("light=done", "壮大科技型中小企业", "办好科技活动周"),
        ("show=submitted", "培育高新技术企业", "办好科技活动周"),
        ("show=quiet", "办好科技活动周", "壮大科技型中小企业"),
    ],
)
def test_filters_leave_what_is_asked_for(query: str, there: str, gone: str) -> None:
    plan = issued_plan()
    confirmed(target_of(plan, "450家"), clock.today(), 450)
    report(target_of(plan, "35家"), clock.today(), 20)
    shown = words(browser().get(f"/progress/?{query}"))
    assert (there in shown, gone in shown) == (True, False)


def test_an_empty_list_says_what_to_do() -> None:
    assert "还没有下达的工作要点" in words(browser().get("/progress/"))
    issued_plan()
    assert "看全部科室" in words(browser().get("/progress/?q=没有这样的任务"))


def test_a_long_list_goes_on_after_the_last_row_shown_and_back() -> None:
    plan_of(40)
    client = browser()
    first = words(client.get("/progress/"))
    assert ("推进第30类" in first, "推进第31类" in first) == (True, False)
    assert "共 40 项任务" in first
    next_url = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    second = words(client.get(f"/progress/{next_url}"))
    assert ("推进第30类" in second, "推进第40类" in second) == (False, True)
    back = second.split('rel="prev"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert "推进第1类" in words(client.get(f"/progress/{back}"))


def test_ticked_rows_report_no_change_and_what_could_not_is_named() -> None:
    plan = issued_plan()
    first, second = target_of(plan, "35家"), target_of(plan, "160人")
    confirmed(first, date(2026, 5, 31), 12)
    data = {
        "as_of": "2026-06-30",
        "item": [f"target-{first.pk}", f"target-{second.pk}", "target-x", "other-1"],
    }
    shown = words(browser().post("/progress/no-change/", data, follow=True))
    assert "已填报 1 项无变化" in shown
    assert "没有填报：还没有确认过的数字，第一次请填写数字。" in shown
    assert [made.target for made in Report.objects.waiting()] == [first]


def test_a_stranger_ticks_nothing() -> None:
    plan = issued_plan()
    target = target_of(plan, "35家")
    confirmed(target, date(2026, 5, 31), 12)
    answers = {
        "colleague": 302,
        "county": 302,
        "leader": 403,
        "auditor": 403,
        "company": 403,
        "system_admin": 403,
    }
    data = {"as_of": "2026-06-30", "item": f"target-{target.pk}"}
    for login, status in answers.items():
        assert browser(login).post("/progress/no-change/", data).status_code == status
    assert not Report.objects.waiting().exists()


def test_who_reports_nothing_is_refused_before_anything_is_read() -> None:
    client = browser("leader")
    client.get("/")
    with CaptureQueriesContext(connection) as captured:
        assert client.post("/progress/no-change/", {"as_of": "随便", "item": "target-1"}).status_code == 403
    assert not [one["sql"] for one in captured if "plans_target" in one["sql"] or "plans_task" in one["sql"]]


def test_the_chief_confirms_one_several_and_returns_with_an_opinion() -> None:
    plan = issued_plan()
    made = [report(target, value=3) for target in plan.targets.promised() if target.task_id]
    client = browser("chief")
    shown = words(client.get("/progress/confirming/"))
    assert f"共 {len(made)} 条" in shown
    client.post("/progress/confirming/", {"one": f"{made[0].pk}:1", "report": [f"{made[1].pk}:1"]})
    assert set(Report.objects.confirmed()) == {made[0]}
    client.post("/progress/confirming/", {"report": [f"{one.pk}:1" for one in made[1:3]]})
    assert set(Report.objects.confirmed()) == set(made[:3])
    client.post(f"/progress/reports/{made[3].pk}/return/", {"opinion": "请附名单", "revision": "1"})
    made[3].refresh_from_db()
    assert made[3].state == "returned"


def test_what_cannot_be_confirmed_is_listed_with_its_reason() -> None:
    plan = issued_plan()
    made, own = (
        report(target_of(plan, "35家"), value=3),
        report(target_of(plan, "450家"), value=3, login="chief"),
    )
    data = {"report": [f"{made.pk}:1", f"{own.pk}:1"]}
    shown = words(browser("chief").post("/progress/confirming/", data, follow=True))
    assert "已确认 1 条" in shown
    assert "没有确认：自己填报的（包括受托或委托填报的）由别人确认。" in shown


def test_only_chiefs_and_leaders_open_what_waits() -> None:
    statuses = {
        login: browser(login).get("/progress/confirming/").status_code
        for login in ("chief", "leader", "clerk", "auditor", "county", "company")
    }
    assert statuses == {
        "chief": 200,
        "leader": 200,
        "clerk": 403,
        "auditor": 403,
        "county": 403,
        "company": 403,
    }


def test_a_confirmed_report_is_withdrawn_with_a_reason_on_its_page() -> None:
    made = confirmed(target_of(issued_plan(), "35家"), JUNE, 12)
    address = f"/progress/reports/{made.pk}/withdraw/"
    client = browser("chief")
    assert client.post(address, {"reason": "", "revision": "2"}).status_code == 422
    assert client.post(address, {"reason": "口径有误", "revision": "2"}).status_code == 302
    shown = words(client.get(f"/progress/targets/{made.target_id}/"))
    assert "口径有误" in shown
    assert "已撤回" in shown


def todo_titles(login: str) -> list[str]:
    return [todo.title for todo in todos_of(actor(login)) if "进展" in todo.title]


def test_a_task_long_quiet_is_named_once_and_goes_when_it_is_reported() -> None:
    plan = issued_plan()
    assert [todo.detail for todo in todos_of(actor("clerk")) if todo.title == "填报进展"] == [
        "4 项任务超过 35 天没有填报，没有变化的可以一键报无变化"
    ]
    for task in plan.tasks.promised():
        subject = task.targets.promised().first()
        if subject is None:
            report(task, clock.today() - timedelta(days=35), percent=50)
        else:
            report(subject, clock.today() - timedelta(days=35), 3)
    assert todo_titles("clerk") == []
    assert todo_titles("leader") == []
    assert todo_titles("colleague") == []


def test_the_chief_is_told_how_many_wait_and_the_maker_what_came_back() -> None:
    plan = issued_plan()
    made = report(target_of(plan, "35家"), value=3)
    assert "确认进展" in todo_titles("chief")
    assert "修改退回的进展" not in todo_titles("clerk")
    return_report(made, by=actor("chief"), revision=1, opinion="请附名单")
    assert "确认进展" not in todo_titles("chief")
    assert "修改退回的进展" in todo_titles("clerk")
    assert todo_titles("colleague") == []


@pytest.mark.parametrize(("who", "offered"), [("clerk", True), ("colleague", False), ("leader", False)])
def test_what_was_returned_is_offered_for_change_to_those_who_may_report_it(who: str, offered: bool) -> None:
    made = report(target_of(issued_plan(), "35家"), value=3)
    return_report(made, by=actor("chief"), revision=1, opinion="请附名单")
    address = f"/progress/reports/{made.pk}/revise/"
    assert (f'href="{address}">修改再报</a>' in words(browser(who).get("/progress/?lead="))) is offered
    assert browser(who).get(address).status_code == (200 if offered else 403)


def test_the_to_dos_take_one_query() -> None:
    report(target_of(issued_plan(), "35家"), value=3)
    chief = actor("chief")
    with CaptureQueriesContext(connection) as captured:
        assert list(todos(chief))
    assert len(captured) == 1
