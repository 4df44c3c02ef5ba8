"""任务清单: every promised task of the open work, in the order of the document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from yaodian.foundation.people.models import Division
from yaodian.workplan.duties.lists import supporting_of
from yaodian.workplan.duties.models import Duty
from yaodian.workplan.plans.tables import quantity
from yaodian.workplan.progress.standing import TargetStanding, TaskStanding, standings
from yaodian.workplan.progress.states import Light

from .output import Asked, Listing, Output, list_output

NAME = "任务清单"
HEADS = [
    ("所属章节", 28), ("编号", 7), ("任务", 26), ("指标与承诺", 28), ("牵头科室", 14), ("配合科室和单位", 16),
    ("责任领导", 10), ("经办人", 10), ("开始日期", 16), ("完成时限", 16), ("权重", 8), ("状态", 10),
]  # fmt: skip
SOURCE = ("来源", "审定的计划和责任分解")


def tasks(asked: Asked) -> Output:
    """Six queries and those of the first page."""
    standing = standings(asked.plan, asked.today)
    duties = [found.duty for found in standing.tasks if found.duty is not None]
    supporting = supporting_of(duties)
    rows = [_row(found, supporting) for found in standing.tasks]
    as_of = ("状态截至", asked.today.isoformat())
    return list_output(asked, NAME, Listing(HEADS, rows, gathered=1), SOURCE, as_of)


def _row(found: TaskStanding, supporting: dict[int, list[Division]]) -> list[Any]:
    task, duty = found.task, found.duty
    start = [section_of(found), task.no, task.title, promises(found.targets)]
    if duty is None:
        return [*start, "", "", "", "", None, None, None, ""]
    helpers = "、".join([*map(str, supporting.get(duty.pk, [])), *filter(None, [duty.supporting_others])])
    people = [_name(duty.lead), helpers, _name(duty.leader), _name(duty.handler)]
    return [*start, *people, duty.starts_on, duty.due_on, duty.weight, state_words(duty, found.light)]


def section_of(found: TaskStanding) -> str:
    return " › ".join(found.task.section)


def promises(targets: Iterable[TargetStanding]) -> str:
    return "；".join(f"{one.target.indicator} {quantity(one.target)}" for one in targets)


def state_words(duty: Duty, light: Light) -> str:
    """已完成 where the light says so, else the state of the duty."""
    return str(light.label) if light == Light.DONE else duty.get_state_display()


def _name(one: Any) -> str:
    return "" if one is None else str(one)
