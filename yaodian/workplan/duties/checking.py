"""What is wrong with the values of a duty, a milestone or a share; all faults at once, at their fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from yaodian.foundation.common.refusal import Problem
from yaodian.foundation.people.models import Membership

from .models import Duty
from .naming import HANDLERS, Bureau
from .states import Rhythm

NEEDED = {
    "lead": "请选择牵头科室。",
    "leader": "请选择责任领导。",
    "starts_on": "请填写开始日期。",
    "due_on": "请填写完成时限。",
}


def duty_problems(duty: Duty, values: Mapping[str, Any], bureau: Bureau) -> Iterator[Problem]:
    """What keeps `values` from being written into `duty`; what they do not name stays as it is."""

    def told(name: str) -> Any:
        return values[name] if name in values else getattr(duty, name)

    yield from _day_problems(told("starts_on"), told("due_on"))
    yield from _weight_problems(told("weight"))
    yield from _people_problems(values, told, bureau)
    if told("rhythm") == Rhythm.POINTS and not told("rhythm_points"):
        yield Problem("rhythm_points", "选了按月度节点，请写出节点，例如 6月 40%、9月 70%、12月 100%。")
    for name, longest in (("supporting_others", 200), ("evidence_words", 200)):
        if len(told(name)) > longest:
            yield Problem(name, f"最多 {longest} 个字，请缩短。")


def _day_problems(starts_on: date | None, due_on: date | None) -> Iterator[Problem]:
    if starts_on and due_on and due_on < starts_on:
        yield Problem("due_on", f"完成时限 {due_on} 早于开始日期 {starts_on}，请改其中一个。")


def _weight_problems(weight: Decimal | None) -> Iterator[Problem]:
    if weight is not None and not 0 <= weight <= 100:
        yield Problem("weight", "权重请填 0 到 100，全部任务合计 100。")


def _people_problems(values: Mapping[str, Any], told: Any, bureau: Bureau) -> Iterator[Problem]:
    lead, handler = told("lead"), told("handler")
    if values.get("lead") is not None and lead not in bureau.open_divisions:
        yield Problem("lead", "牵头科室请在本局现有的科室里选。")
    if lead is not None and lead in values.get("supporting", ()):
        yield Problem("supporting", f"{lead}已经牵头，不用再列为配合科室。")
    if values.get("leader") is not None and values["leader"] not in bureau.leaders:
        yield Problem("leader", "责任领导请在现任局领导里选。")
    if handler is not None and {"handler", "lead"} & set(values) and not _works_in(handler, lead):
        yield Problem("handler", f"{handler}不在牵头科室，经办人请在牵头科室里选。")


def _works_in(person: Any, division: Any) -> bool:
    held = Membership.objects.current().filter(user=person, division=division, role__in=HANDLERS)
    return division is not None and held.exists()


def missing_fields(duty: Duty) -> list[str]:
    """The fields that an issued duty has to name and this one does not."""
    values = {"lead": duty.lead_id, "leader": duty.leader_id}
    return [name for name in NEEDED if (values[name] if name in values else getattr(duty, name)) is None]
