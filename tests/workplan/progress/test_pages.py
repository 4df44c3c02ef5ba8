"""A target's and a task's page, exports, and how many queries the pages take."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from openpyxl import load_workbook

from tests.cast import actor
from tests.workplan.duties.making import county, issued_plan, second_county
from tests.workplan.duties.making import share as divide
from tests.workplan.plans.making import task_of
from tests.workplan.progress.browsing import HOSTILE, PNG, browser, plan_of, rows, words
from tests.workplan.progress.making import JUNE, confirmed, report, share_of, target_of
from yaodian.workplan.duties.models import Share
from yaodian.workplan.plans.actions.amending import Change, amend_plan
from yaodian.workplan.plans.models import Plan, Task
from yaodian.workplan.progress.actions.evidence import Evidence
from yaodian.workplan.progress.models import Report

pytestmark = pytest.mark.django_db
DECIDED: Any = {
    "reason": "省里调整",
    "basis": "局党组会议（2026年第9次）",
    "decided_on": date(2026, 7, 1),
}


def test_a_target_shows_promise_then_and_now_sentence_chart_and_counties() -> None:
    plan = issued_plan()
    target = target_of(plan, "35家")
    share_of(target, 10)
    confirmed(target, JUNE, 12, file=Evidence(PNG, "名单.png"))
    confirmed(target, JUNE, 4, region=county())
    revision = Plan.objects.get(pk=plan.pk).revision
    amend_plan(
        plan, [Change(target, {"value": Decimal(40)})], by=actor("chief"), revision=revision, **DECIDED
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
    report(target, value=12, words=payload, reference=payload)
    named = Change(target, {"indicator": payload.strip()})
    amend_plan(plan, [named], by=actor("chief"), revision=Plan.objects.get(pk=plan.pk).revision, **DECIDED)
    for login, address in (("chief", "/progress/confirming/"), ("clerk", f"/progress/targets/{target.pk}/")):
        shown = words(browser(login).get(address))
        assert escape(payload.strip()) in shown
        assert HOSTILE not in shown
    data = browser().get(f"/progress/plans/{plan.pk}/?export=xlsx")
    cells = [cell for row in load_workbook(io.BytesIO(data.content)).active.rows for cell in row]
    assert [cell.data_type for cell in cells if cell.value == payload.strip()] == ["s"]


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
