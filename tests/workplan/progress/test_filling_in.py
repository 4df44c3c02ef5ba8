"""The form of 填报: one save for all targets, every trouble at its field, nothing twice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

from tests.cast import actor
from tests.workplan.duties.making import issued_plan
from tests.workplan.plans.making import task_of
from tests.workplan.progress.browsing import PNG, browser, words
from tests.workplan.progress.making import JUNE, confirmed, report, target_of
from yaodian.workplan.plans.models import Plan, Task
from yaodian.workplan.progress.actions.deciding import return_report
from yaodian.workplan.progress.models import Report

pytestmark = pytest.mark.django_db


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


def test_what_cannot_be_read_and_what_is_missing_are_told_in_one_round() -> None:
    plan = issued_plan()
    first, second = task_of(plan, "3").targets.promised()
    confirmed(second, date(2026, 5, 31), 100)
    address, data = filled(plan, v0="很多", v1="20")
    response = browser().post(address, data | {"words": "", "link": "javascript:alert(1)"})
    lines = html.fromstring(words(response)).xpath("//div[@class='y-errors']//a")
    assert [line.get("href") for line in lines] == [
        f"#id_target-{first.pk}-value",
        "#id_words",
        "#id_link",
    ]
    assert (response.status_code, Report.objects.waiting().count()) == (422, 0)


def test_a_line_that_cannot_be_read_is_not_called_empty() -> None:
    plan = issued_plan()
    address, data = filled(plan, v0="很多")
    shown = words(browser().post(address, data))
    assert "请填写数字，例如 30 或 10.5" in shown
    assert "请填写完成数" not in shown
    assert "请至少填写一项" not in shown


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


@pytest.mark.parametrize("where", ["tasks", "targets"])
def test_a_form_sent_with_nothing_at_all_is_answered_like_any_other(where: str) -> None:
    target = target_of(issued_plan(), "35家")
    pk = target.task_id if where == "tasks" else target.pk
    response = browser().generic("POST", f"/progress/{where}/{pk}/report/")
    assert (response.status_code, "请填写截至日期" in words(response)) == (422, True)
