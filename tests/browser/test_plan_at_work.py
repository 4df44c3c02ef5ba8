"""The year's main journey in a real browser, wide and narrow: approved, divided by Excel, issued, reported, amended,
disclosed, read by the public on a phone, and from the dashboard back to the sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import serious
from tests.journeys.documents import MAIN, Document
from tests.journeys.test_a_plan_at_work import BAD_CELLS, countable, filled
from tests.workplan.plans.standing import reviewed_plan
from yaodian.workplan.plans.models import Plan, Target, Task
from yaodian.workplan.plans.tables import number

Visit = Callable[..., Page]


def press(page: Page, words: str) -> None:
    page.get_by_role("main").get_by_role("button", name=words, exact=True).first.click()
    page.wait_for_load_state()


def fits(page: Page) -> None:
    """Nothing wider than the window, nothing that axe finds serious."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    assert serious(page) == [], page.url


@pytest.mark.parametrize("document", MAIN[:1], ids=str)
@pytest.mark.parametrize("width", [1280, 390])
def test_a_plan_is_put_to_work_in_the_browser(
    width: int, document: Document, visit: Visit, tmp_path: Path
) -> None:
    year = int(document.data.decode()[:4])
    plan = reviewed_plan(document.data.decode())
    clerk, chief, leader = (visit(who, "/", width) for who in ("clerk", "chief", "leader"))
    approve(chief, plan, year)
    divide(clerk, plan, year, tmp_path)
    issue(chief, plan)
    target = countable(plan)
    report(clerk, chief, target, year)
    amend(chief, plan, target, year)
    hidden = disclose(clerk, chief, leader, plan, target)
    read_as_anybody(visit, plan, target, hidden)
    from_the_dashboard_to_the_sentence(leader, plan, target)


def approve(chief: Page, plan: Plan, year: int) -> None:
    chief.goto(f"{plan.get_absolute_url()}approve/")
    press(chief, "登记审定")
    expect(chief.locator(".y-errors li")).to_have_count(3)
    fits(chief)
    chief.get_by_label("审定的会议").fill("局党组会议（第3次）")
    chief.get_by_label("会议日期").fill(f"{year}-02-05")
    chief.get_by_label("发文字号").fill(f"云科发[{year}]3号")
    press(chief, "登记审定")
    expect(chief.get_by_text(f"云科发〔{year}〕3号").first).to_be_visible()
    fits(chief)


def divide(clerk: Page, plan: Plan, year: int, folder: Path) -> None:
    base = plan.get_absolute_url()
    clerk.goto(f"{base}duties/")
    fits(clerk)
    book = clerk.request.get(f"{base}duties/workbook/").body()
    data, total = filled(book, year, BAD_CELLS)
    path = folder / "责任分解.xlsx"
    hand_in(clerk, base, path, data)
    for _head, words in BAD_CELLS.values():
        expect(clerk.get_by_text(words).first).to_be_attached()
    fits(clerk)
    batch = clerk.url
    press(clerk, clerk.get_by_role("button", name="接入").inner_text())
    mended, count = filled(clerk.request.get(f"{batch}bad/").body(), year, {})
    assert (count, total > count) == (len(BAD_CELLS), True)
    hand_in(clerk, base, path, mended)
    press(clerk, clerk.get_by_role("button", name="接入").inner_text())


def hand_in(clerk: Page, base: str, path: Path, data: bytes) -> None:
    path.write_bytes(data)
    clerk.goto(f"{base}duties/import/")
    clerk.locator("input[type=file]").set_input_files(path)
    clerk.locator("input[name=not_secret]").check()
    press(clerk, "上传并预览")


def issue(chief: Page, plan: Plan) -> None:
    chief.goto(f"{plan.get_absolute_url()}duties/issue/")
    fits(chief)
    press(chief, "下达")
    chief.goto(plan.get_absolute_url())
    expect(chief.get_by_text("已下达").first).to_be_visible()


def report(clerk: Page, chief: Page, target: Target, year: int) -> None:
    clerk.goto(f"/progress/targets/{target.pk}/report/")
    fits(clerk)
    clerk.locator("input[name=as_of]").fill(f"{year}-03-31")
    clerk.locator("input[name$=value]").first.fill("9")
    press(clerk, "提交，等待确认")
    expect(clerk.locator(".y-errors").first).to_be_visible()
    clerk.locator("textarea[name=words]").fill("一季度完成9项。")
    clerk.locator("input[name=reference]").fill("云科高函3号")
    press(clerk, "提交，等待确认")
    chief.goto("/progress/confirming/")
    fits(chief)
    chief.get_by_role("button", name="确认").last.click()
    chief.wait_for_load_state()
    chief.goto(f"/progress/targets/{target.pk}/")
    expect(chief.get_by_text("一季度完成9项。").first).to_be_visible()
    fits(chief)


def amend(chief: Page, plan: Plan, target: Target, year: int) -> None:
    chief.goto(f"{plan.get_absolute_url()}amend/")
    fits(chief)
    chief.locator(f"input[name=target][value='{target.pk}']").check()
    press(chief, "下一步：填写调整")
    chief.locator(f"input[name='target-{target.pk}-value']").fill(number(target.value + 5))
    chief.get_by_label("调整的原因").fill("省里下达的任务数调整")
    chief.locator("input[name=basis]").fill("局长办公会（第9次）")
    chief.get_by_label("议定日期").fill(f"{year}-04-10")
    fits(chief)
    press(chief, "形成第 2 版")
    expect(chief.get_by_role("heading", name="第 2 版")).to_be_visible()
    fits(chief)


def disclose(clerk: Page, chief: Page, leader: Page, plan: Plan, target: Target) -> Task:
    hidden: Task = plan.tasks.promised().open_work().exclude(pk=target.task_id).order_by("-start")[1]
    clerk.goto(f"/disclosure/plans/{plan.pk}/prepare/")
    clerk.locator("input[name=attribute][value=active]").check()
    clerk.locator("input[name=index_no]").fill("990100-01")
    clerk.locator(f"input[name=redact][value='{hidden.pk}']").check()
    clerk.locator(f"[name=reason_{hidden.pk}]").fill("涉及内部安排的事项")
    fits(clerk)
    press(clerk, "提交保密审查")
    pk = plan.disclosures.get().pk
    chief.goto(f"/disclosure/{pk}/check/")
    chief.locator("[name=opinion]").first.fill("不涉及国家秘密，可以公开")
    fits(chief)
    chief.get_by_role("main").locator("form:has([name=opinion]) button.btn-primary").first.click()
    leader.goto(f"/disclosure/{pk}/approve/")
    fits(leader)
    leader.get_by_role("main").locator("button.btn-primary").first.click()
    leader.wait_for_load_state()
    assert plan.disclosures.get().state == "published"
    return hidden


def read_as_anybody(visit: Visit, plan: Plan, target: Target, hidden: Task) -> None:
    """On a phone, signed out."""
    phone = visit("clerk", "/", 390)
    phone.context.clear_cookies()
    phone.goto(f"/public/plans/{plan.pk}/")
    content = phone.content()
    assert target.text in phone.locator("main").inner_text()
    for internal in (hidden.title, "周文静", "一季度完成9项", "涉及内部安排"):
        assert internal not in content
    fits(phone)
    phone.goto("/public/")
    phone.locator("input[name=q]").first.fill(target.indicator[:2])
    phone.keyboard.press("Enter")
    phone.wait_for_load_state()
    expect(phone.locator("mark").first).to_be_visible()
    fits(phone)


def from_the_dashboard_to_the_sentence(leader: Page, plan: Plan, target: Target) -> None:
    leader.goto(f"/dashboard/{plan.pk}/")
    fits(leader)
    leader.locator(f"a[href*='/progress/targets/{target.pk}/']").first.click()
    leader.wait_for_load_state()
    leader.locator(f".y-quote a[href*='/plans/{plan.pk}/']").first.click()
    leader.wait_for_load_state()
    fits(leader)
    expect(leader.locator("mark").first).to_be_attached()
    assert target.text in leader.locator("main").inner_text()
