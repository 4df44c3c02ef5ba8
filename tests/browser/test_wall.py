"""The wall in a real browser: a lost connection keeps the last view with its sign, and it recovers by itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.workplan.dashboard.scene import TODAY, a_plan, release, target_of
from yaodian.foundation.common import clock
from yaodian.workplan.plans.models import Plan

BETWEEN_VIEWS = 61_000
LOST = "连接中断"


@pytest.fixture
def plan(site: str) -> Iterator[Plan]:
    with clock.hold(TODAY):
        plan = a_plan()
        release(target_of(plan, "35家"), "progress")
        yield plan


@pytest.fixture
def wall(chromium: Browser, site: str, plan: Plan) -> Iterator[Page]:
    """Seen by nobody in particular, at the size of a hall's screen; time passes when a test says so."""
    context = chromium.new_context(base_url=site, viewport={"width": 1920, "height": 1080})
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.clock.install()
    page.goto("/wall/")
    yield page
    context.close()


def test_a_lost_connection_keeps_the_last_view_with_its_sign_and_recovers(wall: Page, plan: Plan) -> None:
    sign, panels = wall.locator("#lost"), wall.locator(".w-panel")
    expect(panels).to_have_count(1)
    expect(sign).to_be_hidden()
    seen_at = wall.locator("#refreshed").text_content()
    wall.context.set_offline(True)
    release(target_of(plan, "450家"), "progress")
    wall.clock.run_for(BETWEEN_VIEWS)
    expect(sign).to_be_visible()
    expect(sign).to_contain_text(f"{LOST}，显示的是 {seen_at} 的画面")
    expect(panels).to_have_count(1)
    wall.context.set_offline(False)
    wall.clock.run_for(BETWEEN_VIEWS)
    expect(panels).to_have_count(2)
    expect(sign).to_be_hidden()


def test_an_answer_of_trouble_keeps_the_last_view_too(wall: Page, plan: Plan) -> None:
    wall.route("**/wall/", lambda route: route.fulfill(status=502, body="<h1>502</h1>"))
    wall.clock.run_for(BETWEEN_VIEWS)
    expect(wall.locator("#lost")).to_contain_text(LOST)
    expect(wall.locator(".w-panel")).to_have_count(1)
    wall.unroute("**/wall/")
    wall.clock.run_for(BETWEEN_VIEWS)
    expect(wall.locator("#lost")).to_be_hidden()
