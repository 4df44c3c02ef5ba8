"""The sheets of the workbook and the heads of their columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from yaodian.foundation.desk.workbooks import Column
from yaodian.foundation.people.models import Region

DUTIES, SHARES, STEPS = "责任分解", "县区分解", "节点"
KEY, PROBLEM, FIX = "标识", "问题", "怎么改"
CLEAR, YES = "清空", "是"

# field → (head, width); the first three columns name the task and are read to find it.
DUTY_COLUMNS = {
    "key": Column(KEY, 8),
    "no": Column("编号", 8),
    "title": Column("任务", 36),
    "lead": Column("牵头科室", 16),
    "supporting": Column("配合科室", 24),
    "supporting_others": Column("其他配合单位", 20),
    "leader": Column("责任领导", 12),
    "handler": Column("经办人", 12),
    "starts_on": Column("开始日期", 13, "date"),
    "due_on": Column("完成时限", 13, "date"),
    "weight": Column("权重", 8),
    "evidence": Column("佐证要求", 22),
    "evidence_words": Column("佐证说明", 24),
    "rhythm": Column("进度节奏", 30),
}
SHARE_COLUMNS = {
    "key": Column(KEY, 8),
    "task": Column("任务", 30),
    "indicator": Column("指标", 28),
    "promise": Column("全市承诺", 14),
    "baseline": Column("年初基数", 12),
    "baseline_source": Column("基数来源", 20),
    "rhythm": Column("进度节奏", 30),
}
STEP_COLUMNS = {
    "key": Column(KEY, 8),
    "no": Column("编号", 8),
    "title": Column("任务", 36),
    "step": Column("节点", 40),
    "step_due": Column("时限", 13, "date"),
    "dropped": Column("不再计算", 10),
}
NEEDED = {DUTIES: ("编号", "任务"), SHARES: (KEY, "指标"), STEPS: ("节点", "时限")}


def heads_of(
    columns: Mapping[str, Column], choices: Mapping[str, Sequence[str]] | None = None
) -> list[Column]:
    """The columns in order; those named in `choices` offer these words, and the one that empties a cell."""
    offered = choices or {}
    return [
        replace(column, choices=(*offered[name], CLEAR)) if name in offered else column
        for name, column in columns.items()
    ]


def share_heads(regions: Iterable[Region]) -> list[Column]:
    return [*SHARE_COLUMNS.values(), *(Column(region.name, 12) for region in regions)]


def fields_by_head(sheet: str, regions: Iterable[Region]) -> dict[str, str]:
    """head → field; a region's column is the field `region-<key>`."""
    columns = {DUTIES: DUTY_COLUMNS, SHARES: SHARE_COLUMNS, STEPS: STEP_COLUMNS}[sheet]
    found = {column.words: field for field, column in columns.items()}
    if sheet == SHARES:
        found |= {region.name: f"region-{region.pk}" for region in regions}
    return found
