"""T18: what is left in a real browser after signing out, after an account was closed, and after another device ended it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests import cast
from yaodian.foundation.people import actions
from yaodian.foundation.people.models import User
from yaodian.foundation.people.sessions import end_sessions_of

Visit = Callable[..., Page]
INSIDE = "周文静"
PAGES = ["/", "/messages/", "/accounts/sessions/", "/plans/"]


def leave_by_the_door(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/accounts/login/**")


def close_the_account(page: Page) -> None:
    actions.deactivate_user(User.objects.get(username="clerk"), by=cast.actor("system_admin"))


def end_from_elsewhere(page: Page) -> None:
    from allauth.usersessions.models import UserSession

    session = next(one for one in page.context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME)
    clerk = User.objects.get(username="clerk")
    UserSession.objects.get_or_create(
        session_key=session["value"], defaults={"user": clerk, "ip": "127.0.0.1"}
    )
    end_sessions_of(clerk)


def shows_nothing(page: Page) -> None:
    expect(page.get_by_role("heading", name="登录", exact=True)).to_be_visible()
    assert INSIDE not in page.content()


@pytest.mark.parametrize("end", [leave_by_the_door, close_the_account, end_from_elsewhere])
def test_back_other_tabs_and_the_old_cookie_show_nothing_of_the_person(
    visit: Visit, end: Callable[[Page], None]
) -> None:
    page = visit("clerk", "/")
    for path in PAGES:
        page.goto(path)
        assert INSIDE in page.content()
    other = page.context.new_page()
    other.goto("/messages/")
    cookies = page.context.cookies()
    end(page)
    if end is leave_by_the_door:
        for _ in range(3):
            page.go_back()
            assert INSIDE not in page.content()
    other.reload()
    shows_nothing(other)
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    for path in PAGES:
        page.goto(path)
        shows_nothing(page)


def test_the_harness_sees_what_a_page_that_may_be_stored_would_show(visit: Visit) -> None:
    """The control: going back within a session shows the person."""
    page = visit("clerk", "/")
    page.goto("/messages/")
    page.go_back()
    assert INSIDE in page.content()
