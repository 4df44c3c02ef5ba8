"""Takes the pictures of the tour from a running demo: `python tools/tour.py http://127.0.0.1:8000`.

Every picture is taken at 1280 and at 390 px and stored with few colours in docs/tour/. The tour signs in by the
demo accounts and writes nothing: it stops before the last button of each form.
"""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "tour"
SIZES = {1280: 800, 390: 844}
COLOURS = (192, 96, 48)
HEAVIEST = 150_000


@dataclass(frozen=True)
class Stop:
    """One picture: its name, who looks, where, and what is done before it is taken."""

    name: str
    who: str
    path: str
    before: Callable[[Page], None] = lambda page: None


def latest_plan(page: Page) -> None:
    page.goto("/plans/")
    page.locator("table th[scope=row] a").first.click()


def review(page: Page) -> None:
    latest_plan(page)
    page.goto(f"{page.url.split('?')[0]}review/")
    page.locator('.r-item-target[data-state="proposed"] .y-item-title a').first.click()
    page.wait_for_timeout(400)


def review_text(page: Page) -> None:
    review(page)
    tab = page.locator("[data-show=doc]")
    if tab.is_visible():
        tab.click()
        page.locator('mark[aria-current="true"]').first.scroll_into_view_if_needed()


def target(page: Page) -> None:
    latest_plan(page)
    page.goto(f"{page.url.split('?')[0]}?tab=targets")
    page.get_by_role("link", name="农业领域高新技术企业").first.click()


def record(page: Page) -> None:
    latest_plan(page)
    page.goto(f"{page.url.split('?')[0]}?tab=log")


def work_plan(page: Page) -> str:
    """The address of the plan that is at work, not of the one under review."""
    page.goto("/plans/?state=issued")
    page.locator("table th[scope=row] a").first.click()
    return page.url.split("?")[0]


def task_table(page: Page) -> None:
    """What was taken over while the plan was reviewed."""
    page.goto(f"{work_plan(page)}task-table/1/")


def versions(page: Page) -> None:
    page.goto(f"{work_plan(page)}?tab=versions")


def duties(page: Page) -> None:
    page.goto(f"{work_plan(page)}duties/")


def task_progress(page: Page) -> None:
    page.goto("/progress/")
    page.get_by_role("link", name="平台入网仪器").first.click()


def public_plan(page: Page) -> None:
    page.goto("/public/")
    page.locator("main a[href*='/public/plans/']").first.click()


STOPS = [
    Stop("login", "", "/accounts/login/"),
    Stop("home", "pei", "/"),
    Stop("list", "pei", "/plans/"),
    Stop("import", "pei", "/plans/import/"),
    Stop("plan", "pei", "/", latest_plan),
    Stop("review", "pei", "/", review),
    Stop("review-text", "pei", "/", review_text),
    Stop("target", "pei", "/", target),
    Stop("versions", "fang", "/", versions),
    Stop("duties", "tang", "/", duties),
    Stop("progress", "pei", "/progress/"),
    Stop("figure", "gu", "/", task_progress),
    Stop("dashboard", "luo", "/dashboard/"),
    Stop("wall", "", "/wall/"),
    Stop("public", "", "/", public_plan),
    Stop("accounts", "sysadmin", "/administration/accounts/"),
    Stop("record", "fang", "/", record),
    Stop("task-table", "pei", "/", task_table),
    Stop("search", "luo", "/search/?q=高新"),
    Stop("components", "luo", "/components/"),
]


def main(address: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for width in SIZES:
            for who in dict.fromkeys(stop.who for stop in STOPS):
                walk(browser, address, width, who)
        browser.close()


def walk(browser: Browser, address: str, width: int, who: str) -> None:
    """All pictures of one person at one width, in one session."""
    viewport = {"width": width, "height": SIZES[width]}
    context = browser.new_context(base_url=address, viewport=viewport, locale="zh-CN")  # type: ignore[arg-type]
    page = context.new_page()
    if who:
        page.goto("/accounts/login/")
        page.locator(f'button[value="{who}"]').click()
    for stop in STOPS:
        if stop.who == who:
            page.goto(stop.path)
            stop.before(page)
            page.wait_for_load_state("networkidle")
            keep(page.screenshot(), PICTURES / f"{stop.name}-{width}.png")
    context.close()


def keep(picture: bytes, path: Path) -> None:
    """Store a picture with as many colours as fit the weight."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for colours in COLOURS:
        packed = io.BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
        if packed.tell() < HEAVIEST:
            break
    path.write_bytes(packed.getvalue())
    sys.stderr.write(f"{path.name}  {packed.tell() // 1000} kB\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python tools/tour.py ADDRESS-OF-A-RUNNING-DEMO")
    main(sys.argv[1])
