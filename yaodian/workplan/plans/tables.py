"""What the plans' lists show, on the page and in Excel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from .models import Plan, Target, Task

TASK_HEADS = [
    ("编号", 8), ("所属章节", 28), ("任务", 36), ("牵头科室", 18), ("配合单位", 24),
    ("责任领导", 12), ("完成时限", 12), ("状态", 10), ("原文", 80),
]  # fmt: skip
TARGET_HEADS = [
    ("任务编号", 10), ("指标", 32), ("比较", 10), ("数值", 12), ("数值上限", 12), ("单位", 10),
    ("口径", 12), ("语气", 12), ("状态", 10), ("来源", 12), ("原文", 60),
]  # fmt: skip
PLAN_HEADS = [
    ("标题", 44), ("类别", 16), ("年度", 8), ("任务", 8), ("指标", 8), ("待核对", 8), ("状态", 10),
    ("导入人", 12), ("导入时间", 18),
]  # fmt: skip
SIGNS = {">=": "≥", ">": ">", "=": "", "~": "约", "<=": "≤"}


def quantity(target: Target) -> str:
    """A target's promise in few signs: ≥ 30 家, 1–2 家, 增长 ≥ 10 %."""
    value = number(target.value)
    if target.value_max is not None:
        value = f"{value}–{number(target.value_max)}"
    return f"{SIGNS[target.comparator]} {value} {target.unit}".strip()


def number(value: Decimal) -> str:
    """1234567.890000 → 1,234,567.89."""
    return f"{value.normalize():,f}"


def plan_rows(plans: Iterable[Plan]) -> Iterator[list[Any]]:
    for plan in plans:
        counts = [plan.n_tasks, plan.n_targets, plan.n_open]  # type: ignore[attr-defined]
        end = [plan.get_state_display(), plan.imported_by.name, plan.imported_at]
        yield [plan.title, plan.get_kind_display(), plan.year, *counts, *end]


def task_rows(plan: Plan, tasks: Iterable[Task]) -> Iterator[list[Any]]:
    for task in tasks:
        yield [
            task.no, " › ".join(task.section), task.title, task.lead.name if task.lead else "", task.supporting,
            task.leader, task.due_on, task.get_state_display(), plan.text[task.start : task.end],
        ]  # fmt: skip


def target_rows(targets: Iterable[Target]) -> Iterator[list[Any]]:
    for target in targets:
        yield [
            target.task.no if target.task else "总体目标", target.indicator, target.get_comparator_display(),
            target.value, target.value_max, target.unit, target.get_kind_display(), target.get_modality_display(),
            target.get_state_display(), target.get_origin_display(), target.text,
        ]  # fmt: skip
