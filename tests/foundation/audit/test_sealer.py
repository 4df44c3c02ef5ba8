"""What the sealer takes, when, and in what order; and what a restored database does to it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.foundation.audit.tools import as_application, as_superuser, write
from yaodian.foundation.audit import anchor, blocks, sealer
from yaodian.foundation.audit.health import sealing_lag
from yaodian.foundation.audit.models import Block, Seal
from yaodian.foundation.audit.sealer import Round
from yaodian.foundation.audit.verify import verify

pytestmark = pytest.mark.race

INSERT = """INSERT INTO audit_entry (at, actor_id, actor_label, role, role_label, behalf_id, behalf_label, action, result,
object_type, object_id, object_label, group_type, group_id, before, after, reason, request_id, address, method, path)
VALUES (now(), '', '系统', '', '', '', '', 'late', 'done', '', '', '', '', '', '{}', '{}', '', '', '', '', '') RETURNING id"""


def test_the_first_round_seals_what_there_is_and_the_next_finds_nothing(race_database: str) -> None:
    first = sealer.seal()
    assert (first.blocks, first.complete, sealer.seal()) == (1, True, Round(complete=True))
    assert Block.objects.get().count == first.entries == Seal.objects.count()


def test_entries_are_sealed_in_the_order_of_their_ids_in_blocks_of_the_limit(
    race_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealer, "BLOCK_LIMIT", 4)
    sealer.seal()
    ids = write(10)
    assert sealer.seal() == Round(3, 10, complete=True)
    sealed = Seal.objects.filter(n__gt=1).order_by("n", "i").values_list("entry_id", "n", "i")
    assert list(sealed) == [(entry, 2 + k // 4, k % 4) for k, entry in enumerate(ids)]


def test_a_round_that_leaves_entries_keeps_the_horizon_where_it_was(
    race_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealer.seal()
    before = Block.objects.get().horizon
    write(10)
    monkeypatch.setattr(sealer, "ROUND_LIMIT", 6)
    assert sealer.seal() == Round(1, 6, complete=False)
    assert Block.objects.get(n=2).horizon == before
    assert sealer.seal() == Round(1, 4, complete=True)
    assert Block.objects.get(n=3).horizon > before
    assert verify(anchor.read()).finding is None


def test_an_entry_waits_until_every_earlier_transaction_has_ended(race_database: str) -> None:
    sealer.seal()
    with as_application() as slow:
        (late,) = slow.execute(INSERT).fetchone()
        (early,) = write(1)
        assert sealer.seal() == Round(complete=True)
        assert verify(anchor.read()).pending == 1
    assert sealer.seal() == Round(1, 2, complete=True)
    assert list(Seal.objects.filter(n=2).order_by("i").values_list("entry_id", flat=True)) == [late, early]
    assert verify(anchor.read()).finding is None


def test_control_a_sealer_without_the_rule_lets_a_late_commit_slip_under_its_horizon(
    race_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = blocks.now

    def naive(cursor):
        told = real(cursor)
        return blocks.Now(told.xmax, told.xmax, told.at, told.cluster)

    monkeypatch.setattr(blocks, "now", naive)
    sealer.seal()
    with as_application() as slow:
        (late,) = slow.execute(INSERT).fetchone()
        write(1)
        assert sealer.seal() == Round(1, 1, complete=True)
    monkeypatch.undo()
    finding = verify(anchor.read()).finding
    assert finding is not None
    assert (finding.kind, finding.first) == ("row_slipped_in", late)


def test_a_rolled_back_entry_leaves_no_gap_in_the_chain(race_database: str) -> None:
    sealer.seal()
    (before,) = write(1)
    with as_application() as app:
        app.execute(INSERT)
        app.rollback()
    (after,) = write(1)
    assert after == before + 2
    assert sealer.seal() == Round(1, 2, complete=True)
    assert verify(anchor.read()).finding is None


def test_of_two_sealers_one_works_and_the_other_goes_away(race_database: str) -> None:
    write(1)
    with as_application() as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [sealer.LOCK])
        assert sealer.seal() == Round()
    assert sealer.seal().complete is True


def test_a_silent_chain_gets_an_empty_block(race_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sealer.seal()
    monkeypatch.setattr(sealer, "HEARTBEAT", timedelta(0))
    assert sealer.seal() == Round(1, 0, complete=True)
    assert Block.objects.get(n=2).count == 0
    assert verify(anchor.read()).finding is None


def pretend_another_cluster(monkeypatch: pytest.MonkeyPatch, xid: int) -> None:
    """The next blocks are made in a new cluster that has so far given out transaction numbers below `xid`."""
    real = blocks.now

    def elsewhere(cursor):
        told = real(cursor)
        return blocks.Now(xid, xid, told.at, "another")

    monkeypatch.setattr(blocks, "now", elsewhere)


def test_after_a_restore_into_a_new_cluster_the_first_block_takes_what_came_unsealed(
    race_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealer.seal()
    write(3)
    pretend_another_cluster(monkeypatch, 5)
    assert verify(anchor.read()).finding is None
    assert sealer.seal() == Round(1, 3, complete=True)
    verdict = verify(anchor.read())
    assert (verdict.finding, verdict.clusters, verdict.pending) == (None, 2, 0)


def test_in_a_new_cluster_transaction_numbers_are_compared_from_its_first_block_on(
    race_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealer.seal()
    pretend_another_cluster(monkeypatch, 50)
    sealer.seal()
    (added,) = write(1)
    with as_superuser() as ruler:
        ruler.execute("UPDATE audit_entry SET xid = '49' WHERE id = %s", [added])
    finding = verify(anchor.read()).finding
    assert finding is not None
    assert (finding.kind, finding.first) == ("row_slipped_in", added)


def test_the_lag_is_the_age_of_the_oldest_entry_without_a_seal(race_database: str) -> None:
    sealer.seal()
    assert sealing_lag() == 0.0
    (old, _new) = write(2)
    with as_superuser() as ruler:
        ruler.execute(
            "UPDATE audit_entry SET recorded_at = recorded_at - '90 s'::interval WHERE id = %s", [old]
        )
    assert 90 <= sealing_lag() < 120
    sealer.seal()
    assert sealing_lag() == 0.0
