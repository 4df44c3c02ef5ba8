"""T17: a dump, the write-ahead log, the server's log, the files and our own log hold none of twenty people's secrets."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import IntegrityError
from django.test import Client

from launcher.vault import run_tool
from tests.foundation.people.personal.planting import PEOPLE, Planted, plant
from tests.foundation.people.test_second_factor import set_up
from yaodian.foundation.common.actor import SYSTEM
from yaodian.foundation.common.row_security import rows_for
from yaodian.foundation.people import actions
from yaodian.foundation.people.models import PersonalDetails, User

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("race_database")]
CLEAR = "旁证7203空位旁证7203"


def owner_address(database: str) -> str:
    return os.environ["MIGRATION_DATABASE_URL"].rpartition("/")[0] + f"/{database}"


def written_by_the_server() -> Iterator[Path]:
    """The write-ahead log and the server's own log, all of it on disk."""
    with psycopg.connect(os.environ["YAODIAN_TEST_SUPERUSER_URL"], autocommit=True) as superuser:
        superuser.execute("CHECKPOINT")
        row = superuser.execute("SHOW data_directory").fetchone()
    data = Path(row[0] if row else "")
    yield from (path for path in (data / "pg_wal").iterdir() if path.is_file())
    yield data.parent / "postgres.log"


def found_in(paths: list[Path], words: list[str]) -> set[str]:
    """Those of `words` that stand in some file."""
    found = set()
    for path in paths:
        content = path.read_bytes()
        found |= {word for word in words if word.encode() in content}
    return found


def make_errors(planted: Planted) -> None:
    """What goes wrong is told in logs: a refused row, a wrong form, a wrong token."""
    user = User.objects.get(username="planted0")
    with pytest.raises(IntegrityError), rows_for(keeper="details"):
        PersonalDetails.objects.create(user=user, phone=planted.phones[0], id_number=planted.numbers[0])
    client = Client()
    client.force_login(user)
    wrong = {
        "phone": planted.phones[1] + "0",
        "id_number": planted.numbers[1],
        "revision": "1",
        "password": "x",
    }
    assert client.post("/mine/details/change/", wrong).status_code == 422
    broken = planted.secrets[0] + "x"
    assert Client().get("/api/v1/me", headers={"Authorization": f"Bearer {broken}"}).status_code == 401


def test_t17_nothing_that_is_kept_holds_a_number_a_seed_or_a_secret(
    race_database: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    planted = plant()
    make_errors(planted)
    actions.add_region("990199", CLEAR, "county", by=SYSTEM)
    dump, log = tmp_path / "dump.sql", tmp_path / "our.log"
    run_tool("pg_dump", owner_address(race_database), ["--format=plain", f"--file={dump}"])
    log.write_text(f"{caplog.text}\n{CLEAR}", encoding="utf-8")
    server = list(written_by_the_server())
    files = [path for path in Path(settings.FILES_ROOT).rglob("*") if path.is_file()]
    assert (len(planted.all()), len(set(planted.all()))) == (4 * PEOPLE, 4 * PEOPLE)
    assert found_in([dump, log, *server, *files], planted.all()) == set()
    # Negative control: a text kept in clear is found in the dump and in the write-ahead log.
    assert [found_in([each], [CLEAR]) for each in (dump, log)] == [{CLEAR}, {CLEAR}]
    assert (found_in(server, [CLEAR]), server[-1].is_file()) == ({CLEAR}, True)
    # The masks and what was sealed are there, so it is the right database that was looked at.
    content = dump.read_text(encoding="utf-8")
    assert content.count("\ttest:") >= PEOPLE
    assert "139****0000" in content


def test_the_session_lets_go_of_a_seed_once_it_is_bound() -> None:
    """A session is kept as a text that anybody can read who has the database."""
    client = Client()
    seed = set_up(client)
    assert Session.objects.count() > 0
    assert [row.pk for row in Session.objects.all() if seed in str(row.get_decoded())] == []
