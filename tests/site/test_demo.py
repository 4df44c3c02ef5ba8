"""The demo city: made whole or not at all, once, in demo mode only."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client
from django.urls import path

from tests.conftest import clone, drop
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.files import store
from yaodian.foundation.people import demo as accounts
from yaodian.foundation.people.models import Division, Organisation, Region, User
from yaodian.site.demo import city, story
from yaodian.site.urls import urlpatterns as usual
from yaodian.workplan.plans.models import Plan, Target
from yaodian.workplan.progress.standing import standings
from yaodian.workplan.progress.states import Light

ROOT = Path(__file__).resolve().parents[2]
urlpatterns = [*usual, path("demo/sign-in/", accounts.sign_in, name="demo_sign_in")]
handler404 = "yaodian.site.views.error_404"


def address(variable: str, name: str) -> str:
    return f"{os.environ[variable].rpartition('/')[0]}/{name}"


def in_demo_mode(
    name: str, home: Path, *command: str, mode: str = "demo"
) -> subprocess.CompletedProcess[str]:
    """Run Python on the database `name` with the environment that `./run demo` gives."""
    env = os.environ | {
        "YAODIAN_MODE": mode,
        "YAODIAN_DEMO_DATE": "2026-04-15",
        "YAODIAN_HOME": str(home),
        "DATABASE_URL": address("DATABASE_URL", name),
        "MIGRATION_DATABASE_URL": address("MIGRATION_DATABASE_URL", name),
    }
    return subprocess.run([sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True)


@contextmanager
def entered(name: str) -> Iterator[None]:
    """The database `name` is Django's own inside the block."""
    default = connections["default"]
    default.close()
    before, default.settings_dict["NAME"] = default.settings_dict["NAME"], name
    yield
    connections.close_all()
    default.settings_dict["NAME"] = before


@pytest.fixture(scope="module")
def empty_template(django_db_setup: None) -> Iterator[str]:
    """A migrated database in which nobody lives."""
    name = "yaodian_empty"
    drop(name)
    clone(name, "yaodian")
    migrated = in_demo_mode(name, ROOT, "manage.py", "migrate", "--verbosity=0")
    assert migrated.returncode == 0, migrated.stderr
    yield name
    drop(name)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def seeded(empty_template: str, home: Path, django_db_blocker: Any) -> Iterator[str]:
    """The city as `./run demo` makes it."""
    name = f"yaodian_city_{uuid.uuid4().hex[:12]}"
    clone(name, empty_template)
    done = in_demo_mode(name, home, "manage.py", "seed_demo")
    assert done.returncode == 0, done.stderr
    with django_db_blocker.unblock(), entered(name):
        yield name
    drop(name)


@pytest.fixture
def empty(empty_template: str, django_db_blocker: Any, tmp_path: Path, settings: Any) -> Iterator[str]:
    """An empty database to fail in."""
    name = f"yaodian_city_{uuid.uuid4().hex[:12]}"
    clone(name, empty_template)
    settings.DEMO, settings.FILES_ROOT = True, tmp_path
    with django_db_blocker.unblock(), entered(name):
        yield name
    drop(name)


def test_the_city_has_five_counties_nine_divisions_and_thirty_people(seeded: str) -> None:
    counties = Region.objects.filter(kind=Region.Kind.COUNTY)
    assert [county.name for county in counties] == ["云麓区", "南屏区", "青禾县", "石坪县", "永澜市"]
    bureau = Organisation.objects.get(kind=Organisation.Kind.BUREAU)
    assert Division.objects.filter(organisation=bureau).exclude(name="局领导").count() == 9
    assert User.objects.filter(memberships__isnull=False).distinct().count() == 30


def test_last_years_plan_is_reviewed_this_years_at_work_and_a_third_half_way(seeded: str) -> None:
    plans = {(plan.kind, plan.year): plan for plan in Plan.objects.with_counts()}
    assert {key: plan.state for key, plan in plans.items()} == {
        ("annual_plan", 2025): "reviewed",
        ("annual_plan", 2026): "issued",
        ("action_plan", 2026): "reviewing",
    }
    assert plans["annual_plan", 2025].n_open == 0
    at_work = plans["annual_plan", 2026]
    assert Target.objects.get(origin="added").text == "财政资金购置的仪器设备全部纳入平台管理"
    assert at_work.tasks.exclude(leader="").count() == 33
    half_way = plans["action_plan", 2026]
    states = Counter(
        [*half_way.tasks.values_list("state", flat=True), *half_way.targets.values_list("state", flat=True)]
    )
    assert states == {"accepted": 23, "proposed": 21}


def test_the_plan_at_work_is_issued_disclosed_amended_and_reported(seeded: str) -> None:
    plan = Plan.objects.get(state="issued")
    assert (plan.version, plan.approval.document_no) == (2, "云科发〔2026〕3号")
    assert [task.no for task in plan.tasks.filter(restricted=True)] == ["35"]
    assert plan.issuance.overload_reason != ""
    disclosed = plan.disclosures.get()
    assert (disclosed.state, disclosed.redactions.get().task.no) == ("published", "34")
    assert Counter(plan.reports.values_list("state", flat=True)).keys() == {
        "confirmed",
        "submitted",
        "returned",
    }
    counties = plan.reports.exclude(region=None).values_list("region__name", flat=True).distinct()
    assert len(set(counties)) == 5


def test_the_plan_at_work_shows_every_light(seeded: str) -> None:
    plan = Plan.objects.get(state="issued")
    lights = standings(plan, date(2026, 4, 15)).lights_of_targets()
    assert {light for light, count in lights.items() if count} >= {
        Light.DONE,
        Light.GREEN,
        Light.AMBER,
        Light.RED,
    }


def test_everything_happened_before_the_day_that_is_shown(seeded: str) -> None:
    days = {str(day) for day in Entry.objects.values_list("at__date", flat=True).distinct()}
    assert {"2024-01-02", "2025-03-05", "2026-02-06", "2026-02-10", "2026-04-14"} <= days
    assert max(days) == "2026-04-14"


def test_a_second_run_changes_nothing(seeded: str, home: Path) -> None:
    before = Entry.objects.count(), User.objects.count(), Plan.objects.count()
    done = in_demo_mode(seeded, home, "manage.py", "seed_demo")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "云岭市已经建立。\n")
    assert (Entry.objects.count(), User.objects.count(), Plan.objects.count()) == before


def test_every_account_signs_in_by_one_click(seeded: str, settings: Any) -> None:
    settings.DEMO, settings.ROOT_URLCONF = True, __name__
    offered = [person for _label, people in accounts.grouped() for person in people]
    assert len(offered) == 30
    for user in User.objects.all():
        client = Client()
        assert client.post("/demo/sign-in/", {"username": user.username}).status_code == 302
        home_page = client.get("/")
        assert (home_page.status_code, user.name in home_page.content.decode()) == (200, True)


def test_the_password_that_the_sign_in_page_shows_opens_the_door(seeded: str) -> None:
    client = Client()
    answer = client.post("/accounts/login/", {"login": "lin", "password": city.PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_outside_demo_mode_nothing_is_made(empty: str, settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="演示数据只能在演示模式下建立"):
        call_command("seed_demo")
    assert (Region.objects.count(), User.objects.count()) == (0, 0)


@pytest.mark.parametrize(("mode", "answer"), [("demo", "/demo/sign-in/"), ("test", "none"), ("tool", "none")])
def test_the_address_of_the_one_click_exists_in_demo_mode_only(
    empty_template: str, home: Path, mode: str, answer: str
) -> None:
    ask = (
        "import django; django.setup(); from django.urls import NoReverseMatch, reverse\n"
        "try: print(reverse('demo_sign_in'))\n"
        "except NoReverseMatch: print('none')"
    )
    done = in_demo_mode(empty_template, home, "-c", ask, mode=mode)
    assert (done.stdout.strip(), done.returncode) == (answer, 0), done.stderr


def test_a_failure_half_way_leaves_neither_rows_nor_files(
    empty: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail() -> None:
        assert Plan.objects.count() == 1
        assert [file for file in tmp_path.rglob("*") if file.is_file()] == [
            store.path_of(Plan.objects.get().source.sha256)
        ]
        raise OSError("the disk is full")

    monkeypatch.setattr(story, "this_year", fail)
    with pytest.raises(OSError, match="the disk is full"):
        call_command("seed_demo")
    assert (Region.objects.count(), User.objects.count(), Plan.objects.count(), Entry.objects.count()) == (
        0,
        0,
        0,
        0,
    )
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []
