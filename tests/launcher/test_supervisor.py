from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from launcher import postmaster
from launcher.messages import Trouble
from launcher.postgres import Cluster
from launcher.supervisor import Database, Process, Supervisor

ROOT = Path(__file__).resolve().parents[2]
SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]
SUPERVISED = """
import sys
from pathlib import Path
from launcher.postgres import Cluster
from launcher.supervisor import Database, Process, Supervisor

with Supervisor(pause=0.05) as supervisor:
    supervisor.add(Database(Cluster(Path(sys.argv[1]))))
    supervisor.add(Process("sleeper", [sys.executable, "-c", "import time; time.sleep(600)"], {}, Path("/")))
    print(supervisor.services[1].child.pid, flush=True)
    supervisor.watch()
"""


def eventually(true: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.02)
    return true()


def look_again_and_again(supervisor: Supervisor) -> None:
    while True:
        supervisor.look()


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def supervised(folder: Path) -> subprocess.Popen[str]:
    """A supervisor in a process of its own, with a database and a child."""
    return subprocess.Popen(
        [sys.executable, "-c", SUPERVISED, str(folder / "postgres")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def test_a_killed_child_is_restarted() -> None:
    supervisor, child = Supervisor(), Process("sleeper", SLEEPER, {}, ROOT)
    supervisor.add(child)
    assert child.child is not None
    first = child.child.pid
    os.kill(first, signal.SIGKILL)
    assert eventually(lambda: not child.is_alive())
    supervisor.look()
    assert child.is_alive()
    assert child.child.pid != first
    child.stop()
    assert not child.is_alive()


def test_a_killed_database_is_restarted_and_answers_at_the_same_address(cluster: Cluster) -> None:
    cluster.stop()
    supervisor = Supervisor()
    supervisor.add(Database(cluster))
    address, pid = cluster.app_url, cluster.child_pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: not cluster.is_running())
    supervisor.look()
    with psycopg.connect(address) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_command_that_uses_the_supervised_database_leaves_it_running(folder: Path) -> None:
    supervisor, cluster = Supervisor(), Cluster(folder / "postgres")
    with supervisor:
        supervisor.add(Database(cluster))
        pid = cluster.child_pid
        with Cluster(folder / "postgres").in_use() as other:
            assert other.port == cluster.port
        supervisor.look()
        assert (cluster.is_running(), cluster.child_pid) == (True, pid)
    assert not cluster.is_running()


@pytest.mark.skipif(sys.platform != "linux", reason="orphans are adopted by the Linux kernel's rule")
def test_an_orphan_of_a_dead_child_is_reaped() -> None:
    parent = "import subprocess, sys; print(subprocess.Popen(['sleep', '0.2']).pid, flush=True)"
    with Supervisor() as supervisor:
        started = subprocess.run([sys.executable, "-c", parent], capture_output=True, text=True)
        orphan = int(started.stdout)
        time.sleep(0.4)
        assert Path(f"/proc/{orphan}").exists()
        supervisor.look()
        assert not Path(f"/proc/{orphan}").exists()


def test_a_child_that_cannot_live_ends_in_a_sentence_that_names_it() -> None:
    supervisor = Supervisor(pause=0)
    supervisor.add(Process("broken", [sys.executable, "-c", "raise SystemExit(3)"], {}, ROOT))
    with pytest.raises(Trouble, match="broken ended 5 times"):
        look_again_and_again(supervisor)


def test_being_asked_to_end_stops_the_child_and_then_the_database(
    supervised: subprocess.Popen[str], folder: Path
) -> None:
    assert supervised.stdout is not None
    pid = int(supervised.stdout.readline())
    supervised.send_signal(signal.SIGINT)
    assert supervised.wait(30) == 0
    assert not alive(pid)
    assert postmaster.find(folder / "postgres" / "data") is None
    assert "database system is shut down" in (folder / "postgres" / "postgres.log").read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="the parent's death is told by the Linux kernel")
def test_killing_the_supervisor_takes_its_children_along_and_the_next_start_recovers(
    supervised: subprocess.Popen[str], folder: Path
) -> None:
    assert supervised.stdout is not None
    pid = int(supervised.stdout.readline())
    supervised.kill()
    supervised.wait()
    assert eventually(lambda: not alive(pid))
    assert eventually(lambda: postmaster.find(folder / "postgres" / "data") is None)
    with Cluster(folder / "postgres").in_use() as cluster:
        assert cluster.has_database("yaodian")
