"""What has been decided or typed and not yet sent: through an ended session, an older draft, a browser without storage."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Page, expect

from tests.browser.test_review import review_of, saved
from tests.cast import PASSWORD, actor
from tests.workplan.plans.reviewed_plan import imported, target
from yaodian.foundation.people.sessions import SEEN
from yaodian.workplan.plans.actions.correcting import correct_target
from yaodian.workplan.plans.models import Plan, Target

Visit = Callable[..., Page]
WITHOUT_STORAGE = """for (const name of ["getItem", "setItem", "removeItem"]) {
  Storage.prototype[name] = () => { throw new DOMException("switched off", "SecurityError"); };
}"""


@pytest.fixture
def plan(site: str) -> Plan:
    return imported()


def choose(page: Page, item: Target) -> None:
    page.locator(f"#item-target-{item.pk} .y-item-title a").click()


def run_out(page: Page) -> None:
    """The session of the page was last used long ago."""
    key = next(one["value"] for one in page.context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME)
    session = SessionStore(key)
    session[SEEN] = 0
    session.save()


def sign_in_beside(page: Page) -> None:
    """In the second tab that the page offers."""
    with page.context.expect_page() as opened:
        page.locator("p[data-sign-in] a").click()
    other = opened.value
    other.locator("[name=login]").fill("clerk")
    other.locator("[name=password]").fill(PASSWORD)
    other.locator("[name=password]").press("Enter")
    expect(other.locator("h1")).to_contain_text("已重新登录")


def test_work_done_offline_outlives_a_session_that_runs_out(visit: Visit, plan: Plan) -> None:
    page = visit("clerk", review_of(plan))
    one, two, three = (target(plan, words) for words in ("省级创新平台", "市级创新平台", "技术经理人60名"))
    page.wait_for_timeout(300)
    page.context.set_offline(True)
    choose(page, one)
    page.keyboard.press("a")
    choose(page, two)
    page.keyboard.press("e")
    page.locator("[name=value]").fill("13")
    page.locator("[data-submit]").click()
    choose(page, three)
    page.keyboard.press("e")
    page.locator("[name=indicator]").fill("技术经理人才")
    page.keyboard.press("Escape")
    run_out(page)
    page.context.set_offline(False)
    expect(page.locator("[data-saved]")).to_contain_text("需要重新登录，2 项修改待发送", timeout=10_000)
    sign_in_beside(page)
    saved(page)
    choose(page, three)
    page.keyboard.press("e")
    expect(page.locator("[data-draft]")).to_contain_text("已恢复")
    page.locator("[data-submit]").click()
    expect(page.locator(f"#item-target-{three.pk}")).to_have_attribute("data-state", "corrected")
    saved(page)
    for item in (one, two, three):
        item.refresh_from_db()
    assert (one.state, int(two.value), three.indicator) == ("accepted", 13, "技术经理人才")


def test_signing_in_beside_is_noticed_without_waiting(visit: Visit, plan: Plan) -> None:
    """The page's own clock stands still: nothing that waits for time to pass can send."""
    page = visit("clerk", review_of(plan))
    page.clock.install()
    page.reload()
    item = target(plan, "省级创新平台")
    choose(page, item)
    run_out(page)
    page.keyboard.press("a")
    expect(page.locator("p[data-sign-in]")).to_contain_text("登录")
    page.clock.pause_at(page.evaluate("Date.now() + 100"))
    sign_in_beside(page)
    saved(page)
    item.refresh_from_db()
    assert item.state == "accepted"


def test_a_draft_does_not_undo_what_a_colleague_corrected_meanwhile(visit: Visit, plan: Plan) -> None:
    page = visit("clerk", review_of(plan))
    item = target(plan, "省级创新平台")
    choose(page, item)
    page.keyboard.press("e")
    page.locator("[name=indicator]").fill("省级以上创新平台")
    page.keyboard.press("Escape")
    correct_target(item, by=actor("colleague"), revision=1, unit="个")
    line = page.locator(f"#item-target-{item.pk}")
    expect(line).to_contain_text("3 个", timeout=10_000)
    choose(page, item)
    page.keyboard.press("e")
    expect(page.locator("[data-draft]")).to_contain_text("后来有过变动")
    page.locator("[data-submit]").click()
    expect(line.locator(".r-trouble")).to_contain_text("吴建国")
    item.refresh_from_db()
    assert (item.indicator, item.unit) == ("省级创新平台", "个")
    line.get_by_role("button", name="改用我的").click()
    expect(line).to_contain_text("省级以上创新平台")
    saved(page)
    item.refresh_from_db()
    assert (item.indicator, item.unit) == ("省级以上创新平台", "个")


def test_a_draft_meets_the_correction_even_behind_a_newer_change_of_its_own_person(
    visit: Visit, plan: Plan
) -> None:
    page = visit("clerk", review_of(plan))
    item = target(plan, "省级创新平台")
    choose(page, item)
    page.keyboard.press("e")
    page.locator("[name=indicator]").fill("省级以上创新平台")
    page.keyboard.press("Escape")
    correct_target(item, by=actor("colleague"), revision=1, unit="个")
    line = page.locator(f"#item-target-{item.pk}")
    expect(line).to_contain_text("3 个", timeout=10_000)
    page.context.set_offline(True)
    choose(page, item)
    page.keyboard.press("u")
    page.keyboard.press("e")
    page.locator("[data-submit]").click()
    page.context.set_offline(False)
    expect(line.locator(".r-trouble")).to_contain_text("您要改成", timeout=10_000)
    item.refresh_from_db()
    assert (item.indicator, item.unit, item.state) == ("省级创新平台", "个", "proposed")


def test_a_restored_merge_leaves_out_what_was_unticked(visit: Visit, plan: Plan) -> None:
    page = visit("clerk", review_of(plan))
    choose(page, target(plan, "省级创新平台"))
    page.keyboard.press("m")
    boxes = page.locator(".r-merge input")
    ticked = page.locator(".r-merge input:checked")
    expect(ticked).to_have_count(2)
    ticked.last.uncheck()
    boxes.last.check()
    wanted = [box.is_checked() for box in boxes.all()]
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    expect(page.locator("[data-draft]")).to_contain_text("已恢复")
    assert [box.is_checked() for box in boxes.all()] == wanted


@pytest.mark.parametrize("place", ["#hit-%", "#item-target-999999", "#hit-"])
def test_an_address_that_names_nothing_leaves_the_page_at_work(visit: Visit, plan: Plan, place: str) -> None:
    page = visit("clerk", review_of(plan) + place)
    choose(page, target(plan, "省级创新平台"))
    page.keyboard.press("a")
    saved(page)


def test_a_browser_without_storage_still_sends(visit: Visit, plan: Plan) -> None:
    page = visit("clerk", review_of(plan))
    page.add_init_script(WITHOUT_STORAGE)
    page.reload()
    item = target(plan, "省级创新平台")
    choose(page, item)
    page.keyboard.press("a")
    saved(page)
    item.refresh_from_db()
    assert item.state == "accepted"
