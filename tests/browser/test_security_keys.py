"""A security key in a real browser: registered, used to come in, renamed, removed; wide and narrow."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.browser.conftest import HEIGHTS, serious
from tests.cast import PASSWORD

KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass
class Desk:
    """A page beside which a security key lies."""

    page: Page
    cdp: CDPSession
    key: str

    def swap(self) -> None:
        """Put the key away and take another one."""
        self.cdp.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self.key})
        self.key = self.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]


Sit = Callable[..., Desk]


@pytest.fixture
def sit(site: str, chromium: Browser) -> Iterator[Sit]:
    """`sit(390)`: the sign-in page in a browser of its own; a key belongs to a name, so it is called by one."""
    contexts, errors = [], []

    def open_page(width: int = 1280) -> Desk:
        size = {"width": width, "height": HEIGHTS[width]}
        context = chromium.new_context(
            base_url=site.replace("127.0.0.1", "localhost"),
            viewport=size,  # type: ignore[arg-type]
            locale="zh-CN",
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: errors.append(line.text) if "Content Security" in line.text else None)
        cdp = context.new_cdp_session(page)
        cdp.send("WebAuthn.enable")
        key = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]
        return Desk(page, cdp, key)

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


def sound(page: Page) -> None:
    """Nothing that axe minds, nothing wider than the screen."""
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def sign_in(page: Page, who: str = "clerk") -> None:
    page.goto("/accounts/login/")
    page.get_by_label("用户名或邮箱").fill(who)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/accounts/login/**")


def register(page: Page, name: str) -> None:
    """Register the key that lies there; the password is asked for first, unless it just was."""
    page.goto("/accounts/2fa/webauthn/add/")
    if page.get_by_role("heading", name="请再确认一次是您本人").is_visible():
        page.get_by_label("密码", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="继续").click()
    expect(page.get_by_role("heading", name="登记安全密钥")).to_be_visible()
    sound(page)
    page.get_by_label("名称").fill(name)
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("安全密钥已登记")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_key_is_registered_and_lets_in_where_the_password_alone_does_not(sit: Sit, width: int) -> None:
    desk = sit(width)
    page = desk.page
    sign_in(page)
    register(page, "办公室的钥匙")
    expect(page.get_by_role("heading", name="恢复码", exact=True)).to_be_visible()
    sign_out(page)
    sign_in(page)
    expect(page.get_by_role("heading", name="两步验证")).to_be_visible()
    sound(page)
    page.goto("/")
    expect(page).to_have_url(re.compile("/accounts/"))
    page.goto("/accounts/2fa/authenticate/")
    page.get_by_role("button", name="使用安全密钥").click()
    expect(page.get_by_role("heading", name="我的工作台")).to_be_visible()


def test_a_key_that_was_not_registered_does_not_let_in(sit: Sit) -> None:
    desk = sit()
    page = desk.page
    sign_in(page)
    register(page, "办公室的钥匙")
    sign_out(page)
    desk.swap()
    sign_in(page)
    page.get_by_role("button", name="使用安全密钥").click()
    expect(page.get_by_text("没有完成")).to_be_visible(timeout=70_000)
    page.goto("/plans/")
    expect(page.get_by_role("heading", name="我的工作台")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_person_has_several_keys_names_them_and_takes_one_away(sit: Sit, width: int) -> None:
    desk = sit(width)
    page = desk.page
    sign_in(page)
    register(page, "随身的")
    desk.swap()
    register(page, "备用的")
    page.goto("/accounts/2fa/")
    expect(page.get_by_text("2 把：随身的、备用的")).to_be_visible()
    sound(page)
    page.get_by_role("link", name="管理").click()
    sound(page)
    row = page.get_by_role("row").filter(has_text="备用的")
    row.get_by_role("link", name="改名").click()
    page.get_by_label("名称").fill("抽屉里的")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("row").filter(has_text="随身的").get_by_role("link", name="移除").click()
    sound(page)
    page.get_by_role("button", name="移除").click()
    expect(page.get_by_text("安全密钥已移除")).to_be_visible()
    assert page.locator("tbody tr").count() == 1
    sign_out(page)
    sign_in(page)
    page.get_by_role("button", name="使用安全密钥").click()
    expect(page.get_by_role("heading", name="我的工作台")).to_be_visible()


def test_the_key_is_a_proof_that_it_is_still_the_same_person(sit: Sit) -> None:
    desk = sit()
    page = desk.page
    sign_in(page)
    register(page, "随身的")
    sign_out(page)
    sign_in(page)
    page.get_by_role("button", name="使用安全密钥").click()
    expect(page.get_by_role("heading", name="我的工作台")).to_be_visible()
    page.goto("/accounts/2fa/recovery-codes/generate/")
    page.get_by_role("link", name="用安全密钥确认").click()
    sound(page)
    page.get_by_role("button", name="使用安全密钥").click()
    expect(page.get_by_role("heading", name="生成恢复码")).to_be_visible()
