"""`./run bench dashboard [PLANS ...]`: the dashboard, lists and search with 1, 10 and 100 plans of a year's progress.

Each plan has 40 tasks, 60 targets, ten counties' shares and twelve months of confirmed figures. They are entered
by COPY under the constraints and triggers of the database, and counted afterwards. Every page is asked by a leader's
browser session in this process: queries, CPU of the application for one request (process time, without
PostgreSQL's), p95 of the wall clock. The peer is the same dashboard whose figures are asked row by row
(bench/peers/dashboard.py); both must show the same page. Prints one JSON object.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg

NEEDS_DATABASE = True
ROOT = Path(__file__).resolve().parents[1]
SIZES = (1, 10, 100)
REQUESTS, PEER_REQUESTS = 20, 3
LIMIT = 15
# Counted apart: they carry no question to the database.
CONTROL = re.compile(r"^(BEGIN|COMMIT|SAVEPOINT|RELEASE SAVEPOINT)\b")
STANDINGS = "yaodian.workplan.dashboard.views.common.standings"


def main() -> None:
    sizes = tuple(int(size) for size in sys.argv[1:]) or SIZES
    prepare()
    from bench.seeding import office
    from yaodian.foundation.common import clock

    people = office.build()
    result: dict[str, Any] = {
        "per_plan": {"tasks": 40, "targets": 60, "counties": 10, "months": 12},
        "sizes": {},
    }
    with clock.hold(datetime(2026, 12, 31, 10, tzinfo=clock.SHANGHAI)):
        for before, size in zip((0, *sizes), sizes, strict=False):
            seconds = fill(people, before, size)
            result["sizes"][size] = {"copy_seconds": seconds, "rows": counted(size), **measured()}
    result["growth"] = growth(result["sizes"])
    result |= surroundings()
    print(json.dumps(result, ensure_ascii=False, indent=2))


def prepare() -> None:
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity=0"], cwd=ROOT, check=True)
    import django

    django.setup()


def fill(people: Any, before: int, size: int) -> float:
    """Enter the plans from `before` up to `size` and make them findable; seconds of the COPY."""
    from bench.seeding import plans
    from bench.seeding.copying import Copying
    from yaodian.foundation.search.register import kinds, rebuild

    started = time.perf_counter()
    with psycopg.connect(os.environ["MIGRATION_DATABASE_URL"]) as owner:
        copying = Copying(owner)
        plans.seed(copying, people, range(before + 1, size + 1))
        copying.finish()
    seconds = round(time.perf_counter() - started, 1)
    say(f"{size} plans: copied in {seconds} s")
    for kind in kinds():
        if kind.name in ("plan", "task", "target"):
            rebuild(kind)
    return seconds


def counted(size: int) -> dict[str, int]:
    """The rows as they must be: all plans issued, shares that sum to the promise, no progress of restricted work."""
    from django.db.models import F, Sum

    from yaodian.workplan.duties.models import Duty, Share
    from yaodian.workplan.plans.models import Plan, Target, Task
    from yaodian.workplan.progress.models import Report

    rows = {
        "plans": Plan.objects.filter(state="issued", version=1).count(),
        "tasks": Task.objects.filter(state="accepted").count(),
        "duties": Duty.objects.filter(state="issued").count(),
        "targets": Target.objects.filter(state="accepted").count(),
        "shares": Share.objects.count(),
        "reports": Report.objects.confirmed().count(),
    }
    open_targets = 58
    expected = (1, 40, 40, 60, open_targets * 10, open_targets * 11 * 12)
    assert tuple(rows.values()) == tuple(size * one for one in expected), rows
    assert not Report.objects.filter(target__task__restricted=True).exists()
    assert not Report.objects.filter(confirmed_by=F("made_by")).exists()
    shared = Target.objects.annotate(shared=Sum("shares__value")).exclude(shared=None)
    assert not shared.exclude(shared=F("value")).exists(), "the counties' shares do not sum to the promise"
    return rows


def measured() -> dict[str, Any]:
    """Every page's figures, then the peer's."""
    from django.urls import reverse

    from yaodian.workplan.plans.models import Plan

    plan = Plan.objects.order_by("-year", "-id").first()
    assert plan is not None
    whole = reverse("dashboard:plan", args=[plan.pk])
    pages = {
        "dashboard": whole,
        "dashboard_divisions": f"{whole}?by=division",
        "dashboard_counties": f"{whole}?by=county",
        "dashboard_months": f"{whole}?by=month",
        "records": f"{whole}records/?kind=shares&light=red",
        "progress_list": reverse("progress:list"),
        "progress_of_plan": reverse("progress:plan", args=[plan.pk]),
        "duties_of_plan": reverse("duties:tasks", args=[plan.pk]),
        "plans": reverse("plans:list"),
        "search": f"{reverse('search')}?q=高新",
    }
    found: dict[str, Any] = {name: page(path, REQUESTS) for name, path in pages.items()}
    for name in pages:
        if name.startswith("dashboard"):
            assert found[name]["queries"] <= LIMIT, (name, found[name])
    found["peer"] = peer(whole, found["dashboard"])
    return found


def peer(path: str, ours: dict[str, Any]) -> dict[str, Any]:
    """The naive page beside ours, after both have shown the same."""
    from bench.peers import dashboard as naive

    browser = signed_in()
    shown = body(browser, path)
    with patch(STANDINGS, naive.standings):
        assert body(browser, path) == shown, "the peer shows another page"
        found = page(path, PEER_REQUESTS)
    ratio = {name: round(found[name] / ours[name], 1) for name in ("queries", "cpu_ms", "p95_ms")}
    return {**found, "ratio": ratio}


def body(browser: Any, path: str) -> str:
    """The page without what differs from one request to the next."""
    return re.sub(
        r'"X-CSRFToken": "\w+"|name="csrfmiddlewaretoken" value="\w+"', "", browser.get(path).content.decode()
    )


def signed_in() -> Any:
    from django.test import Client

    from yaodian.foundation.people.models import User

    browser = Client()
    browser.force_login(User.objects.get(username="leader1"))
    return browser


def page(path: str, requests: int) -> dict[str, Any]:
    """Queries, CPU and wall clock of one address, warm."""
    browser = signed_in()
    for _warm in range(2):
        assert browser.get(path).status_code == 200, path
    queries = asked(browser, path)
    walls: list[float] = []
    started = time.process_time()
    for _ in range(requests):
        began = time.perf_counter()
        browser.get(path)
        walls.append(time.perf_counter() - began)
    cpu = (time.process_time() - started) / requests
    p95 = sorted(walls)[min(len(walls) - 1, round(len(walls) * 0.95) - 1)]
    found = {"queries": queries, "cpu_ms": round(cpu * 1000, 1), "p95_ms": round(p95 * 1000, 1)}
    say(f"  {path}: {found}")
    return found


def asked(browser: Any, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        browser.get(path)
    return sum(not CONTROL.match(query["sql"]) for query in captured)


def growth(sizes: dict[int, dict[str, Any]]) -> dict[str, Any]:
    """CPU with the most plans against CPU with the fewest, page by page, and whether the queries stayed the same."""
    first, last = (sizes[size] for size in (min(sizes), max(sizes)))
    names = [name for name in first if isinstance(first[name], dict) and "cpu_ms" in first[name]]
    return {
        name: {
            "cpu": round(last[name]["cpu_ms"] / first[name]["cpu_ms"], 2),
            "queries": [first[name]["queries"], last[name]["queries"]],
        }
        for name in names
    }


def surroundings() -> dict[str, Any]:
    with psycopg.connect(os.environ["DATABASE_URL"]) as app:
        (version,) = app.execute("SELECT current_setting('server_version')").fetchone() or ("",)
    return {"postgresql": version, "cores": os.cpu_count(), "requests_each": REQUESTS}


def say(words: str) -> None:
    print(words, file=sys.stderr)


if __name__ == "__main__":
    main()
