"""进展清单: every promised task and target with its light in words, what is done and why it has its light."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from yaodian.workplan.progress.presenting.lines import HEADS as LINE_HEADS
from yaodian.workplan.progress.presenting.lines import sheet_rows
from yaodian.workplan.progress.standing import SOURCE as REPORTED
from yaodian.workplan.progress.standing import PlanStanding, TargetStanding, TaskStanding, standings
from yaodian.workplan.progress.states import Light

from .output import Asked, Listing, Output, list_output
from .tasks import section_of

NAME = "进展清单"
OVERALL = "总体目标"
WIDTHS = (6, 26, 12, 12, 7, 10, 11, 11, 17, 17, 8, 36)
HEADS = [("所属章节", 28), *((words, wide) for (words, _), wide in zip(LINE_HEADS, WIDTHS, strict=True))]
SOURCE = ("来源", f"{REPORTED}（经科室负责人或责任领导确认）")


def progress(asked: Asked) -> Output:
    """Five queries and those of the first page; `wanted` narrows it by lead, section and light."""
    standing = standings(asked.plan, asked.today)
    rows = list(_rows(standing, asked.wanted))
    as_of = ("数据截至", f"{_last_day(standing) or asked.today.isoformat()}")
    return list_output(
        asked,
        NAME,
        Listing(HEADS, rows, gathered=1),
        SOURCE,
        as_of,
        ("判定日期", asked.today.isoformat()),
        scope=_scope(standing, asked.wanted),
    )


def _rows(standing: PlanStanding, wanted: Mapping[str, Any]) -> Iterator[list[Any]]:
    """The rows of the progress list with the section before each; targets of no task come first."""
    tasks = {found.task.pk: found for found in standing.tasks if _is_wanted(found, wanted)}
    overall = [one for one in standing.targets if one.target.task_id is None]
    kept = overall if _overall_wanted(overall, wanted) else []
    for row in sheet_rows(standing, {("target", one.target.pk) for one in kept}):
        yield [OVERALL, *row]
    for key, found in tasks.items():
        for row in sheet_rows(standing, {("task", key)}):
            yield [section_of(found), *row]


def _overall_wanted(overall: Iterable[TargetStanding], wanted: Mapping[str, Any]) -> bool:
    """Overall targets belong to the whole bureau and to no section."""
    if wanted.get("division") or wanted.get("section"):
        return False
    return not wanted.get("light") or any(one.light == wanted["light"] for one in overall)


def _is_wanted(found: TaskStanding, wanted: Mapping[str, Any]) -> bool:
    lead = found.duty.lead_id if found.duty is not None else None
    if wanted.get("division") and str(lead) != str(wanted["division"]):
        return False
    if wanted.get("section") and found.task.section[:1] != [wanted["section"]]:
        return False
    lights = {found.light, *(one.light for one in found.targets)}
    return not wanted.get("light") or wanted["light"] in lights


def _scope(standing: PlanStanding, wanted: Mapping[str, Any]) -> str:
    """What it was narrowed to, in words."""
    leads = {
        str(one.duty.lead_id): str(one.duty.lead) for one in standing.tasks if one.duty and one.duty.lead
    }
    words = [leads.get(str(wanted.get("division")), ""), str(wanted.get("section") or "")]
    light = wanted.get("light")
    return "，".join(filter(None, [*words, str(Light(light).label) if light else ""]))


def _last_day(standing: PlanStanding) -> str:
    """The newest day that a confirmed figure speaks of."""
    known = [*(one.figure for one in standing.tasks), *(one.figure for one in standing.targets)]
    figures = [figure for figure in known if figure is not None]
    return max((figure.as_of.isoformat() for figure in figures), default="")
