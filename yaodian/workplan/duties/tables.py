"""What the lists show in Excel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from yaodian.foundation.people.models import Region
from yaodian.workplan.plans.tables import quantity

from .lists import Line, Post, SharedTarget
from .rhythm import points_words
from .states import Rhythm

TASK_HEADS = [
    ("编号", 8), ("所属章节", 28), ("任务", 36), ("牵头科室", 16), ("配合科室和单位", 24), ("责任领导", 12),
    ("经办人", 12), ("开始日期", 12), ("完成时限", 12), ("权重", 8), ("佐证要求", 22), ("进度节奏", 28),
    ("节点", 8), ("状态", 10), ("还缺", 20),
]  # fmt: skip
POST_HEADS = [
    ("科室", 16), ("人员", 30), ("分工", 8), ("编号", 8), ("任务", 40), ("责任领导", 12), ("经办人", 12),
    ("完成时限", 12), ("权重", 8),
]  # fmt: skip
UNDERTAKEN_HEADS = [("文件", 40), ("任务", 36), ("指标", 30), ("本地承担", 12), ("单位", 8), ("全市承诺", 16)]


def rhythm_words(rhythm: str, points: Any) -> str:
    return points_words(points) if rhythm == Rhythm.POINTS else Rhythm.EVEN.label


def task_rows(found: Iterable[Line]) -> Iterator[list[Any]]:
    for line in found:
        duty, task = line.duty, line.duty.task
        evidence = "；".join(filter(None, [duty.get_evidence_display(), duty.evidence_words]))
        yield [
            task.no, line.section, task.title, _name(duty.lead), line.supporting_words, _name(duty.leader),
            _name(duty.handler), duty.starts_on, duty.due_on, duty.weight, evidence,
            rhythm_words(duty.rhythm, duty.rhythm_points), duty.n_steps,  # type: ignore[attr-defined]
            duty.get_state_display(), line.missing,
        ]  # fmt: skip


def post_rows(posts: Iterable[Post]) -> Iterator[list[Any]]:
    for post in posts:
        for part, line in post.rows:
            duty = line.duty
            yield [
                str(post.division or "还没有牵头科室"), post.people, part if post.division else "", duty.task.no,
                duty.task.title, _name(duty.leader), _name(duty.handler), duty.due_on,
                duty.weight if part == "牵头" else None,
            ]  # fmt: skip


def share_heads(regions: Sequence[Region]) -> list[tuple[str, int]]:
    ends = [(region.name, 12) for region in regions]
    return [
        ("任务", 36),
        ("指标", 30),
        ("全市承诺", 16),
        ("单位", 8),
        *ends,
        ("县（市、区）合计", 14),
        ("提示", 40),
    ]


def share_rows(rows: Iterable[SharedTarget]) -> Iterator[list[Any]]:
    for row in rows:
        start = [
            str(row.target.task or "总体目标"),
            row.target.indicator,
            quantity(row.target),
            row.target.unit,
        ]
        yield [*start, *row.shares, row.total, row.overload.words if row.overload else ""]


def _name(one: Any) -> str:
    return "" if one is None else str(one)
