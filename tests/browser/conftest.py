"""The product in a real browser: a live server on a database of its own, and pages signed in as the cast.

Skipped with a visible line where the machine has no chromium.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, Page, sync_playwright

from tests.workplan.plans.reviewed_plan import signed_in

PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
HEIGHTS = {1280: 800, 390: 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """A test's requests are nobody's reading."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not PROGRAM:
        pytest.skip("no chromium on this machine: the browser tests are skipped")
    # The browser's own loop runs in this thread; Django would refuse the database beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def site(chromium: Browser, race_database: str) -> Iterator[str]:
    """The address of a server whose requests each run in a thread of their own."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join(timeout=10)


@pytest.fixture
def visit(site: str, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """`visit("clerk", "/plans/", width=390)`: a page of its own context, whose script errors fail the test."""
    contexts, errors = [], []

    def open_page(who: str, path: str = "/", width: int = 1280) -> Page:
        size = {"width": width, "height": HEIGHTS[width]}
        context = chromium.new_context(
            base_url=site, viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai"
        )  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        contexts.append(context)
        session = signed_in(who).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


def serious(page: Page) -> list[str]:
    """What axe finds serious or critical, as rule and place."""
    found = Axe().run(page).response["violations"]
    grave = [rule for rule in found if rule["impact"] in ("serious", "critical")]
    return [f"{rule['id']}: {node['target']}" for rule in grave for node in rule["nodes"]]
