"""The audit is searched by who may, an entry shows where it is sealed, and a part of the chain is verified at once."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tests import cast
from tests.foundation.people.administration.asking import signed_in
from yaodian.foundation.administration.verifying import verify_range
from yaodian.foundation.audit import proof
from yaodian.foundation.audit.log import record
from yaodian.foundation.audit.models import Entry, Result
from yaodian.foundation.audit.sealer import seal_all
from yaodian.foundation.people import actions
from yaodian.foundation.people.models import Division, User

SEARCH, WATCH, CHAIN = (f"administration:{name}" for name in ("audit", "watch", "chain"))


@pytest.fixture
def auditor(db: None) -> Client:
    return signed_in("audit_admin")


def rows(client: Client, query: str, name: str = SEARCH) -> list[str]:
    return [row.action for row in client.get(f"{reverse(name)}?{query}").context["page"].rows]


def written() -> None:
    """Something by each of the three."""
    system, security = cast.actor("system_admin"), cast.actor("security_admin")
    actions.change_division(Division.objects.get(name="办公室"), by=system, short_name="局办")
    actions.unlock(User.objects.get(username="clerk"), by=security)
    record("verify_chain", by=cast.actor("audit_admin"), result=Result.FAILED, reason="第 3 块不符")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("who=秦系", ["change_division"]),
        ("who=尤安&action=unlock_user", ["unlock_user"]),
        ("kind=people.division&q=办公室&who=秦", ["change_division"]),
        ("q=第 3 块&result=failed", ["verify_chain"]),
        ("result=failed&who=秦系", []),
        ("who=秦系&since=2000-01-01", ["change_division"]),
        ("who=秦系&until=2000-01-01", []),
        ("who=秦系&address=192.0.2.1", []),
    ],
)
def test_each_filter_narrows_what_the_others_leave(auditor: Client, query: str, found: list[str]) -> None:
    written()
    assert rows(auditor, query) == found


def test_the_search_goes_on_by_key_and_exports_what_it_finds(auditor: Client) -> None:
    for number in range(60):
        record("verify_chain", by=cast.actor("audit_admin"), reason=f"第 {number} 次")
    first = auditor.get(f"{reverse(SEARCH)}?action=verify_chain").context
    second = auditor.get(f"{reverse(SEARCH)}{first['next_url']}").context
    assert [len(each["page"].rows) for each in (first, second)] == [50, 10]
    assert first["page"].rows[-1].pk > second["page"].rows[0].pk
    sheet = load_workbook(io.BytesIO(auditor.get(f"{reverse(SEARCH)}?q=第 59&export=xlsx").content)).active
    assert [cell.value for cell in sheet["F"]] == ["操作", "核验封存"]
    assert Entry.objects.get(action="export_audit").actor_label == "许审"


def test_the_security_administrator_sees_the_audit_administrators_acts_and_no_others(db: None) -> None:
    written()
    security = signed_in("security_admin")
    assert rows(security, "", WATCH) == ["verify_chain"]
    mine, other = Entry.objects.get(action="verify_chain"), Entry.objects.get(action="change_division")
    assert security.get(reverse("administration:entry", args=[mine.pk])).status_code == 200
    assert security.get(reverse("administration:entry", args=[other.pk])).status_code == 404
    assert security.get(reverse(SEARCH)).status_code == 404
    assert signed_in("audit_admin").get(reverse(WATCH)).status_code == 404


def test_an_entry_shows_before_and_after_in_words(auditor: Client) -> None:
    written()
    entry = Entry.objects.get(action="change_division")
    page = auditor.get(reverse("administration:entry", args=[entry.pk]))
    assert page.context["fields"] == [["简称", "（空）", "局办"]]
    assert "等待封存" in page.content.decode()


@pytest.fixture
def sealed(race_database: str, django_db_blocker: Any, settings: Any, tmp_path: Path) -> str:
    """A database of its own, in which what was written is sealed."""
    settings.ANCHOR_FILE = tmp_path / "audit.jsonl"
    with django_db_blocker.unblock():
        written()
        seal_all()
    return race_database


@pytest.mark.race
def test_a_sealed_entry_is_proved_and_the_proof_holds_away_from_the_database(
    sealed: str, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock():
        auditor, entry = signed_in("audit_admin"), Entry.objects.get(action="change_division")
        assert "证明成立" in auditor.get(reverse("administration:entry", args=[entry.pk])).content.decode()
        told = json.loads(auditor.get(reverse("administration:proof", args=[entry.pk])).content)
        block = proof.check(told)
        assert block is not None
        assert proof.check(told | {"entry": told["entry"].replace("局办", "别的")}) is None


@pytest.mark.race
def test_a_range_is_verified_at_once_and_a_changed_entry_is_found(
    sealed: str, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock():
        auditor = signed_in("audit_admin")
        answer = auditor.post(reverse(CHAIN), {"first": "1", "last": "1"})
        assert answer.context["outcome"].trouble == ""
        assert "逐条核对一致" in answer.content.decode()
        tamper(sealed)
        answer = auditor.post(reverse(CHAIN), {"first": "1", "last": "1"})
        assert answer.context["outcome"].words == "第 1 块的记录与封存时不一致：有记录被改动、添入或抽走。"
        entry = Entry.objects.get(action="change_division")
        assert "证明不成立" in auditor.get(reverse("administration:entry", args=[entry.pk])).content.decode()
        results = Entry.objects.filter(action="verify_chain", object_id="").order_by("id")
        assert list(results.values_list("result", flat=True))[-2:] == ["done", "failed"]


def tamper(database: str) -> None:
    """As somebody would who rules the database."""
    base, _slash, _old = os.environ["YAODIAN_TEST_SUPERUSER_URL"].rpartition("/")
    with psycopg.connect(f"{base}/{database}", autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("UPDATE audit_entry SET reason = 'x' WHERE action = 'change_division'")


@pytest.mark.parametrize(
    ("first", "last", "faults"),
    [
        ("", "", ["first", "last"]),
        ("5", "2", ["last"]),
        ("1", "600", ["last"]),
        ("0", "x", ["first", "last"]),
    ],
)
def test_a_range_that_makes_no_sense_is_told_field_by_field(
    auditor: Client, first: str, last: str, faults: list[str]
) -> None:
    answer = auditor.post(reverse(CHAIN), {"first": first, "last": last})
    assert (answer.status_code, sorted(answer.context["form"].errors)) == (422, faults)


def test_a_range_that_is_not_there_is_said_not_to_be_there(db: None) -> None:
    assert verify_range(900, 901).words == "没有第 900 到第 901 块，请核对块号。"


def test_sign_ins_are_listed_for_those_who_watch_them(client: Client, db: None) -> None:
    client.post("/accounts/login/", {"login": "clerk", "password": "wrong-Password-1"})
    for who in ("security_admin", "audit_admin"):
        page = signed_in(who).get(f"{reverse('administration:sign_ins')}?action=sign_in_failed&who=clerk")
        assert [row.after["login"] for row in page.context["page"].rows] == ["clerk"]
    assert signed_in("system_admin").get(reverse("administration:sign_ins")).status_code == 404
