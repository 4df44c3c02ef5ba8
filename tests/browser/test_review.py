"""The review in a real browser: keys, selecting, a lost connection, two people at once, nothing that axe minds."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import serious
from tests.cast import actor
from tests.workplan.plans.reviewed_plan import imported, target, task
from yaodian.workplan.plans.actions.correcting import correct_target
from yaodian.workplan.plans.models import Plan, Target
from yaodian.workplan.plans.tables import quantity

Visit = Callable[..., Page]

SELECT = """words => {
  const text = document.getElementById("review-doc");
  const found = [...text.querySelectorAll("p[data-start]")].find(one => one.textContent.includes(words));
  found.scrollIntoView({block: "center"});
  const at = found.textContent.indexOf(words);
  const range = document.createRange();
  const walker = document.createTreeWalker(found, NodeFilter.SHOW_TEXT);
  let passed = 0, node, begun = false;
  while ((node = walker.nextNode())) {
    const size = node.data.length;
    if (!begun && passed + size > at) { range.setStart(node, at - passed); begun = true; }
    if (passed + size >= at + words.length) { range.setEnd(node, at + words.length - passed); break; }
    passed += size;
  }
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


@pytest.fixture
def plan(site: str) -> Plan:
    return imported()


def review_of(plan: Plan) -> str:
    return f"/plans/{plan.pk}/review/"


def saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_contain_text("已保存", timeout=10_000)


def current(page: Page) -> str:
    key = page.locator(".r-item[aria-current=true]").get_attribute("data-key")
    assert key is not None
    return key


def test_a_plan_is_reviewed_by_keys_alone(visit: Visit, plan: Plan) -> None:
    page = visit("clerk", review_of(plan))
    first = current(page)
    page.keyboard.press("j")
    second = current(page)
    assert second != first
    page.keyboard.press("k")
    assert current(page) == first
    page.keyboard.press("a")
    assert current(page) == second
    page.keyboard.press("x")
    page.keyboard.type("上年结果")
    page.keyboard.press("Enter")
    page.keyboard.press("e")
    page.get_by_label("编号").or_(page.get_by_label("数值", exact=True)).fill("41")
    page.keyboard.press("Enter")
    saved(page)
    states = [Target.objects.get(pk=key.removeprefix("target-")).state for key in (first, second)]
    assert states == ["accepted", "rejected"]
    expect(page.locator(".y-progress-words")).to_contain_text("已核对 3 /")


def test_keys_do_nothing_while_somebody_types_and_can_be_switched_off(visit: Visit, plan: Plan) -> None:
    page = visit("clerk", review_of(plan))
    page.keyboard.press("/")
    page.keyboard.type("axes")
    expect(page.locator("[data-search]")).to_have_value("axes")
    page.keyboard.press("Escape")
    page.locator("[data-clear]").click()
    page.keyboard.press("?")
    page.get_by_label("使用单键快捷键").uncheck()
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("a")
    page.wait_for_timeout(300)
    assert not plan.targets.exclude(state="proposed").exists()


@pytest.mark.parametrize("width", [1280, 390])
def test_selected_words_become_a_target(visit: Visit, plan: Plan, width: int) -> None:
    page = visit("clerk", review_of(plan), width)
    wrong = target(plan, "签约金额")
    page.locator(f"#item-target-{wrong.pk} a").first.click()
    page.locator("[data-do=reject]").click()
    page.locator("[data-submit]").click()
    saved(page)
    if width == 390:
        page.locator("[data-show=doc]").click()
    page.evaluate(SELECT, "签约金额超过8亿元")
    page.get_by_role("button", name="添为指标").click()
    expect(page.locator("[name=value]")).to_have_value("8")
    expect(page.locator("[name=unit]")).to_have_value("亿元")
    page.locator("[data-submit]").click()
    expect(page.locator(".r-item", has_text="人工补充")).to_have_count(1)
    made = target(plan, "签约金额")
    assert (made.origin, made.text, made.task.title) == ("added", "签约金额超过8亿元", "办好成果对接活动")
    assert page.locator(f"#hit-target-{made.pk}").inner_text() == "签约金额超过8亿元"


def test_a_click_on_either_side_finds_the_other(visit: Visit, plan: Plan) -> None:
    page = visit("clerk", review_of(plan))
    item = target(plan, "技术经理人60名")
    page.locator(f"#item-target-{item.pk} .y-item-title a").click()
    mark = page.locator(f'mark[data-key="target-{item.pk}"]')
    expect(mark).to_have_attribute("aria-current", "true")
    expect(mark).to_be_in_viewport()
    other = target(plan, "省级创新平台")
    page.locator(f"#hit-target-{other.pk}").click()
    line = page.locator(f"#item-target-{other.pk}")
    expect(line).to_have_attribute("aria-current", "true")
    expect(line).to_be_in_viewport()


def test_a_target_is_split_and_two_are_merged(visit: Visit, plan: Plan) -> None:
    page = visit("clerk", review_of(plan))
    one = target(plan, "省级创新平台")
    page.locator(f"#item-target-{one.pk} .y-item-title a").click()
    page.keyboard.press("m")
    page.locator("[name=indicator]").fill("创新平台")
    page.locator("[name=value]").fill("15")
    page.locator("[data-submit]").click()
    expect(page.locator(".r-item", has_text="合并而来")).to_have_count(1)
    merged = target(plan, "省级创新平台")
    assert merged.text == "新增省级创新平台3家、市级创新平台12家"
    page.locator(f"#item-target-{merged.pk} .y-item-title a").click()
    page.keyboard.press("s")
    expect(page.locator("[name=first-value]")).to_have_value("3")
    expect(page.locator("[name=second-value]")).to_have_value("12")
    page.locator("[data-submit]").click()
    expect(page.locator(".r-item", has_text="拆分而来")).to_have_count(2)
    assert target(plan, "市级创新平台").indicator == "市级创新平台"


def test_work_survives_a_lost_connection_and_a_reload(visit: Visit, plan: Plan) -> None:
    page = visit("clerk", review_of(plan))
    one, two = target(plan, "省级创新平台"), target(plan, "市级创新平台")
    page.wait_for_timeout(300)
    page.context.set_offline(True)
    page.locator(f"#item-target-{one.pk} .y-item-title a").click()
    page.keyboard.press("a")
    page.locator(f"#item-target-{two.pk} .y-item-title a").click()
    page.keyboard.press("e")
    page.locator("[name=value]").fill("13")
    page.locator("[data-submit]").click()
    expect(page.locator("[data-saved]")).to_contain_text("未连接，2 项修改待发送")
    page.context.set_offline(False)
    page.route("**/accept/", lambda route: route.abort())
    page.reload()
    page.unroute("**/accept/")
    saved(page)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.state, int(two.value), two.state) == ("accepted", 13, "accepted")


def test_a_form_half_filled_comes_back_after_a_crash(visit: Visit, plan: Plan) -> None:
    page = visit("clerk", review_of(plan))
    item = target(plan, "省级创新平台")
    page.locator(f"#item-target-{item.pk} .y-item-title a").click()
    page.keyboard.press("e")
    page.locator("[name=indicator]").fill("省级以上创新平台")
    page.reload()
    expect(page.locator("[name=indicator]")).to_have_value("省级以上创新平台")
    expect(page.locator("[data-draft]")).to_contain_text("已恢复")


def test_two_people_see_each_other_and_each_others_decisions(visit: Visit, plan: Plan) -> None:
    mine, theirs = visit("clerk", review_of(plan)), visit("colleague", review_of(plan))
    item = target(plan, "省级创新平台")
    expect(mine.locator("[data-people]")).to_contain_text("吴建国", timeout=10_000)
    theirs.locator(f"#item-target-{item.pk} .y-item-title a").click()
    theirs.keyboard.press("a")
    saved(theirs)
    line = mine.locator(f"#item-target-{item.pk}")
    expect(line).to_have_attribute("data-state", "accepted", timeout=10_000)
    expect(line).to_contain_text("吴建国")
    expect(mine.locator(f'mark[data-key="target-{item.pk}"]')).to_have_attribute("data-state", "accepted")


@pytest.mark.parametrize(("choice", "value"), [("用对方的", 4), ("改用我的", 5)])
def test_whoever_was_second_sees_the_difference_and_chooses(
    visit: Visit, plan: Plan, choice: str, value: int
) -> None:
    page = visit("clerk", review_of(plan))
    item = target(plan, "省级创新平台")
    page.locator(f"#item-target-{item.pk} .y-item-title a").click()
    page.keyboard.press("e")
    correct_target(item, by=actor("colleague"), revision=1, value=4)
    page.locator("[name=value]").fill("5")
    page.locator("[data-submit]").click()
    line = page.locator(f"#item-target-{item.pk}")
    expect(line.locator(".r-trouble")).to_contain_text("吴建国")
    expect(line.locator(".r-trouble")).to_contain_text("您要改成")
    assert line.locator(".r-difference tbody td").all_inner_texts() == ["3", "4", "5"]
    line.get_by_role("button", name=choice).click()
    expect(page.locator(".r-trouble")).to_have_count(0)
    expect(page.locator("[data-saved]")).to_contain_text("保存")
    page.wait_for_timeout(500)
    item.refresh_from_db()
    assert int(item.value) == value


def test_an_ended_session_keeps_the_work_and_goes_on_after_signing_in(
    visit: Visit, plan: Plan, site: str
) -> None:
    page = visit("clerk", review_of(plan))
    session = page.context.cookies()
    page.context.clear_cookies(name="session")
    item = target(plan, "省级创新平台")
    page.locator(f"#item-target-{item.pk} .y-item-title a").click()
    page.keyboard.press("a")
    expect(page.locator("[data-sign-in]").last).to_contain_text("登录", timeout=10_000)
    page.context.add_cookies(session)
    page.evaluate("dispatchEvent(new Event('focus'))")
    saved(page)
    item.refresh_from_db()
    assert item.state == "accepted"


def test_a_leader_reads_along_without_buttons(visit: Visit, plan: Plan) -> None:
    page = visit("leader", review_of(plan))
    item = target(plan, "省级创新平台")
    page.locator(f"#item-target-{item.pk} .y-item-value").click()
    expect(page.locator(f'mark[data-key="target-{item.pk}"]')).to_have_attribute("aria-current", "true")
    assert page.locator(".r-actions").count() == 0


def test_everything_of_a_task_is_accepted_at_once(visit: Visit, plan: Plan) -> None:
    page = visit("clerk", review_of(plan))
    item = task(plan, "建设创新平台")
    page.locator(f"#item-task-{item.pk} .y-item-title a").click()
    page.get_by_role("button", name="采纳本任务全部").click()
    saved(page)
    assert set(item.targets.values_list("state", flat=True)) == {"accepted"}


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_serious(visit: Visit, plan: Plan, width: int) -> None:
    page = visit("clerk", review_of(plan), width)
    page.keyboard.press("a")
    saved(page)
    assert serious(page) == []
    page.keyboard.press("e")
    assert serious(page) == []
    item = target(plan, "省级创新平台")
    for path in ("", "split/", "merge/"):
        page.goto(f"{item.get_absolute_url()}{path}")
        assert serious(page) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_reaches_past_the_edge(visit: Visit, plan: Plan, width: int) -> None:
    page = visit("clerk", review_of(plan), width)
    for key in ("", "e", "Escape", "s"):
        if key:
            page.keyboard.press(key)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


BANNER = """() => {
  const banner = document.createElement("p");
  banner.className = "y-demo";
  banner.textContent = "演示环境";
  document.body.prepend(banner);
}"""


def test_the_review_stands_between_bar_and_foot_whatever_is_noticed_above_it(
    visit: Visit, plan: Plan
) -> None:
    for who in ("leader", "clerk"):
        page = visit(who, review_of(plan))
        page.evaluate(BANNER)
        if who == "clerk":
            page.keyboard.press("e")
            expect(page.locator(".r-sheet")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollHeight") == 800
        foot = page.locator(".y-nonsecret").bounding_box()
        for part in (".r-review", "#review-doc", "#review-list"):
            box = page.locator(part).bounding_box()
            assert foot is not None
            assert box is not None
            assert box["y"] + box["height"] <= foot["y"]


def test_on_a_phone_the_page_opens_at_its_head_and_keeps_the_state_of_the_work_in_sight(
    visit: Visit, plan: Plan
) -> None:
    page = visit("clerk", review_of(plan), 390)
    expect(page.locator(".y-progress-words")).to_be_in_viewport()
    for _ in range(6):
        page.keyboard.press("j")
    expect(page.locator(".y-progress-words")).not_to_be_in_viewport()
    page.context.set_offline(True)
    expect(page.locator("[data-saved]")).to_contain_text("未连接")
    for pane in ("list", "doc"):
        page.locator(f"[data-show={pane}]").click()
        page.evaluate("scrollTo(0, 400)")
        expect(page.locator("[data-saved]")).to_be_in_viewport(ratio=1)
        seen = page.locator("[data-saved]").evaluate(
            "one => { const box = one.getBoundingClientRect();"
            " return one.contains(document.elementFromPoint(box.left + 30, box.top + box.height / 2)); }"
        )
        assert seen


def test_an_unsent_correction_reads_as_the_server_will_write_it(visit: Visit, plan: Plan) -> None:
    page = visit("clerk", review_of(plan))
    item = target(plan, "签约金额")
    line = page.locator(f"#item-target-{item.pk} [data-part=quantity]")
    page.locator(f"#item-target-{item.pk} .y-item-title a").click()
    page.wait_for_timeout(300)
    page.context.set_offline(True)
    for comparator in (">=", "~", "=", "<="):
        page.keyboard.press("e")
        page.locator("[name=comparator]").select_option(comparator)
        page.locator("[name=value]").fill("１2345.50")
        page.locator("[data-submit]").click()
        page.locator(f"#item-target-{item.pk} .y-item-title a").click()
        unsent = Target(comparator=comparator, value=Decimal("12345.5"), unit=item.unit)
        expect(line).to_have_text(quantity(unsent))


def test_the_harness_sees_what_axe_minds(visit: Visit, plan: Plan) -> None:
    """Negative control: a button without a name is found."""
    page = visit("clerk", review_of(plan))
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert any(found.startswith("button-name") for found in serious(page))
