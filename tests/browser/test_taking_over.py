"""A task table from upload to result in a real browser, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import serious
from tests.workplan.plans.task_tables import ROWS, a_plan, facts, workbook
from yaodian.workplan.plans.models import Plan

Visit = Callable[..., Page]
UNKNOWN = ["9", "办公用房维修", "", "宣传科", "", "", ""]


@pytest.fixture
def plan(site: str) -> Plan:
    return a_plan()


def sound(page: Page) -> None:
    """Nothing that axe minds, nothing wider than the screen."""
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_table_is_taken_over_from_upload_to_result(visit: Visit, plan: Plan, width: int) -> None:
    page = visit("clerk", f"/plans/{plan.pk}/task-table/", width=width)
    sound(page)
    data = workbook([*ROWS, UNKNOWN])
    page.get_by_label("任务分解表").set_input_files({"name": "表.xlsx", "mimeType": "", "buffer": data})
    page.get_by_label("我已核实").check()
    page.get_by_role("button", name="上传并预览").click()
    sound(page)
    page.get_by_role("button", name="记住并预览").click()
    expect(page.get_by_text("共 3 行")).to_contain_text("接入后会更新 2 项任务")
    sound(page)
    page.get_by_role("button", name="接入任务分解表").click()
    expect(page.locator("#errors")).to_be_focused()
    expect(page.locator("#errors")).to_contain_text("没有叫“宣传科”的科室")
    sound(page)
    assert [row[-1] for row in facts(plan)] == [1, 1, 1]
    page.get_by_label("第 4 行对应的任务").select_option("不接入这一行")
    page.get_by_role("button", name="接入任务分解表").click()
    expect(page.get_by_role("heading", name="接入结果")).to_be_visible()
    sound(page)
    assert [row[-1] for row in facts(plan)] == [2, 2, 1]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(
    ("who", "path"), [("clerk", "/"), ("farmer", "/"), ("clerk", "/messages/"), ("clerk", "/search/?q=创新")]
)
def test_the_pages_of_every_day_are_sound(visit: Visit, plan: Plan, who: str, path: str, width: int) -> None:
    sound(visit(who, path, width=width))
