"""On a phone the strip of tabs scrolls, and the tab that is open stands in view."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.workplan.duties.making import issued_plan


def test_the_open_tab_is_in_view_on_a_phone(visit: Callable[..., Page]) -> None:
    plan = issued_plan()
    page = visit("clerk", f"{plan.get_absolute_url()}outputs/", width=390)
    strip = page.locator("main .y-tabs")
    assert strip.evaluate("one => one.scrollWidth > one.clientWidth")
    expect(strip.locator("[aria-current]")).to_be_in_viewport(ratio=1)
