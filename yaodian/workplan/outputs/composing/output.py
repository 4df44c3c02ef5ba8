"""What every document is made of: what was asked for, what its first page says of it, and the list it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.desk.papers import Paper, Table, chinese_day
from yaodian.foundation.desk.workbooks import Sheet, workbook_of
from yaodian.workplan.plans.models import Plan, Version

INTERNAL = "内部资料"
Fact = tuple[str, str]
FACT_HEADS = [("项目", 16), ("内容", 64)]


@dataclass(frozen=True)
class Asked:
    """Who asks for a document of which plan, on which day, narrowed to what."""

    plan: Plan
    actor: Actor
    today: date
    wanted: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Listing:
    """A list: in Excel one sheet, on paper one table for each run of equal first `gathered` cells.

    These are its caption, a single one with the words of its head: a caption that is numbered like a heading and is
    none departs from the standard.
    """

    heads: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[Any]]
    gathered: int = 0
    across: bool = True

    def tables(self) -> list[Table]:
        """The tables on paper; an empty list is one table that says 无."""
        groups = groupby(self.rows, key=lambda row: list(row[: self.gathered]))
        return [self._table(lead, list(rows)) for lead, rows in groups] or [self._table([], [])]

    def _table(self, lead: Sequence[Any], rows: Sequence[Sequence[Any]]) -> Table:
        named = [self.heads[0][0], *lead] if len(lead) == 1 else lead
        caption = "：".join(str(words) for words in named if words)
        cut = [row[self.gathered :] for row in rows]
        return Table(self.heads[self.gathered :], cut, caption=caption, landscape=self.across)


@dataclass(frozen=True)
class Output:
    """A document ready to be written; `size` counts the rows or paragraphs that a PDF has to set."""

    name: str
    paper: Paper
    size: int
    scope: str = ""
    listing: Listing | None = None
    facts: Sequence[Fact] = ()

    def workbook(self) -> bytes:
        """The list on a sheet, and what it is about on a second one."""
        if self.listing is None:
            raise ValueError(f"{self.name} is no list.")
        sheets = [
            Sheet(self.name, self.listing.heads, self.listing.rows),
            Sheet("说明", FACT_HEADS, self.facts),
        ]
        return workbook_of(sheets)


def facts_of(asked: Asked) -> Iterator[Fact]:
    """Of which document, version and state; one query beside the plan and its approval."""
    plan = asked.plan
    yield "文件", plan.title
    yield "发文机关", plan.issuer or plan.organisation.name
    yield "发文字号", plan.approval.document_no
    yield "版本", version_words(plan.versions.get(number=plan.version))
    yield "状态", plan.get_state_display()


def version_words(version: Version) -> str:
    return f"{version}（{chinese_day(version.decided_on)}议定）"


def list_output(asked: Asked, name: str, listing: Listing, *more: Fact, scope: str = "") -> Output:
    """A list as a document: what it is on the first page, the list from the next one on if it lies across."""
    counted = ("行数", str(len(listing.rows)))
    narrowed = ("范围", scope or "全部")
    known = [fact for fact in (*facts_of(asked), *more, narrowed, counted, day_taken(asked)) if fact[1]]
    plan = asked.plan
    paper = Paper(
        title=f"{plan.title}\n{name}",
        number=plan.approval.document_no,
        issuer=plan.issuer,
        date=asked.today,
        blocks=[Table(FACT_HEADS, known), *listing.tables()],
        signed=False,
        mark=INTERNAL,
    )
    return Output(name, paper, len(listing.rows), scope, listing, [*known, ("密级标注", INTERNAL)])


def day_taken(asked: Asked) -> Fact:
    return "导出日期", asked.today.isoformat()
