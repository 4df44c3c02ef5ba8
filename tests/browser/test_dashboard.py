"""The leader's dashboard in a real browser: the whole of a large plan without scrolling, and wrapped on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import HEIGHTS, serious
from tests.workplan.duties.making import issued_plan
from yaodian.workplan.plans.models import Plan

Visit = Callable[..., Page]
SECTIONS = "一二三四五六七"
TARGETS = 50


def text() -> str:
    """Seven sections with long names, fifty targets."""
    lines = ["云岭市2026年科技创新工作要点"]
    for number in range(TARGETS):
        section, place = divmod(number, 8)
        if place == 0:
            lines += [
                "",
                f"{SECTIONS[section]}、强化企业科技创新主体地位，持续培育壮大第{section + 1}批创新主体",
            ]
        lines.append(f"{number + 1}.推进第{number + 1}类重点工作。全年实施重点项目{number + 10}项以上。")
    return "\n".join(lines) + "\n"


@pytest.fixture
def plan(site: str) -> Plan:
    return issued_plan(text())


def test_a_plan_of_seven_sections_and_fifty_targets_stands_on_one_screen(visit: Visit, plan: Plan) -> None:
    page = visit("leader", f"/dashboard/{plan.pk}/")
    rows, cells = page.locator(".d-matrix-rows > li"), page.locator(".d-matrix-rows ul a")
    expect(rows).to_have_count(len(SECTIONS))
    expect(cells).to_have_count(TARGETS)
    expect(page.locator(".d-sentence")).to_be_in_viewport(ratio=1)
    bounds = page.locator("#matrix").bounding_box()
    assert bounds is not None
    assert bounds["y"] + bounds["height"] <= HEIGHTS[1280]
    assert serious(page) == []
    address = cells.last.get_attribute("href")
    cells.last.click()
    expect(page).to_have_url(re.compile(f"{address}$"))
    expect(page.locator("h1")).to_contain_text("重点项目")


def test_on_a_phone_the_cells_wrap_inside_the_page(visit: Visit, plan: Plan) -> None:
    page = visit("leader", f"/dashboard/{plan.pk}/", width=390)
    expect(page.locator(".d-matrix-rows ul a")).to_have_count(TARGETS)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    rights = page.locator(".d-matrix-rows ul a").evaluate_all(
        "all => all.map(a => a.getBoundingClientRect().right)"
    )
    assert max(rights) <= 390
    assert serious(page) == []
