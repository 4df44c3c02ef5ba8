"""T15: eight kinds of tampering by somebody who rules the database, each named; two of them only by an anchor."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection

from tests.foundation.audit.tools import as_superuser, write
from yaodian.foundation.audit import anchor, sealer
from yaodian.foundation.audit.anchor import Anchors
from yaodian.foundation.audit.blocks import Header
from yaodian.foundation.audit.canonical import entry_columns, entry_leaf
from yaodian.foundation.audit.merkle import root
from yaodian.foundation.audit.reading import headers, ids_between
from yaodian.foundation.audit.verify import Finding, Verdict, verify

pytestmark = pytest.mark.race

ROUNDS, IN_A_ROUND, IN_A_BLOCK = 6, 500, 250
BLOCKS = 1 + ROUNDS * IN_A_ROUND // IN_A_BLOCK
MIDDLE = 6

Ruler = psycopg.Connection
Found = tuple[str, int | None, int | None, int | None]


@pytest.fixture
def chain(race_database: str, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Three thousand entries in twelve blocks after the first, anchored after every second block; all their ids."""
    monkeypatch.setattr(sealer, "BLOCK_LIMIT", IN_A_BLOCK)
    sealer.seal_all()
    ids: list[int] = []
    for _round in range(ROUNDS):
        ids += write(IN_A_ROUND)
        sealer.seal_all()
    return ids


def found(finding: Finding | None) -> Found | None:
    return (finding.kind, finding.block, finding.first, finding.last) if finding else None


def with_anchor() -> Found | None:
    return found(verify(anchor.read()).finding)


def without_anchor() -> Found | None:
    return found(verify(Anchors([], [])).finding)


def span(block: int) -> tuple[int, int]:
    ids = ids_between(block, block)
    return min(ids), max(ids)


def test_control_an_untouched_chain_verifies(chain: list[int]) -> None:
    verdict = verify(anchor.read())
    assert verdict == Verdict(
        None, blocks=BLOCKS, entries=verdict.entries, clusters=1, anchors=1 + ROUNDS, anchored_block=BLOCKS
    )
    assert verdict.entries == len(chain) + len(ids_between(1, 1))


EDITS: dict[str, str] = {
    "a field is edited": 'UPDATE audit_entry SET after = \'{"state": "rejected"}\' WHERE id = %(a)s',
    "the reason is emptied": "UPDATE audit_entry SET reason = 'x' WHERE id = %(a)s",
    "an entry is dated back by a second": "UPDATE audit_entry SET recorded_at = recorded_at - '1 s'::interval WHERE id = %(a)s",
    "an entry is dated back in its own time": "UPDATE audit_entry SET at = at - '1 s'::interval WHERE id = %(a)s",
    "an entry is given another transaction": "UPDATE audit_entry SET xid = '3' WHERE id = %(a)s",
    "two entries exchange their bodies": """UPDATE audit_entry AS e SET after = o.after, object_id = o.object_id
        FROM audit_entry AS o WHERE (e.id, o.id) IN ((%(a)s, %(b)s), (%(b)s, %(a)s))""",
}


@pytest.mark.parametrize("what", EDITS)
def test_an_edit_is_named_by_its_block_and_rows(what: str, chain: list[int]) -> None:
    first, last = span(MIDDLE)
    with as_superuser() as ruler:
        done = ruler.execute(EDITS[what], {"a": first + 7, "b": first + 8})
        assert done.rowcount == (2 if "exchange" in what else 1)
    expected = ("rows_changed", MIDDLE, first, last)
    assert (without_anchor(), with_anchor()) == (expected, expected)


def test_bodies_exchanged_between_two_blocks_are_named_by_the_first(chain: list[int]) -> None:
    with as_superuser() as ruler:
        a, b = span(MIDDLE)[0], span(MIDDLE + 3)[0]
        ruler.execute(EDITS["two entries exchange their bodies"], {"a": a, "b": b})
    assert without_anchor() == ("rows_changed", MIDDLE, *span(MIDDLE))


def test_a_deleted_entry_is_named(chain: list[int]) -> None:
    gone = span(MIDDLE)[0] + 9
    with as_superuser() as ruler:
        ruler.execute("DELETE FROM audit_entry WHERE id = %s", [gone])
    expected = ("row_missing", MIDDLE, gone, gone)
    assert (without_anchor(), with_anchor()) == (expected, expected)


def test_an_entry_deleted_with_its_seal_is_named_by_its_block(chain: list[int]) -> None:
    first, last = span(MIDDLE)
    with as_superuser() as ruler:
        for table, key in (("audit_entry", "id"), ("audit_seal", "entry_id")):
            ruler.execute(f"DELETE FROM {table} WHERE {key} = %s", [last - 3])
    assert without_anchor() == ("count", MIDDLE, first, last)


def forge(ruler: Ruler, changes: str) -> int:
    """Insert a copy of the newest entry with changes, as a JSON object in SQL; returns its id."""
    row = ruler.execute(
        f"""INSERT INTO audit_entry SELECT (jsonb_populate_record(e, jsonb_build_object(
            'id', nextval('audit_entry_id_seq')) || {changes})).*
        FROM audit_entry AS e ORDER BY id DESC LIMIT 1 RETURNING id"""
    ).fetchone()
    assert row is not None
    return int(row[0])


def test_an_entry_with_a_fake_seal_in_a_block_is_named_by_the_block(chain: list[int]) -> None:
    first, _last = span(MIDDLE)
    with as_superuser() as ruler:
        added = forge(ruler, "'{}'")
        ruler.execute(
            "INSERT INTO audit_seal (entry_id, n, i) VALUES (%s, %s, %s)", [added, MIDDLE, IN_A_BLOCK]
        )
    expected = ("count", MIDDLE, first, added)
    assert (without_anchor(), with_anchor()) == (expected, expected)


@pytest.mark.parametrize("block", [0, BLOCKS + 1, 9_999])
def test_an_entry_sealed_in_a_block_that_does_not_exist_is_named(block: int, chain: list[int]) -> None:
    with as_superuser() as ruler:
        added = forge(ruler, "'{}'")
        ruler.execute("INSERT INTO audit_seal (entry_id, n, i) VALUES (%s, %s, 0)", [added, block])
    assert without_anchor() == ("seal_without_block", None, added, added)


OWN = "jsonb_build_object('xid', pg_current_xact_id()::text)"
FORGED: dict[str, tuple[str, str]] = {
    "of a transaction long sealed": ("'{}'", "row_slipped_in"),
    "dated back an hour": (
        f"{OWN} || jsonb_build_object('recorded_at', recorded_at - '1 h'::interval)",
        "row_backdated",
    ),
    "of a transaction that has not been": ('\'{"xid": "900000000000"}\'', "row_from_nowhere"),
}


@pytest.mark.parametrize("what", FORGED)
def test_an_unsealed_forged_entry_is_named(what: str, chain: list[int]) -> None:
    changes, kind = FORGED[what]
    with as_superuser() as ruler:
        added = forge(ruler, changes)
    expected = (kind, None, added, added)
    assert (without_anchor(), with_anchor()) == (expected, expected)


def test_an_entry_dated_back_is_named_even_after_the_sealer_has_taken_it(chain: list[int]) -> None:
    changes, kind = FORGED["dated back an hour"]
    with as_superuser() as ruler:
        added = forge(ruler, changes)
    sealer.seal_all()
    assert with_anchor() == (kind, BLOCKS + 1, added, added)


def test_the_sealer_does_not_take_an_entry_from_under_the_horizon(chain: list[int]) -> None:
    with as_superuser() as ruler:
        added = forge(ruler, FORGED["of a transaction long sealed"][0])
    sealer.seal_all()
    assert with_anchor() == ("row_slipped_in", None, added, added)


def cut(ruler: Ruler, block: int) -> None:
    ruler.execute(
        "DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_seal WHERE n >= %s)", [block]
    )
    ruler.execute("DELETE FROM audit_seal WHERE n >= %s", [block])
    ruler.execute("DELETE FROM audit_block WHERE n >= %s", [block])


def test_a_tail_cut_off_with_its_entries_is_seen_by_the_anchor_alone(chain: list[int]) -> None:
    with as_superuser() as ruler:
        cut(ruler, BLOCKS)
    assert (without_anchor(), with_anchor()) == (None, ("tail_cut", BLOCKS, None, None))


def test_everything_cut_off_is_seen_by_the_anchor_alone(chain: list[int]) -> None:
    with as_superuser() as ruler:
        cut(ruler, 1)
    assert (without_anchor(), with_anchor()) == (None, ("tail_cut", 1, None, None))


def test_a_chain_written_anew_after_an_edit_is_seen_by_the_anchor_alone(chain: list[int]) -> None:
    with as_superuser() as ruler:
        ruler.execute("UPDATE audit_entry SET reason = 'x' WHERE id = %s", [span(MIDDLE)[0]])
        write_anew(ruler, MIDDLE)
    # blocks were anchored in pairs, so the last one known to be good is the one before the pair
    assert (without_anchor(), with_anchor()) == (
        None,
        ("anchor_differs", MIDDLE + 1, span(MIDDLE)[0], span(MIDDLE + 1)[1]),
    )


def write_anew(ruler: Ruler, start: int) -> None:
    """Make all blocks from `start` on fit the entries as they are now."""
    before: Header | None = None
    for block in list(headers()):
        if block.n >= start and before is not None:
            fields = {name: value for name, value in block.__dict__.items() if name != "hash"}
            block = Header.make(**fields | {"root": root_of(block.n), "prev": before.hash})
            ruler.execute(
                "UPDATE audit_block SET root = %s, prev = %s, hash = %s WHERE n = %s",
                [block.root, block.prev, block.hash, block.n],
            )
        before = block


def root_of(n: int) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT {entry_columns("e")} FROM audit_seal AS s JOIN audit_entry AS e ON e.id = s.entry_id
            WHERE s.n = %s ORDER BY s.i""",
            [n],
        )
        return root([entry_leaf(row) for row in cursor.fetchall()])


HEADERS: dict[str, tuple[str, Found]] = {
    "a block's count": ('UPDATE audit_block SET "count" = 249 WHERE n = 6', ("block_changed", 6, 0, 0)),
    "a block's horizon": ("UPDATE audit_block SET horizon = '1' WHERE n = 6", ("block_changed", 6, 0, 0)),
    "a block's time": (
        "UPDATE audit_block SET sealed_at = sealed_at - '1 s'::interval WHERE n = 6",
        ("block_changed", 6, 0, 0),
    ),
    "a block's hash": ("UPDATE audit_block SET hash = root WHERE n = 6", ("block_changed", 6, 0, 0)),
    "a missing block": ("DELETE FROM audit_block WHERE n = 6", ("block_number", 6, None, None)),
    "a missing first block": ("DELETE FROM audit_block WHERE n = 1", ("block_number", 1, None, None)),
    "two seals exchanged": (
        "UPDATE audit_seal SET i = CASE i WHEN 3 THEN 900 ELSE 3 END WHERE n = 6 AND i IN (3, 4)",
        ("count", 6, 0, 0),
    ),
}


@pytest.mark.parametrize("what", HEADERS)
def test_a_changed_block_or_seal_is_named(what: str, chain: list[int]) -> None:
    statement, (kind, block, first, last) = HEADERS[what]
    if first is not None:
        first, last = span(MIDDLE)
    with as_superuser() as ruler:
        assert ruler.execute(statement).rowcount > 0
    assert without_anchor() == (kind, block, first, last)


def test_a_duplicate_block_is_named(chain: list[int]) -> None:
    with as_superuser() as ruler:
        ruler.execute("ALTER TABLE audit_block DROP CONSTRAINT audit_block_pkey")
        ruler.execute("ALTER TABLE audit_block DROP CONSTRAINT audit_block_one_successor")
        ruler.execute("INSERT INTO audit_block SELECT * FROM audit_block WHERE n = 6")
    assert without_anchor() == ("block_number", 6, None, None)


def test_without_an_anchor_the_verdict_says_what_it_cannot_see(chain: list[int]) -> None:
    (note,) = verify(Anchors([], [])).notes
    assert note.startswith("没有锚点：末尾的封存块连同记录一起被删去、或整条链被重写，这次核对都看不出来。")
    assert verify(anchor.read()).notes == []
