"""Delegations, tokens and personal details in a real browser: no barrier, nothing wider than the screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests import cast
from tests.browser.conftest import serious
from yaodian.foundation.common import clock
from yaodian.foundation.people.delegating import delegate_role
from yaodian.foundation.people.personal import change_details
from yaodian.foundation.people.tokens import make_token

OWN = (
    "delegations",
    "delegations/give",
    "tokens",
    "tokens/make",
    "details",
    "details/open",
    "details/change",
)


@pytest.fixture
def clerk(site: str) -> int:
    """The clerk, standing in for the chief, with a token and both numbers."""
    chief, actor, today = cast.actor("chief"), cast.actor("clerk"), clock.today()
    delegate_role(chief.membership, actor.user, today, today, "赴省厅参加科技计划管理培训", by=chief)
    make_token(actor.membership, "市政府督查平台每日取数", ["plans:read"], by=actor)
    details = {"phone": "13912345678", "id_number": "11010119900307803X"}
    change_details(actor.user, details, revision=0, by=actor)
    return int(actor.user.pk)


def faults(page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return serious(page) + (["wider than the screen"] if wide else [])


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_can_be_used_by_everybody(visit: Callable[..., Page], clerk: int, width: int) -> None:
    pages = [("clerk", f"/mine/{path}/") for path in OWN] + [
        ("clerk", "/api/v1/"),
        ("system_admin", "/mine/tokens/all/"),
        ("system_admin", f"/personal/{clerk}/"),
        ("security_admin", "/personal/register/"),
    ]
    assert {path: found for who, path in pages if (found := faults(visit(who, path, width)))} == {}


def test_the_stand_in_switches_and_the_top_bar_says_for_whom(visit: Callable[..., Page], clerk: int) -> None:
    page = visit("clerk", "/", 390)
    page.click("summary[aria-label^=我的]")
    page.click("text=代郑立新 · 高新技术科 · 科室负责人")
    assert page.locator("summary .y-tag", has_text="代郑立新").is_visible()
    assert faults(page) == []
