"""T06: a hundred guesses at once against a live server of four processes; five are looked at."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.cast import PASSWORD
from tests.conftest import ROOT

pytestmark = pytest.mark.race
LIMIT = 5
GUESSES = 100
PLACES = {"clerk": 6, "chief": 40, "leader": 80}


class Server:
    """Four processes with four threads each; `evaluated()` counts the passwords they have checked."""

    def __init__(self, database: str, folder: Path, cache: str) -> None:
        self.marks = folder / "marks"
        self.marks.touch()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        environment = os.environ | {
            "DATABASE_URL": os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{database}",
            "DJANGO_SETTINGS_MODULE": "tests.foundation.people.counting",
            "YAODIAN_COUNT_FILE": str(self.marks),
            "YAODIAN_COUNT_CACHE": cache,
        }
        command = [sys.executable, "-m", "yaodian.site.server", "127.0.0.1", str(self.port)]
        self.processes = [subprocess.Popen(command, cwd=ROOT, env=environment) for _ in range(4)]

    def ask(self, method: str, form: dict[str, str] | None = None, token: str = "") -> tuple[int, str]:
        """Status and CSRF cookie of a request to the sign-in page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": f"csrf={token}", "X-CSRFToken": token} if token else {}
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, "/accounts/login/", urlencode(form or {}), headers)
        answer = connection.getresponse()
        answer.read()
        found = re.search(r"csrf=(\w+)", answer.headers.get("Set-Cookie", ""))
        connection.close()
        return answer.status, found[1] if found else ""

    def wait(self) -> str:
        for _ in range(200):
            try:
                status, token = self.ask("GET")
            except OSError:
                time.sleep(0.2)
            else:
                assert status == 200
                return token
        raise AssertionError("the server did not come up")

    def evaluated(self) -> int:
        return self.marks.stat().st_size


@contextmanager
def serving(database, folder, cache):
    server = Server(database, folder, cache)
    try:
        server.token = server.wait()
        yield server
    finally:
        for process in server.processes:
            process.terminate()
        for process in server.processes:
            process.wait(30)


def guess(server, login, passwords):
    """Send all at once; the statuses: 302 let in, 200 sent back to the form."""

    def send(password):
        return server.ask("POST", {"login": login, "password": password}, server.token)[0]

    with ThreadPoolExecutor(len(passwords)) as pool:
        return list(pool.map(send, passwords))


def wrong(number):
    return [f"Wrong-guess-{n}" for n in range(number)]


def test_five_of_a_hundred_parallel_guesses_are_looked_at_and_a_late_right_one_is_refused(
    race_database, tmp_path
):
    with serving(race_database, tmp_path, "shared") as server:
        for login, place in PLACES.items():
            before = server.evaluated()
            assert set(guess(server, login, wrong(place - 1))) == {200}
            assert server.evaluated() - before == LIMIT
            assert set(guess(server, login, [PASSWORD, *wrong(GUESSES - place)])) == {200}
            assert server.evaluated() - before == LIMIT


def test_a_hundred_guesses_at_one_moment_are_no_more_than_five(race_database, tmp_path):
    with serving(race_database, tmp_path, "shared") as server:
        assert set(guess(server, "clerk", wrong(GUESSES))) == {200}
        assert server.evaluated() == LIMIT


def test_the_harness_sees_more_than_five_when_each_process_keeps_its_own_count(race_database, tmp_path):
    with serving(race_database, tmp_path, "own") as server:
        guess(server, "clerk", wrong(GUESSES))
        assert server.evaluated() > LIMIT
