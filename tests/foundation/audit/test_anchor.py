"""The anchor file only grows, is written when due, and survives what a power cut leaves of it."""

from __future__ import annotations

import stat
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.foundation.audit.tools import write
from yaodian.foundation.audit import anchor, blocks, sealer
from yaodian.foundation.common import clock

pytestmark = pytest.mark.race

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=clock.SHANGHAI)


def anchored() -> list[int]:
    return [known.n for known in anchor.read().known]


def tick_at(moment: datetime, entries: int = 0) -> None:
    with clock.hold(moment):
        if entries:
            write(entries)
        sealer.tick()


def test_an_anchor_holds_the_number_hash_and_moment_of_the_newest_block(race_database: str) -> None:
    with clock.hold(NOON):
        sealer.seal_all()
    head = blocks.head()
    assert head is not None
    assert anchor.read().known == [anchor.Anchor(1, head.hash.hex(), "2026-03-02T12:00:00+08:00")]


def test_only_its_owner_reads_the_folder_and_the_file(race_database: str, anchor_file: Path) -> None:
    sealer.seal_all()
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (anchor_file.parent, anchor_file)]
    assert modes == [0o700, 0o600]


def test_a_newer_block_is_anchored_after_ten_minutes(race_database: str) -> None:
    tick_at(NOON)
    tick_at(NOON + timedelta(minutes=9), entries=1)
    assert anchored() == [1]
    tick_at(NOON + timedelta(minutes=10))
    assert anchored() == [1, 2]


def test_how_often_is_a_setting(race_database: str, settings) -> None:
    settings.ANCHOR_MINUTES = 2
    tick_at(NOON)
    tick_at(NOON + timedelta(minutes=2), entries=1)
    assert anchored() == [1, 2]


def test_without_a_newer_block_the_head_is_anchored_once_a_day(race_database: str) -> None:
    for hours in (0, 1, 11, 12, 13, 23, 36, 37):
        tick_at(NOON + timedelta(hours=hours))
    assert anchored() == [1, 1, 1]


def test_sealing_all_anchors_at_once_and_only_a_newer_block(race_database: str) -> None:
    sealer.seal_all()
    sealer.seal_all()
    write(1)
    sealer.seal_all()
    assert anchored() == [1, 2]


def test_a_torn_line_is_ended_named_and_passed_over(race_database: str, anchor_file: Path) -> None:
    sealer.seal_all()
    whole = anchor_file.read_bytes()
    anchor_file.write_bytes(whole + whole[:20])
    write(1)
    sealer.seal_all()
    found = anchor.read()
    assert ([known.n for known in found.known], found.unreadable) == ([1, 2], [2])
    assert anchor_file.read_bytes().startswith(whole)


def test_there_is_no_anchor_before_the_first_block(race_database: str, anchor_file: Path) -> None:
    assert (anchor.write_if_due(), anchor.write_if_newer(), anchor_file.exists()) == (None, None, False)
