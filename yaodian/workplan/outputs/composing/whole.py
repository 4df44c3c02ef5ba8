"""计划全文: the plan as it was approved, what amendments made of it beside the sentences, its versions annexed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from yaodian.foundation.desk.papers import Attachment, Block, Note, Paper, Table, chinese_day
from yaodian.workplan.disclosure.amended import Amended, notes_of
from yaodian.workplan.disclosure.composing import SPOKEN_OF, Draft, compose
from yaodian.workplan.disclosure.models import PublishedPart
from yaodian.workplan.plans.models import Plan, Target, Task
from yaodian.workplan.plans.presenting.versions import Told, versions_of

from .output import INTERNAL, Asked, Output, facts_of
from .text import Beside, headed, paragraphs

NAME = "计划全文"
VERSIONS = "版本记录"
VERSION_HEADS = [
    ("版本", 12), ("议定日期", 22), ("内容", 22), ("原来", 22), ("调整为", 22), ("原因和依据", 30),
]  # fmt: skip
Items = dict[tuple[str, int], Task | Target]


def whole(asked: Asked) -> Output:
    plan = asked.plan
    blocks = [_state(asked), *_text(plan)]
    versions = Attachment(VERSIONS, [Table(VERSION_HEADS, list(_version_rows(plan)))])
    paper = Paper(
        title=plan.title,
        number=plan.approval.document_no,
        issuer=plan.issuer,
        date=plan.approval.meeting_on,
        blocks=blocks,
        signed=False,
        attachments=[versions],
        mark=INTERNAL,
    )
    return Output(NAME, paper, len(blocks))


def _state(asked: Asked) -> Note:
    """The first page's line: whose document it is, which version, since when."""
    approval = asked.plan.approval
    told = [
        *list(facts_of(asked))[1:],
        ("审定", f"{chinese_day(approval.meeting_on)}，{approval.meeting}"),
        ("来源", "审定的原文和历次调整"),
        ("导出日期", chinese_day(asked.today)),
    ]
    return Note("；".join(f"{label}：{words}" for label, words in told if words) + "。")


def _text(plan: Plan) -> Iterator[Block]:
    notes = notes_of(plan)
    items = _items(plan)
    for draft in compose(plan, ()):
        if draft.kind == PublishedPart.Kind.HEADING:
            yield headed(draft.text, draft.level)
        else:
            yield from paragraphs(draft.text, draft.head, list(_beside(draft, items, notes)))


def _items(plan: Plan) -> Items:
    tasks = plan.tasks.filter(state__in=SPOKEN_OF)
    targets = plan.targets.filter(state__in=SPOKEN_OF)
    known: Items = {("task", task.pk): task for task in tasks}
    return known | {("target", target.pk): target for target in targets}


def _beside(draft: Draft, items: Items, notes: Amended) -> Iterator[Beside]:
    """What holds now, beside the task's head and each target's sentence."""
    if draft.task_key is not None and draft.note:
        yield Beside(draft.head, _numbered(items["task", draft.task_key], notes))
    for mark in draft.targets:
        if mark["note"]:
            yield Beside(mark["end"], _numbered(items["target", mark["key"]], notes))


def _numbered(item: Task | Target, notes: Amended) -> str:
    """The public's note with the version's number before the day: 调整后：…（第 2 版，2026年6月1日）."""
    key = (item.pk, None) if isinstance(item, Task) else (None, item.pk)
    words, _, day = notes.of(item).rpartition("（")
    return f"{words}（{notes.latest[key].version}，{day}"


def _version_rows(plan: Plan) -> Iterator[list[Any]]:
    """The first version first; an amendment has a row for each thing it changed."""
    for told in reversed(versions_of(plan)):
        yield from _told_rows(told)


def _told_rows(told: Told) -> Iterator[list[Any]]:
    version = told.version
    start, why = (
        [str(version), version.decided_on],
        "；".join(filter(None, [version.reason.rstrip("。"), version.basis])),
    )
    if version.number == 1:
        yield [*start, f"审定 {told.tasks} 项任务、{told.targets} 个指标", "", "", why]
    for change in told.changes:
        yield [*start, str(change.item), change.before, change.after, why]
