"""The background jobs write down how they fare; a run that was asked for comes; backups are known and watched."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from launcher import backup_log
from tests import cast
from tests.foundation.people.administration.asking import signed_in
from yaodian.foundation.administration import backups
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common import clock, periodic
from yaodian.foundation.common.periodic import Job
from yaodian.foundation.common.refusal import Refused
from yaodian.foundation.notices.todos import todos_of
from yaodian.foundation.people import parameters
from yaodian.foundation.people.jobs import ask_for_run, watched
from yaodian.foundation.people.models import JobState

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 4, 15, 9, tzinfo=clock.SHANGHAI)


class Worker:
    """The worker's round, on a clock that the test moves."""

    def __init__(self, *jobs: Job) -> None:
        self.jobs, self.passed = watched(jobs), 0.0

    def round(self, seconds: float) -> None:
        self.passed += seconds
        with clock.hold(MORNING + timedelta(seconds=self.passed)):
            for job in self.jobs:
                job.run_if_due(self.passed)


def state(name: str = "clear_sessions") -> JobState:
    return JobState.objects.get(name=name)


def test_a_run_is_written_down_and_so_is_its_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(periodic.connections, "close_all", lambda: None)  # the test's own is still needed
    outcomes = iter([None, RuntimeError("disk full"), None])

    def run() -> None:
        outcome = next(outcomes)
        if outcome:
            raise outcome

    worker = Worker(Job("clear_sessions", 3600.0, run))
    worker.round(1)
    assert (state().trouble, state().finished_at) == ("", MORNING + timedelta(seconds=1))
    worker.round(3600)
    assert (state().trouble, state().failed_at) == ("disk full", MORNING + timedelta(seconds=3601))
    worker.round(60)
    assert (state().trouble, state().finished_at) == ("", MORNING + timedelta(seconds=3661))


def test_a_job_of_every_second_is_written_down_once_a_minute(django_assert_num_queries: Any) -> None:
    worker = Worker(Job("seal_audit", 1.0, lambda: None))
    worker.round(1)
    for _second in range(58):
        worker.round(1)
    assert state("seal_audit").started_at == MORNING + timedelta(seconds=1)
    for _second in range(2):
        worker.round(1)
    assert state("seal_audit").started_at == MORNING + timedelta(seconds=61)


def test_a_run_that_was_asked_for_comes_within_seconds() -> None:
    ran: list[float] = []
    worker = Worker(Job("clear_sessions", 3600.0, lambda: ran.append(worker.passed)))
    worker.round(10)
    with clock.hold(MORNING + timedelta(seconds=10.5)):
        ask_for_run("clear_sessions", by=cast.actor("system_admin"))
    for _second in range(20):
        worker.round(1)
    assert len(ran) == 2
    assert ran[1] - 10 <= 2
    assert Entry.objects.filter(action="ask_for_run").count() == 1


@pytest.mark.parametrize("who", ["security_admin", "audit_admin", "leader"])
def test_only_who_keeps_the_system_asks_for_a_run(who: str) -> None:
    with pytest.raises(Refused):
        ask_for_run("clear_sessions", by=cast.actor(who))


def test_the_page_names_each_job_its_trouble_and_a_worker_that_is_silent() -> None:
    system = signed_in("system_admin")
    page = system.get(reverse("administration:jobs")).content.decode()
    assert "后台进程没有动静" in page
    assert "清理过期登录" in page
    now = clock.now()
    JobState.objects.create(
        name="clear_sessions", started_at=now, finished_at=now, failed_at=now, trouble="disk full"
    )
    page = system.get(reverse("administration:jobs")).content.decode()
    assert "后台进程没有动静" not in page
    assert "disk full" in page
    system.post(reverse("administration:job_run", args=["clear_sessions"]))
    assert "等待运行" in system.get(reverse("administration:jobs")).content.decode()
    assert system.post(reverse("administration:job_run", args=["nosuch"])).status_code == 404


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


def now() -> datetime:
    """The machine's time: backups are made outside the program."""
    return datetime.fromtimestamp(time.time(), UTC)


def note(home: Path, made_at: datetime, content: bytes = b"archive") -> None:
    """What the launcher writes after a backup."""
    archive = home / "night.tar"
    archive.write_bytes(content)
    manifest = {
        "made_at": made_at.isoformat(),
        "version": "0.1.0",
        "rows": {"a": 2, "b": 3},
        "sha256": {"files/1": ""},
    }
    backup_log.note(home, archive, manifest, made_at.isoformat())


def page() -> str:
    return signed_in("system_admin").get(reverse("administration:backups")).content.decode()


def titles() -> list[str]:
    return [todo.title for todo in todos_of(cast.actor("system_admin"))]


def test_what_the_launcher_notes_the_page_shows(home: Path) -> None:
    assert "还没有备份记录" in page()
    note(home, now() - timedelta(hours=1))
    (known,) = backups.known()
    assert (known.file, known.size, known.rows, known.files) == ("night.tar", 7, 5, 1)
    shown = page()
    assert "备份正常" in shown
    assert known.sha256 in shown
    assert titles() == []


def test_an_old_backup_is_a_to_do_as_the_parameter_says(home: Path) -> None:
    note(home, now() - timedelta(hours=50))
    assert "最近一次备份是2 天前" in page()
    assert titles() == ["处理备份"]
    parameters.hold({"backup_age_hours": 72}, seconds=60)
    assert titles() == []


def test_the_same_archive_verified_again_is_one_backup_and_the_newest_stands_first(home: Path) -> None:
    day = now()
    note(home, day - timedelta(days=2), b"older")
    note(home, day, b"newer")
    note(home, day - timedelta(days=2), b"older")
    told = json.loads((home / backup_log.NAME).read_text(encoding="utf-8"))
    assert [one["size"] for one in told] == [5, 5]
    assert told[0]["made_at"] > told[1]["made_at"]


def test_a_note_that_cannot_be_read_counts_as_none(home: Path) -> None:
    (home / backup_log.NAME).write_text('[{"file": 1}]', encoding="utf-8")
    assert backups.known() == []
    assert titles() == ["处理备份"]
