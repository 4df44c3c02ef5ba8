"""Verification: every block, every entry and every anchor, and the first place where they do not agree.

What the chain shows by itself: an entry changed, removed, exchanged, added or dated back. What only an
anchor shows: blocks cut off the end together with their entries, and a chain written anew from some block
on.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction

from . import blocks, merkle
from .anchor import Anchor, Anchors
from .blocks import Header, Now
from .canonical import ID, RECORDED_AT, XID, entry_leaf
from .reading import SealRow, headers, ids_between, seal_rows, unsealed_rows

REMEMBERED = 1_000  # blocks against which an entry's own time is held
TOLERANCE = timedelta(seconds=1)

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Finding:
    """The first thing wrong. `first` and `last` are ids of entries; `kind` is a word for programs."""

    kind: str
    words: str
    block: int | None = None
    first: int | None = None
    last: int | None = None


@dataclass
class Verdict:
    """What was looked at, and the finding if there is one."""

    finding: Finding | None = None
    blocks: int = 0
    entries: int = 0
    pending: int = 0
    clusters: int = 0
    anchors: int = 0
    anchored_block: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return self.finding is None


class _Broken(Exception):
    def __init__(self, kind: str, words: str, block: int | None = None, ids: Iterable[int] = ()) -> None:
        known = list(ids)
        first, last = (min(known), max(known)) if known else (None, None)
        self.finding = Finding(kind, words, block, first, last)


def verify(anchors: Anchors, progress: Progress = lambda blocks, entries: None) -> Verdict:
    """Read everything in one snapshot and compare; stops at the first finding."""
    verdict = Verdict(anchors=len(anchors.known), notes=_notes(anchors))
    walk = _Walk(verdict, anchors.known, progress)
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            _one_snapshot()
        try:
            walk.chain()
            walk.beyond_the_end()
            walk.unsealed()
        except _Broken as broken:
            verdict.finding = broken.finding
    return verdict


def _one_snapshot() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


def _notes(anchors: Anchors) -> list[str]:
    notes = []
    if not anchors.known:
        notes.append(
            "没有锚点：末尾的封存块连同记录一起被删去、或整条链被重写，这次核对都看不出来。"
            "请运行 run_sealer 或 seal_audit 写入锚点，并把锚点文件存到另一台机器。"
        )
    if anchors.unreadable:
        lines = "、".join(map(str, anchors.unreadable[:10]))
        notes.append(f"锚点文件第 {lines} 行读不出来，已跳过；请与另一台机器上的副本核对。")
    return notes


class _Walk:
    """One pass over the chain in order, remembering only what later blocks are held against."""

    def __init__(self, verdict: Verdict, anchors: list[Anchor], progress: Progress) -> None:
        self.verdict, self.progress = verdict, progress
        self.anchors: dict[int, list[Anchor]] = {}
        for anchor in anchors:
            self.anchors.setdefault(anchor.n, []).append(anchor)
        self.before: Header | None = None
        self.ceilings: list[int] = []
        self.sealed_at: list[str] = []
        self.trusted = 0  # the last block that an anchor has confirmed

    # The chain ---------------------------------------------------------------------------------

    def chain(self) -> None:
        runs = _Runs(seal_rows())
        for block in headers():
            self._header(block)
            self._rows(block, runs.of(block.n))
            self._anchored(block)
            self._remember(block)
        runs.end()

    def _header(self, block: Header) -> None:
        expected = self.before.n + 1 if self.before else 1
        if block.n != expected:
            what = "重复" if block.n < expected else "缺失"
            missing = block.n if block.n < expected else expected
            raise _Broken("block_number", f"第 {missing} 块{what}，链在此处断开。", missing)
        if block.true_hash() != block.hash:
            words = f"第 {block.n} 块自身的内容与其哈希不符：块的编号、条数、时间或根被改动。"
            raise _Broken("block_changed", words, block.n, ids_between(block.n, block.n))
        if block.prev != blocks.hash_before(self.before):
            words = f"第 {block.n} 块没有接在第 {block.n - 1} 块之后：其中一块被重写。"
            raise _Broken("chain_broken", words, block.n, ids_between(block.n, block.n))

    def _rows(self, block: Header, rows: Iterable[SealRow]) -> None:
        leaves: list[bytes] = []
        ids: list[int] = []
        untimely: _Broken | None = None
        comparable = self.before is not None and self.before.cluster == block.cluster
        for place, (n, i, entry, values) in enumerate(rows):
            if values[ID] is None:
                raise _Broken("row_missing", f"第 {n} 块封存的第 {entry} 条记录已不在库中。", n, [entry])
            if i != place:
                raise self._miscounted(block)
            ids.append(entry)
            leaves.append(entry_leaf(values))
            if comparable and untimely is None:
                untimely = self._untimely(n, entry, int(values[XID]), values[RECORDED_AT])
        self._as_sealed(block, ids, leaves)
        if untimely:
            raise untimely
        self.verdict.entries += block.count

    def _as_sealed(self, block: Header, ids: list[int], leaves: list[bytes]) -> None:
        if len(leaves) != block.count:
            raise self._miscounted(block)
        if merkle.root(leaves) != block.root:
            span = f"（记录 {min(ids)}–{max(ids)}）" if ids else ""
            words = f"第 {block.n} 块{span}与封存时不一致：其中有记录被改动、对调或替换。"
            raise _Broken("rows_changed", words, block.n, ids)

    def _miscounted(self, block: Header) -> _Broken:
        ids = ids_between(block.n, block.n)
        span = f"（记录 {min(ids)}–{max(ids)}）" if ids else ""
        words = f"第 {block.n} 块{span}封存了 {block.count} 条，现有 {len(ids)} 条：有记录被添入或抽走。"
        return _Broken("count", words, block.n, ids)

    def _untimely(self, block: int | None, entry: int, xid: int, recorded_at: str) -> _Broken | None:
        """An entry of a transaction that began after a block was sealed cannot be older than that block."""
        where = f"第 {block} 块中的第 {entry} 条记录" if block else f"没有封存的第 {entry} 条记录"
        if self.before and xid < self.before.horizon:
            words = f"{where}的事务早已在第 {self.before.n} 块封存的范围内结束：这条记录是后来补进的。"
            return _Broken("row_slipped_in", words, block, [entry])
        k = bisect_right(self.ceilings, xid) - 1
        if k >= 0 and recorded_at < self.sealed_at[k]:
            words = f"{where}写的时间早于它的事务开始之前已封存的块：时间被改早。"
            return _Broken("row_backdated", words, block, [entry])
        return None

    def _anchored(self, block: Header) -> None:
        for anchor in self.anchors.pop(block.n, []):
            if anchor.hash != block.hash.hex():
                ids = ids_between(self.trusted + 1, block.n)
                span = f"（记录 {min(ids)}–{max(ids)}）" if ids else ""
                words = (
                    f"第 {block.n} 块与 {anchor.at} 写下的锚点不同：第 {self.trusted + 1} 至 {block.n} 块"
                    f"{span}被改动后整链重写。"
                )
                raise _Broken("anchor_differs", words, block.n, ids)
            self.trusted = self.verdict.anchored_block = block.n

    def _remember(self, block: Header) -> None:
        if self.before is None or self.before.cluster != block.cluster:
            self.ceilings, self.sealed_at = [], []
            self.verdict.clusters += 1
        self.ceilings.append(block.ceiling)
        self.sealed_at.append(_less_tolerance(block.sealed_at))
        if len(self.ceilings) > 2 * REMEMBERED:
            del self.ceilings[:REMEMBERED], self.sealed_at[:REMEMBERED]
        self.before = block
        self.verdict.blocks += 1
        self.progress(self.verdict.blocks, self.verdict.entries)

    # What no block holds -----------------------------------------------------------------------

    def beyond_the_end(self) -> None:
        if self.anchors:
            n = min(self.anchors)
            anchor, last = self.anchors[n][0], self.before.n if self.before else 0
            words = f"{anchor.at} 写下的锚点是第 {n} 块，库中的链到第 {last} 块为止：末尾的块连同记录被删去。"
            raise _Broken("tail_cut", words, n)

    def unsealed(self) -> None:
        with connection.cursor() as cursor:
            now = blocks.now(cursor)
        for entry, xid, recorded_at in unsealed_rows():
            self.verdict.pending += 1
            if self.before and self.before.cluster == now.cluster:
                self._could_be_waiting(entry, xid, recorded_at, now)

    def _could_be_waiting(self, entry: int, xid: int, recorded_at: str, now: Now) -> None:
        untimely = self._untimely(None, entry, xid, recorded_at)
        if untimely:
            raise untimely
        if xid >= now.xmax:
            words = f"没有封存的第 {entry} 条记录所写的事务号还没有发出过：这条记录是伪造的。"
            raise _Broken("row_from_nowhere", words, None, [entry])


class _Runs:
    """The sealed rows, handed out block by block."""

    def __init__(self, rows: Iterator[SealRow]) -> None:
        self.rows = rows
        self.waiting = next(rows, None)

    def of(self, n: int) -> Iterator[SealRow]:
        if self.waiting and self.waiting[0] < n:
            raise _no_such_block(self.waiting)
        while self.waiting and self.waiting[0] == n:
            yield self.waiting
            self.waiting = next(self.rows, None)

    def end(self) -> None:
        if self.waiting:
            raise _no_such_block(self.waiting)


def _no_such_block(row: SealRow) -> _Broken:
    n, _i, entry, _values = row
    words = f"第 {entry} 条记录写着封存在第 {n} 块，链中没有这一块：它不在任何块中。"
    return _Broken("seal_without_block", words, None, [entry])


def _less_tolerance(moment: str) -> str:
    """The moment less a second (clocks are set now and then), in the same text form."""
    earlier = datetime.fromisoformat(moment) - TOLERANCE
    return earlier.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
