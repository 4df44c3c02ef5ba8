"""The bytes that are hashed never change: old seals hang on them."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.foundation.audit.tools import as_superuser
from yaodian.foundation.audit import canonical
from yaodian.foundation.audit.blocks import Header
from yaodian.foundation.audit.models import Entry

ROW = """
INSERT INTO audit_entry (id, xid, at, recorded_at, actor_id, actor_label, role, role_label, behalf_id, behalf_label,
    action, result, object_type, object_id, object_label, group_type, group_id, before, after, reason, request_id,
    address, method, path)
VALUES (9000000041, '1234', '2026-03-02 09:30:00.5+08', '2026-03-02 01:30:00.000007+00', '7', '周文静', 'clerk',
    '高新技术科 · 科室经办', '', '', 'correct_target', 'done', 'plans.target', '12', '高企"净增"\\户数', 'plans.plan', '3',
    '{"value": "70", "unit": "家"}', '{"value": 72.50, "unit": "家", "a": null}', '对照原文\n更正', 'ab12', '10.0.0.8',
    'POST', '/plans/3/')"""
TEXT = (
    '["yaodian-audit-entry-1","9000000041","1234","2026-03-02T01:30:00.500000Z","2026-03-02T01:30:00.000007Z","7","周文静",'
    '"clerk","高新技术科 · 科室经办","","","correct_target","done","plans.target","12","高企\\"净增\\"\\\\户数","plans.plan","3",'
    '"{\\"unit\\": \\"家\\", \\"value\\": \\"70\\"}","{\\"a\\": null, \\"unit\\": \\"家\\", \\"value\\": 72.50}",'
    '"对照原文\\n更正","ab12","10.0.0.8","POST","/plans/3/"]'
)
LEAF = "f52b5e6c51f1ef463bc49fde98472968ea7d3299ac50ee8283d40bcbfa2a1d8f"
HEADER = {
    "n": 7,
    "count": 2,
    "root": bytes(range(32)),
    "prev": bytes(range(32, 64)),
    "horizon": 1200,
    "ceiling": 1210,
    "cluster": "7710794964821930374",
    "sealed_at": "2026-03-02T01:30:01.250000Z",
}
BLOCK = "fb968e1e520e259603878d6f096ad2f54b8f8f3b9333609e9f7de7930faeed04"


def read(entry_id: int) -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {canonical.entry_columns('e')} FROM audit_entry AS e WHERE id = %s", [entry_id]
        )
        return cursor.fetchone()


@pytest.mark.race
def test_the_form_of_an_entry_is_pinned(race_database: str) -> None:
    with as_superuser() as ruler:
        ruler.execute(ROW)
    values = read(9_000_000_041)
    assert canonical.entry_text(values) == TEXT
    assert canonical.entry_leaf(values).hex() == LEAF


@pytest.mark.race
def test_the_form_does_not_depend_on_the_time_zone_of_the_session(race_database: str) -> None:
    first = Entry.objects.order_by("id").values_list("id", flat=True)[0]
    before = read(first)
    with connection.cursor() as cursor:
        cursor.execute("SET TIME ZONE 'America/New_York'")
    assert read(first) == before


def test_the_form_of_a_block_is_pinned() -> None:
    assert canonical.block_text(HEADER) == (
        '["yaodian-audit-block-1","7","2","000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",'
        '"202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f","1200","1210","7710794964821930374",'
        '"2026-03-02T01:30:01.250000Z"]'
    )
    assert canonical.block_hash(HEADER).hex() == BLOCK


def test_every_field_of_a_block_is_in_its_hash() -> None:
    own = Header.make(**HEADER)
    changed = {
        "n": 8, "count": 3, "root": bytes(32), "prev": bytes(32), "horizon": 1201, "ceiling": 1211,
        "cluster": "1", "sealed_at": "2026-03-02T01:30:01.250001Z",
    }  # fmt: skip
    assert set(changed) == set(HEADER)
    hashes = {Header.make(**{**HEADER, name: value}).hash for name, value in changed.items()}
    assert len(hashes | {own.hash}) == len(HEADER) + 1


def test_every_column_of_an_entry_is_in_its_form() -> None:
    assert list(canonical.COLUMNS) == [field.column for field in Entry._meta.concrete_fields]
