"""Single sign-on in a real browser: from our page to the provider's and back, under our content policy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import HEIGHTS, serious
from tests.cast import PASSWORD
from tests.foundation.people.sign_on import OURS, Provider, providing
from tests.foundation.people.sign_on_provider.serve import PASSWORD as THEIRS


@pytest.fixture
def provider(site: str, tmp_path: Path, settings: Any) -> Iterator[Provider]:
    with providing(tmp_path, f"{site}{OURS}callback/") as running:
        running.settings(settings)
        yield running


def sound(page: Page) -> None:
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def go_there(page: Page, who: str) -> None:
    page.goto("/accounts/login/?next=/messages/")
    sound(page)
    page.get_by_role("link", name="用云岭市统一身份认证登录").click()
    expect(page.get_by_role("heading", name="云岭市统一身份认证")).to_be_visible()
    page.get_by_label("账号").fill(who)
    page.get_by_label("口令").fill(THEIRS)
    page.get_by_role("button", name="进入").click()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_person_comes_in_sees_the_link_and_takes_it_away(
    provider: Provider, site: str, chromium: Browser, width: int
) -> None:
    size: Any = {"width": width, "height": HEIGHTS[width]}
    with chromium.new_context(base_url=site, viewport=size, locale="zh-CN") as context:
        context.set_default_timeout(10_000)
        page = context.new_page()
        go_there(page, "clerk")
        expect(page).to_have_url(f"{site}/messages/")
        page.goto("/accounts/sessions/")
        sound(page)
        page.get_by_role("link", name="查看关联").click()
        expect(page.get_by_text("已关联：clerk")).to_be_visible()
        sound(page)
        page.get_by_role("button", name="解除关联").click()
        page.get_by_label("密码", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="继续").click()
        expect(page.get_by_text("还没有关联")).to_be_visible()
        sound(page)


def test_somebody_without_an_account_is_told_whom_to_ask(
    provider: Provider, site: str, chromium: Browser
) -> None:
    with chromium.new_context(base_url=site, locale="zh-CN") as context:
        page = context.new_page()
        go_there(page, "newcomer")
        expect(page.get_by_text("请联系本单位的系统管理员开设账号")).to_be_visible()
        sound(page)
        page.get_by_role("link", name="返回登录").click()
        expect(page.get_by_role("heading", name="登录", exact=True)).to_be_visible()
