"""What the dashboard shows, as rows of an Excel file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from .months import Course
from .overview import TOLD, DivisionRow, Heat
from .records import Record

Heads = list[tuple[str, int]]
Table = tuple[Heads, Iterable[Sequence[Any]]]

RECORD_HEADS: Heads = [
    ("类别", 8), ("编号", 8), ("名称", 36), ("所属章节", 26), ("县（市、区）", 16), ("牵头科室", 22), ("责任领导", 12),
    ("承诺", 14), ("完成", 14), ("单位", 8), ("完成比例（%）", 12), ("状态", 10), ("说明", 44), ("时限", 12),
    ("截至", 12), ("来源", 8),
]  # fmt: skip
KIND_WORDS = {"targets": "指标", "tasks": "任务", "shares": "分解数", "steps": "节点"}


def of_records(records: Iterable[Record]) -> Table:
    return RECORD_HEADS, (list(_record(record)) for record in records)


def _record(record: Record) -> Iterator[Any]:
    yield from (KIND_WORDS[record.kind], record.number, record.title, record.section_title)
    yield record.county.name if record.county else ""
    yield from (record.division.name if record.division else "", record.leader)
    yield from (record.promise, record.value, record.unit, record.share, record.light.label, record.words)
    yield from (record.due_on, record.as_of, record.source)


def of_divisions(rows: Iterable[DivisionRow]) -> Table:
    heads: Heads = [
        ("科室", 28),
        ("牵头任务", 10),
        *((light.label, 10) for light in TOLD),
        ("加权进度（%）", 14),
    ]
    return heads, (
        [row.name, row.tasks.value, *(count.value for count in row.counts), row.weighted] for row in rows
    )


def of_heat(heat: Heat) -> Table:
    """Two columns a county: what is reached and what it undertakes."""
    heads: Heads = [("指标", 36), ("单位", 8)]
    for county in heat.counties:
        heads += [(f"{county.name} 完成", 14), (f"{county.name} 分解数", 14)]
    return heads, ([row.target.title, row.target.unit, *_parts(row)] for row in heat.rows)


def _parts(row: Any) -> Iterator[Any]:
    for cell in row.cells:
        yield from (cell.record.value, cell.record.promise) if cell.record else (None, None)


def of_courses(courses: Iterable[Course]) -> Table:
    heads: Heads = [
        ("指标", 36),
        ("单位", 8),
        ("承诺", 14),
        ("项目", 10),
        *((f"{n}月", 12) for n in range(1, 13)),
    ]
    return heads, (line for course in courses for line in _two_lines(course))


def _two_lines(course: Course) -> Iterator[list[Any]]:
    said = [course.record.title, course.record.unit, course.record.promise]
    yield [*said, "累计完成", *course.reached]
    yield [*said, "节奏要求", *(None if due is None else round(due, 4) for due in course.due)]
