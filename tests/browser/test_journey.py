"""The main journey in a real browser, wide and narrow, by keyboard; and what axe says to every page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import HEIGHTS, serious
from tests.cast import PASSWORD
from tests.journeys.documents import MAIN, Document
from tests.workplan.plans.reviewed_plan import imported, target
from yaodian.workplan.plans.models import Plan
from yaodian.workplan.plans.states import PlanState

Visit = Callable[..., Page]
WIDTHS = [1280, 390]

# Selects the first clause behind the head of a task without targets, as a hand would, and gives its words.
SELECT_A_CLAUSE = """() => {
  for (const paragraph of document.querySelectorAll("#review-doc p[data-start]")) {
    const marks = [...paragraph.querySelectorAll("mark.y-hit")];
    const tail = marks.length === 1 && marks[0].dataset.kind === "task" ? marks[0].nextSibling : null;
    const found = tail && /[^，,。；;：:、\\s]{4,}/.exec(tail.data);
    if (!found) continue;
    paragraph.scrollIntoView({block: "center"});
    const range = document.createRange();
    range.setStart(tail, found.index);
    range.setEnd(tail, found.index + found[0].length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return found[0];
  }
}"""


@pytest.fixture
def stranger(site: str, chromium: Browser) -> Iterator[Callable[[int], Page]]:
    """`stranger(390)`: the sign-in page, nobody signed in."""
    contexts, errors = [], []

    def open_page(width: int) -> Page:
        context = chromium.new_context(
            base_url=site, viewport={"width": width, "height": HEIGHTS[width]}, locale="zh-CN"
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto("/accounts/login/")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


def states(plan: Plan) -> Counter[str]:
    rows = [*plan.tasks.values_list("state", flat=True), *plan.targets.values_list("state", flat=True)]
    return Counter(rows)


def saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_contain_text("已保存", timeout=20_000)


def show(page: Page, pane: str) -> None:
    """On a phone the document and the list are two tabs."""
    tab = page.locator(f"[data-show={pane}]")
    if tab.is_visible():
        tab.click()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("document", MAIN, ids=str)
def test_a_plan_is_uploaded_reviewed_by_keys_and_leads_back(
    stranger: Callable[[int], Page], tmp_path: Path, document: Document, width: int
) -> None:
    file = tmp_path / "工作要点.txt"
    file.write_bytes(document.data)
    page = stranger(width)
    page.get_by_label("用户名或邮箱").fill("clerk")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/$"))

    upload(page, file)
    plan = Plan.objects.get()
    assert (plan.tasks.count(), plan.targets.count()) == (document.tasks, document.targets)
    expect(page.locator(".r-item")).to_have_count(document.tasks + document.targets)

    first, second, third = plan.targets.order_by("start")[:3]
    for item, field, typed in ((first, "value", "1234.5"), (second, "indicator", "改过的指标")):
        page.locator(f"#item-target-{item.pk} .y-item-title a").click()
        page.keyboard.press("e")
        page.locator(f"[name={field}]").fill(typed)
        page.keyboard.press("Enter")
    page.locator(f"#item-target-{third.pk} .y-item-title a").click()
    page.keyboard.press("x")
    page.keyboard.type("与统计口径不一致")
    page.keyboard.press("Enter")
    saved(page)
    show(page, "doc")
    words = page.evaluate(SELECT_A_CLAUSE)
    page.get_by_role("button", name="添为指标").click()
    for field, typed in (("indicator", "人工补充的指标"), ("value", "100"), ("unit", "%")):
        page.locator(f"[data-dock] [name={field}]").fill(typed)
    page.keyboard.press("Enter")
    expect(page.locator(".r-item", has_text="人工补充的指标")).to_have_count(1)
    added = plan.targets.get(origin="added")
    assert added.text == words

    show(page, "list")
    for _ in range(document.tasks + document.targets - 3):
        page.keyboard.press("a")
    saved(page)
    assert states(plan) == {"accepted": document.tasks + document.targets, "rejected": 1}
    page.locator("[data-finish]").click()
    page.get_by_role("button", name="完成核对").click()
    expect(page.locator("main")).to_contain_text("已核对完成")
    plan.refresh_from_db()
    assert plan.state == PlanState.REVIEWED

    to_the_sentence_and_back(page, first.get_absolute_url(), first.text, f"#hit-target-{first.pk}")


def upload(page: Page, file: Path) -> None:
    page.goto("/plans/import/")
    with page.expect_file_chooser() as chooser:
        page.locator("[name=document]").click()
    chooser.value.set_files(file)
    page.get_by_label("我已核实").check()
    page.get_by_role("button", name="上传并识别").click()
    page.wait_for_url("**/review/")


def to_the_sentence_and_back(page: Page, address: str, sentence: str, place: str) -> None:
    page.goto(address)
    expect(page.locator(".y-quote mark")).to_have_text(sentence)
    page.locator(".y-quote footer a").click()
    mark = page.locator(place)
    expect(mark).to_have_text(sentence)
    expect(mark).to_be_in_viewport()
    mark.click()
    expect(page.locator(f"#item-{place.removeprefix('#hit-')}")).to_be_in_viewport()
    page.locator(f"#item-{place.removeprefix('#hit-')} .y-item-title a").click()
    expect(page).to_have_url(re.compile(f"{address}$"))


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_serious_on_any_page(
    visit: Visit, stranger: Callable[[int], Page], width: int
) -> None:
    assert serious(stranger(width)) == []
    plan = imported()
    item = target(plan, "省级创新平台")
    page = visit("clerk", "/", width)
    found = {}
    for path in [
        "/", "/plans/", "/plans/?year=1999", "/plans/import/", f"/plans/{plan.pk}/", f"/plans/{plan.pk}/?tab=targets",
        f"/plans/{plan.pk}/?tab=log", f"/plans/{plan.pk}/review/", f"/plans/{plan.pk}/finish/",
        f"/plans/{plan.pk}/task-table/", f"/plans/{plan.pk}/targets/add/", item.get_absolute_url(),
        f"{item.get_absolute_url()}split/", f"{item.get_absolute_url()}merge/", "/search/?q=平台", "/search/?q=没有",
        "/messages/", "/components/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/sessions/", "/nowhere/",
    ]:  # fmt: skip
        page.goto(path)
        found[path] = serious(page)
    chief, leader = (
        visit("chief", f"/plans/{plan.pk}/withdraw/", width),
        visit("leader", "/plans/import/", width),
    )
    expect(leader.locator("main")).to_contain_text("导入文件由科室经办或科室负责人办理")
    found |= {"withdraw": serious(chief), "403": serious(leader)}
    assert {path: faults for path, faults in found.items() if faults} == {}
