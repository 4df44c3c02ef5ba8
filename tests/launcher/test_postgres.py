from __future__ import annotations

import os
import signal
import socket
import stat
import threading
import time
from pathlib import Path

import psycopg
import pytest

from launcher import binaries
from launcher.postgres import Cluster, TemporaryCluster


def end_the_hard_way(cluster: Cluster) -> None:
    """kill -9, and wait until the kernel has done it."""
    pid = cluster.child_pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    while cluster.is_running():
        time.sleep(0.01)


def insert_until_killed(url: str, acknowledged: list[int]) -> None:
    number = max(acknowledged, default=0)
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            while True:
                number += 1
                connection.execute("INSERT INTO entry VALUES (%s)", [number])
                acknowledged.append(number)
    except psycopg.OperationalError:
        return


def test_killing_the_server_loses_nothing_that_it_acknowledged(cluster: Cluster) -> None:
    with psycopg.connect(cluster.owner_url) as connection:
        connection.execute("CREATE TABLE entry (number int)")
    acknowledged: list[int] = []
    for _round in range(3):
        before = len(acknowledged)
        writer = threading.Thread(target=insert_until_killed, args=[cluster.owner_url, acknowledged])
        writer.start()
        while len(acknowledged) < before + 50:
            time.sleep(0.005)
        end_the_hard_way(cluster)
        writer.join()
        cluster.start()
    with psycopg.connect(cluster.owner_url) as connection:
        kept = {row[0] for row in connection.execute("SELECT number FROM entry")}
    assert set(acknowledged) - kept == set()


def test_a_restart_keeps_the_port_so_that_addresses_stay_good(cluster: Cluster) -> None:
    before = cluster.owner_url
    end_the_hard_way(cluster)
    cluster.start()
    assert cluster.owner_url == before


def test_when_the_last_port_is_taken_the_server_starts_on_another(cluster: Cluster) -> None:
    port = cluster.port
    cluster.stop()
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))
        taken.listen()
        cluster.start()
        assert cluster.port != port


def test_a_pid_file_whose_pid_now_belongs_to_another_program_does_not_block_the_start(
    cluster: Cluster,
) -> None:
    cluster.stop()
    (cluster.data / "postmaster.pid").write_text(
        f"{os.getpid()}\n{cluster.data}\n0\n{5432}\n\n127.0.0.1\n\nready\n"
    )
    assert not cluster.is_running()
    cluster.start()
    assert cluster.is_running()


def test_the_application_can_neither_make_tables_nor_touch_the_owners(cluster: Cluster) -> None:
    with psycopg.connect(cluster.owner_url) as connection:
        connection.execute("CREATE TABLE entry (number int)")
    for statement in (
        "CREATE TABLE mine (number int)",
        "ALTER TABLE entry ADD note text",
        "SELECT * FROM entry",
    ):
        with (
            psycopg.connect(cluster.app_url) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(statement)


def test_chinese_has_trigrams_and_the_extensions_are_there(cluster: Cluster) -> None:
    with psycopg.connect(cluster.app_url) as connection:
        (trigrams,) = connection.execute("SELECT cardinality(show_trgm('科技创新'))").fetchone() or (0,)
        found = {row[0] for row in connection.execute("SELECT extname FROM pg_extension")}
    assert trigrams == 5
    assert found >= {"pg_trgm", "btree_gist", "unaccent"}


def test_the_passwords_are_for_the_owner_of_the_folder_only(cluster: Cluster) -> None:
    mode = (cluster.folder / "credentials.json").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(cluster.app_url, password="wrong")


def test_the_last_of_several_users_stops_the_server(folder: Path) -> None:
    first, second = Cluster(folder / "postgres"), Cluster(folder / "postgres")
    with first.in_use():
        with second.in_use():
            assert first.port == second.port
        assert first.is_running()
    assert not first.is_running()


def test_an_interrupted_initdb_is_made_again(folder: Path) -> None:
    cluster = Cluster(folder / "postgres")
    (cluster.folder / "data.new" / "base").mkdir(parents=True)
    with cluster.in_use():
        assert cluster.has_database("yaodian")


def test_the_programs_run_from_a_copy_that_everybody_may_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "SYSTEM_FOLDER", folder / "system")
    copied = binaries._copied(binaries._wheel_folder())
    assert binaries.reachable(copied / "bin")
    monkeypatch.setattr(
        "launcher.postgres.programs", lambda: binaries.Programs(copied, binaries.programs().account)
    )
    with Cluster(folder / "postgres").in_use() as cluster:
        assert cluster.has_database("yaodian")


def test_a_database_can_be_cloned_from_a_template_and_dropped() -> None:
    with TemporaryCluster() as cluster:
        cluster.create_database("first")
        with psycopg.connect(cluster.url("yaodian_owner", "first")) as connection:
            connection.execute("CREATE TABLE entry AS SELECT 7 AS number")
        cluster.create_database("second", template="first")
        cluster.drop_database("first")
        with psycopg.connect(cluster.url("yaodian_owner", "second")) as connection:
            assert connection.execute("SELECT number FROM entry").fetchone() == (7,)
        assert not cluster.has_database("first")
    assert not cluster.folder.exists()
