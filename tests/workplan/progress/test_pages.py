"""The pages of progress: what they show, whom they refuse, how many queries they take."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from tests.cast import actor
from tests.workplan.duties.making import county, issued_plan, second_county
from tests.workplan.duties.making import share as divide
from tests.workplan.plans.making import task_of
from tests.workplan.progress.making import JUNE, confirmed, report, share_of, target_of
from yaodian.foundation.common import clock
from yaodian.foundation.notices.todos import todos_of
from yaodian.foundation.people.models import User
from yaodian.workplan.duties.models import Share
from yaodian.workplan.plans.actions.amending import Change, amend_plan
from yaodian.workplan.plans.models import Plan, Task
from yaodian.workplan.progress.actions.deciding import return_report
from yaodian.workplan.progress.actions.evidence import Evidence
from yaodian.workplan.progress.models import Report

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64
HOSTILE = '<script>alert("进展")</script>'


def browser(login: str = "clerk") -> Client:
    client = Client()
    client.force_login(User.objects.get(username=login))
    return client


def words(response: Any) -> str:
    return response.content.decode()


def rows(response: Any) -> list[list[Any]]:
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    return book.get_sheet_by_index(0).to_python()


def plan_of(tasks: int) -> Plan:
    items = [f"{n}.推进第{n}类重点工作。全年实施重点项目{n + 10}项以上。" for n in range(1, tasks + 1)]
    return issued_plan(
        f"云岭市2026年科技创新工作要点之{tasks}\n为做好全年工作，制定本要点。\n一、重点任务\n"
        + "\n".join(items)
        + "\n"
    )


# --- 填报


def filled(plan: Plan, no: str = "3", **values: str) -> tuple[str, dict[str, Any]]:
    """The address and the fields of the form of a task, with the numbers for its targets in their order."""
    targets = list(task_of(plan, no).targets.promised())
    data = {"as_of": "2026-06-30", "words": "已完成选派", "reference": "云科发〔2026〕9号", "key": "k1"}
    for name, value in values.items():
        data[f"target-{targets[int(name[1:])].pk}-{name[0].replace('v', 'value')}"] = value
    return f"/progress/tasks/{task_of(plan, no).pk}/report/", data


def test_one_form_reports_all_targets_of_a_task_with_one_save() -> None:
    plan = issued_plan()
    address, data = filled(plan, v0="160", v1="1，2 0")
    response = browser().post(address, data)
    assert (response.status_code, response["Location"]) == (302, f"/progress/tasks/{task_of(plan, '3').pk}/")
    assert sorted(int(made.value or 0) for made in Report.objects.all()) == [120, 160]


def test_a_target_left_empty_is_not_reported() -> None:
    plan = issued_plan()
    address, data = filled(plan, v0="160")
    browser().post(address, data)
    assert [made.value for made in Report.objects.all()] == [160]


def test_a_double_click_reports_once() -> None:
    plan = issued_plan()
    address, data = filled(plan, v0="160")
    client = browser()
    first, second = client.post(address, data), client.post(address, data)
    assert first["Location"] == second["Location"]
    assert Report.objects.count() == 1


def test_all_unchanged_is_one_click() -> None:
    plan = issued_plan()
    for target in task_of(plan, "3").targets.promised():
        confirmed(target, date(2026, 5, 31), 7)
    address, _ = filled(plan)
    assert "全部无变化" in words(browser().get(address))
    browser().post(address, {"as_of": "2026-06-30", "all_unchanged": "1", "key": "k2"})
    waiting = Report.objects.waiting()
    assert [(made.no_change, made.as_of, made.words) for made in waiting] == [(True, JUNE, "本期无变化")] * 2


def test_the_form_shows_the_last_figure_and_what_waits_already() -> None:
    plan = issued_plan()
    first, second = task_of(plan, "3").targets.promised()
    confirmed(first, JUNE, 150)
    report(second, value=30)
    shown = words(browser().get(filled(plan)[0]))
    assert "上次确认 150 人" in shown
    assert "上一次填报还在等待确认" in shown
    assert f'name="target-{second.pk}-value"' not in shown


def test_every_trouble_stands_at_its_field_and_the_input_is_kept() -> None:
    plan = issued_plan()
    address, data = filled(plan, v0="很多", v1="20")
    response = browser().post(address, data | {"as_of": "", "link": "javascript:alert(1)"})
    shown = words(response)
    assert (response.status_code, Report.objects.count()) == (422, 0)
    for sentence in ("请填写数字，例如 30 或 10.5", "请填写截至日期", 'value="很多"', 'value="20"'):
        assert sentence in shown
    address, data = filled(plan, v0="30", v1="20")
    shown = words(browser().post(address, data | {"link": "javascript:alert(1)", "reference": ""}))
    assert (
        shown.count("请填写以 http:// 或 https:// 开头的完整网址。") == 2
    )  # in the summary and at the field
    assert "<title>错误：" in shown


def test_nothing_filled_in_is_said() -> None:
    plan = issued_plan()
    address, data = filled(plan)
    response = browser().post(address, data)
    assert (response.status_code, "请至少填写一项的数字" in words(response)) == (422, True)


def test_a_file_comes_along_and_only_those_who_see_the_report_get_it() -> None:
    plan = issued_plan()
    address, data = filled(plan, v0="160")
    browser().post(address, data | {"reference": "", "file": SimpleUploadedFile("名单.png", PNG)})
    made = Report.objects.get()
    url = f"/progress/reports/{made.pk}/file/"
    answer = browser("auditor").get(url)
    assert (answer.content, answer["X-Content-Type-Options"]) == (PNG, "nosniff")
    assert answer["Content-Disposition"].startswith("attachment")
    for stranger in ("county", "company", "system_admin"):
        assert browser(stranger).get(url).status_code == 404
    Task.objects.filter(pk=task_of(plan, "3").pk).update(restricted=True)
    assert browser("auditor").get(url).status_code == 404


def test_a_wrong_file_is_told_and_nothing_is_stored() -> None:
    plan = issued_plan()
    address, data = filled(plan, v0="160")
    response = browser().post(address, data | {"file": SimpleUploadedFile("名单.pdf", PNG)})
    assert (response.status_code, Report.objects.count()) == (422, 0)


def test_a_returned_report_shows_the_opinion_and_is_sent_again() -> None:
    plan = issued_plan()
    made = report(target_of(plan, "35家"), value=3)
    return_report(made, by=actor("chief"), revision=1, opinion="请附名单")
    address = f"/progress/reports/{made.pk}/revise/"
    shown = words(browser().get(address))
    assert "请附名单" in shown
    assert 'value="3"' in shown
    data = {"as_of": "2026-06-30", "words": "已补名单", "reference": "9号", "revision": "2"}
    response = browser().post(address, data | {f"target-{made.target_id}-value": "4"})
    made.refresh_from_db()
    assert (response.status_code, made.state, made.value) == (302, "submitted", 4)
    assert browser().get(address).status_code == 403


# --- Lists


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
    for login in ("colleague", "leader", "county", "company"):
        browser(login).post("/progress/no-change/", {"as_of": "2026-06-30", "item": f"target-{target.pk}"})
    assert not Report.objects.waiting().exists()


# --- 待确认


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


# --- A target and a task


def test_a_target_shows_promise_then_and_now_sentence_chart_and_counties() -> None:
    plan = issued_plan()
    target = target_of(plan, "35家")
    share_of(target, 10)
    confirmed(target, JUNE, 12, file=Evidence(PNG, "名单.png"))
    confirmed(target, JUNE, 4, region=county())
    revision = Plan.objects.get(pk=plan.pk).revision
    decided: Any = {
        "reason": "省里调整",
        "basis": "局党组会议（2026年第9次）",
        "decided_on": date(2026, 7, 1),
    }
    amend_plan(
        plan, [Change(target, {"value": Decimal(40)})], by=actor("chief"), revision=revision, **decided
    )
    shown = words(browser("leader").get(f"/progress/targets/{target.pk}/"))
    for expected in (
        "≥ 40 家", "最初 ≥ 35 家", "力争高新技术企业总数达到210家", "y-bullet", "青河县", "名单.png", "填报进展",
        "已完成 12 家，为承诺 40 家的 30%", target.get_absolute_url(),
    ):  # fmt: skip
        assert expected in shown


def test_a_county_sees_its_own_figures_and_nobody_elses() -> None:
    plan = issued_plan()
    target = target_of(plan, "35家")
    divide(target, {county(): 10, second_county(): 17}, "chief", "补充分解")
    confirmed(target, JUNE, 29)
    confirmed(target, JUNE, 4, region=county())
    client = browser("county")
    page, listed = words(client.get(f"/progress/targets/{target.pk}/")), words(client.get("/progress/"))
    assert "已完成 4 家，为承诺 10 家的 40%" in page
    assert "已完成 4 家，为承诺 10 家的 40%" in listed
    for secret in ("永宁区", "29 家", ">29<", ">17<", "王海峰"):
        assert secret not in page
        assert secret not in listed
    assert client.get(f"/progress/tasks/{target.task_id}/").status_code == 404
    assert client.get(f"/progress/plans/{plan.pk}/").status_code == 404
    assert client.get(f"/progress/targets/{target_of(plan, '160人').pk}/").status_code == 404
    assert [row[:2] for row in rows(client.get("/progress/?export=xlsx"))[1:]] == [
        [plan.title, share.target.indicator]
        for share in Share.objects.filter(region=county()).order_by("target__start")
    ]


def test_a_county_reports_on_its_page() -> None:
    target = target_of(issued_plan(), "35家")
    share_of(target, 10)
    data = {
        "as_of": "2026-06-30",
        "words": "新认定 4 家",
        "reference": "青科〔2026〕2号",
        f"target-{target.pk}-value": "4",
    }
    assert browser("county").post(f"/progress/targets/{target.pk}/report/", data).status_code == 302
    assert [(made.region, made.value) for made in Report.objects.all()] == [(county(), 4)]


def test_the_restricted_register_appears_nowhere() -> None:
    plan = issued_plan()
    task = task_of(plan, "1")
    target = target_of(plan, "35家")
    confirmed(target, JUNE, 12)
    Task.objects.filter(pk=task.pk).update(restricted=True)
    client = browser("chief")
    for address in (
        f"/progress/tasks/{task.pk}/",
        f"/progress/targets/{target.pk}/",
        f"/progress/tasks/{task.pk}/report/",
    ):
        assert client.get(address).status_code == 404
    for address in ("/progress/?lead=", f"/progress/plans/{plan.pk}/", "/progress/confirming/"):
        assert "培育高新技术企业" not in words(client.get(address))
    assert all("培育高新技术企业" not in str(row) for row in rows(client.get("/progress/?lead=&export=xlsx")))


# --- Outputs


def test_the_list_as_excel_has_the_figures_and_the_reasons() -> None:
    plan = issued_plan()
    target = target_of(plan, "35家")
    confirmed(target, JUNE, 12)
    sheet = rows(browser().get(f"/progress/plans/{plan.pk}/?export=xlsx"))
    line = next(row for row in sheet if row[1] == target.indicator and row[0] == "1" and row[3] == "≥ 35 家")
    assert line[4:8] == ["家", 12.0, 34.3, line[7]]
    assert str(line[11]).startswith("已完成 12 家，为承诺 35 家的 34%")


@pytest.mark.parametrize("payload", ['=HYPERLINK("http://x")', "+1+1", "-1", "@SUM(A1)", "\t=1", HOSTILE])
def test_what_people_type_is_text_on_every_page_and_in_every_export(payload: str) -> None:
    plan = issued_plan()
    target = target_of(plan, "35家")
    report(target, value=12, words=payload, reference=payload[:80])
    for login, address in (("chief", "/progress/confirming/"), ("clerk", f"/progress/targets/{target.pk}/")):
        shown = words(browser(login).get(address))
        assert HOSTILE not in shown
        assert "按" not in payload
    Plan.objects.filter(pk=plan.pk).update(title=payload)
    data = browser().get(f"/progress/plans/{plan.pk}/?export=xlsx")
    assert b"<f>" not in data.content
    assert len(rows(data)) > 1


# --- To-dos


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


def test_the_to_dos_take_one_query() -> None:
    report(target_of(issued_plan(), "35家"), value=3)
    from yaodian.workplan.progress.waiting import todos

    chief = actor("chief")
    with CaptureQueriesContext(connection) as captured:
        assert list(todos(chief))
    assert len(captured) == 1


# --- Queries


def queries(client: Client, url: str) -> int:
    cache.clear()
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_lists_take_as_many_queries_for_fifty_tasks_as_for_five() -> None:
    few, many = plan_of(5), plan_of(50)
    for plan in (few, many):
        for target in plan.targets.promised():
            report(target, value=3)
    clerk, chief = browser(), browser("chief")
    for address in ("/progress/?plan={}&lead=", "/progress/plans/{}/"):
        counted = [queries(clerk, address.format(plan.pk)) for plan in (few, many)]
        assert counted[0] == counted[1]
        assert counted[0] <= 12
    with_all = queries(chief, "/progress/confirming/")
    Report.objects.filter(plan=many).update(state="withdrawn")
    assert queries(chief, "/progress/confirming/") == with_all
    assert with_all <= 8


def test_a_target_takes_as_many_queries_with_fifty_reports_as_with_five() -> None:
    plan = issued_plan()
    few, many = target_of(plan, "450家"), target_of(plan, "35家")
    for target, count in ((few, 5), (many, 50)):
        for number in range(count):
            confirmed(target, date(2026, 1, 2) + timedelta(days=number), number)
    client = browser("leader")
    counted = [queries(client, f"/progress/targets/{target.pk}/") for target in (few, many)]
    assert counted[0] == counted[1]
    assert counted[0] <= 12
    counted = [queries(client, f"/progress/tasks/{target.task_id}/") for target in (few, many)]
    assert counted[0] == counted[1]
    assert counted[0] <= 12
