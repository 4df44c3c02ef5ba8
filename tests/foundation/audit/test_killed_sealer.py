"""T16: the sealer is killed again and again while people write; nothing is lost, doubled or left out of order."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.test import Client

from tests.cast import CAST, actor
from tests.foundation.audit.test_sealer import INSERT
from tests.foundation.audit.tools import address, as_application, as_superuser, write
from yaodian.foundation.audit import anchor, sealer
from yaodian.foundation.audit.models import Block, Entry, Seal
from yaodian.foundation.audit.verify import verify
from yaodian.foundation.notices.todos import todos_of
from yaodian.foundation.people.models import User

pytestmark = pytest.mark.race

ROOT = Path(__file__).resolve().parents[3]
WRITERS, KILLS = 4, 6
BUSY_SEALER = """
import django; django.setup()
from yaodian.foundation.audit import sealer
sealer.BLOCK_LIMIT, sealer.ROUND_LIMIT = 7, 70
while True:
    sealer.seal(); print("", flush=True)
"""


def start_sealer() -> subprocess.Popen[bytes]:
    """A process that seals without pause in small blocks, so that a kill meets it at work."""
    environment = os.environ | {
        "DATABASE_URL": address("DATABASE_URL"),
        "DJANGO_SETTINGS_MODULE": "yaodian.site.settings",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", BUSY_SEALER], env=environment, cwd=ROOT, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


def write_on(seed: int, written: list[int], over: threading.Event) -> None:
    """Transactions of several entries, some slow, some rolled back, until all is over."""
    dice = random.Random(seed)
    with as_application() as app:
        while not over.is_set():
            ids = [app.execute(INSERT).fetchone()[0] for _entry in range(dice.randint(1, 4))]
            time.sleep(dice.choice([0.005, 0.01, 0.02, 0.2]))
            if dice.random() < 0.1:
                app.rollback()
            else:
                app.commit()
                written.extend(ids)


def test_a_sealer_killed_under_load_leaves_no_gap_and_no_double(race_database: str) -> None:
    sealer.seal_all()
    written: list[int] = []
    over = threading.Event()
    writers = [threading.Thread(target=write_on, args=(seed, written, over)) for seed in range(WRITERS)]
    for writer in writers:
        writer.start()
    sealed_by_kill = []
    for kill in range(KILLS):
        process = start_sealer()
        time.sleep(random.Random(kill).uniform(0.01, 0.2))
        process.kill()
        process.wait()
        sealed_by_kill.append(Seal.objects.count())
    over.set()
    for writer in writers:
        writer.join()
    sealer.seal_all()
    assert len(set(sealed_by_kill)) == KILLS
    assert set(written) <= set(Seal.objects.values_list("entry_id", flat=True))
    assert Seal.objects.count() == Entry.objects.count() == sum(Block.objects.values_list("count", flat=True))
    verdict = verify(anchor.read())
    assert (verdict.finding, verdict.pending) == (None, 0)


def age_by(seconds: int, entry: int) -> None:
    with as_superuser() as ruler:
        ruler.execute(
            "UPDATE audit_entry SET recorded_at = recorded_at - make_interval(secs => %s) WHERE id = %s",
            [seconds, entry],
        )


def told() -> dict[str, list[str]]:
    """Who of the cast is told that the sealing is late."""
    found = {name: [todo.detail for todo in todos_of(actor(name)) if "封存" in todo.title] for name in CAST}
    return {name: details for name, details in found.items() if details}


def test_two_minutes_without_a_seal_alert_the_audit_administrator_and_the_health_page(
    race_database: str,
) -> None:
    administrator = Client()
    administrator.force_login(User.objects.get(username="audit_admin"))
    sealer.seal_all()
    (waiting,) = write(1)
    age_by(60, waiting)
    assert (told(), administrator.get("/healthz").json()) == ({}, {"ok": True, "ailing": []})
    age_by(65, waiting)
    words = "审计记录已有 2 分钟没有封存。请让系统管理员检查后台任务（./run manage work）。"
    assert told() == {"audit_admin": [words]}
    assert administrator.get("/healthz").json() == {"ok": False, "ailing": ["sealing"]}
    assert Client().get("/healthz").json() == {"ok": False}


def test_a_transaction_that_never_ends_alerts_too(race_database: str) -> None:
    sealer.seal_all()
    with as_application() as stuck:
        stuck.execute(INSERT)
        (waiting,) = write(1)
        age_by(130, waiting)
        sealer.seal_all()
        assert list(told()) == ["audit_admin"]
    sealer.seal_all()
    assert told() == {}


@pytest.mark.parametrize("command", ["run_sealer", "work"])
def test_the_worker_seals_by_itself_and_ends_cleanly_when_asked(
    command: str, race_database: str, tmp_path: Path
) -> None:
    written = write(3)
    environment = os.environ | {"DATABASE_URL": address("DATABASE_URL"), "YAODIAN_HOME": str(tmp_path)}
    process = subprocess.Popen(
        [sys.executable, "manage.py", command], env=environment, cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 30
    while Seal.objects.filter(entry_id__in=written).count() < 3 and time.monotonic() < deadline:
        time.sleep(0.1)
    process.terminate()
    _out, words = process.communicate(timeout=30)
    assert (process.returncode, Seal.objects.filter(entry_id__in=written).count()) == (0, 3)
    assert words.splitlines()[-1] in ("已停止封存。", "后台任务已停止。")
    anchors = anchor.read(tmp_path / "anchors" / "audit.jsonl").known
    assert [known.n for known in anchors] == [1]
