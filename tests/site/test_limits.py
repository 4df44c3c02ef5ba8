"""T22: what is too large or too slow is refused while others are served, and leaves nothing behind."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.test import Client

from tests.conftest import ROOT
from yaodian.foundation.people.models import User
from yaodian.workplan.plans.models import Plan

ONE_AT_A_TIME = (
    "import os; from wsgiref.simple_server import make_server;"
    "from yaodian.site.wsgi import application;"
    "make_server('127.0.0.1', int(os.environ['PORT']), application).serve_forever()"
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(database: str, folder: Path, *command: str) -> Iterator[int]:
    port = free_port()
    address = os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{database}"
    environment = os.environ | {"DATABASE_URL": address, "PORT": str(port), "TMPDIR": str(folder)}
    arguments = [str(port) if part == "PORT" else part for part in command]
    process = subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def wait_for(port: int) -> None:
    for _ in range(150):
        if ask(port, patience=2) == 200:
            return
        time.sleep(0.2)
    raise AssertionError("the server did not come up")


def ask(port: int, patience: float) -> int:
    """The status of the sign-in page, 0 when there is no answer in `patience` seconds."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=patience)) as connection:
        try:
            connection.request("GET", "/accounts/login/")
            return connection.getresponse().status
        except OSError:
            return 0


def half_requests(port: int, number: int) -> list[socket.socket]:
    """Connections that have begun a request and never go on."""
    started = []
    for _ in range(number):
        connection = socket.create_connection(("127.0.0.1", port), timeout=10)
        connection.sendall(
            b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\nX-Slow: "
        )
        started.append(connection)
    return started


@pytest.mark.race
def test_slow_senders_do_not_keep_others_from_being_served(race_database: str, tmp_path: Path) -> None:
    with serving(race_database, tmp_path, "-m", "yaodian.site.server", "127.0.0.1", "PORT") as port:
        slow = half_requests(port, 60)
        assert ask(port, patience=20) == 200
        for connection in slow:
            connection.close()


@pytest.mark.race
def test_the_harness_sees_a_server_that_slow_senders_stop(race_database: str, tmp_path: Path) -> None:
    with serving(race_database, tmp_path, "-c", ONE_AT_A_TIME) as port:
        slow = half_requests(port, 3)
        assert ask(port, patience=3) == 0
        for connection in slow:
            connection.close()


@pytest.mark.race
@pytest.mark.parametrize("megabytes", [12, 200])
def test_a_large_body_is_refused_by_its_length_and_leaves_no_temporary_file(
    race_database: str, tmp_path: Path, megabytes: int
) -> None:
    with serving(race_database, tmp_path, "-m", "yaodian.site.server", "127.0.0.1", "PORT") as port:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
            connection.putrequest("POST", "/plans/import/")
            connection.putheader("Content-Length", str(megabytes * 1024 * 1024))
            connection.endheaders()
            if megabytes == 12:  # within what the server takes in, refused by the page itself
                connection.send(bytes(megabytes * 1024 * 1024))
            assert connection.getresponse().status == 413
        assert list(tmp_path.iterdir()) == []


def signed_in() -> Client:
    client = Client()
    client.force_login(User.objects.get(username="clerk"))
    return client


@pytest.mark.django_db
def test_the_page_for_a_large_body_says_what_to_do() -> None:
    response = signed_in().post("/plans/import/", CONTENT_LENGTH=str(12 * 1024 * 1024))
    assert (response.status_code, "一份文件最大 10 MB" in response.content.decode()) == (413, True)


@pytest.mark.django_db
def test_ten_thousand_fields_are_refused_with_a_page() -> None:
    response = signed_in().post("/plans/import/", {f"f{n}": "1" for n in range(10_001)})
    assert (response.status_code, Plan.objects.count()) == (400, 0)


@pytest.mark.django_db
def test_a_million_characters_in_a_field_get_a_sentence() -> None:
    response = signed_in().post("/plans/import/", {"text": "一" * 1_000_000, "not_secret": "on"})
    assert (response.status_code, Plan.objects.count()) in ((400, 0), (422, 0))
