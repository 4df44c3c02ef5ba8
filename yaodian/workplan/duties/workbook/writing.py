"""The workbook that goes out: what is known filled in, lists to choose from, and how to fill it in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from yaodian.foundation.desk.workbooks import Sheet, workbook_of
from yaodian.foundation.people.models import Region
from yaodian.workplan.plans.models import Plan
from yaodian.workplan.plans.tables import quantity

from ..forms import plain_number
from ..lists import supporting_of
from ..models import Duty, Milestone, Pace, Share
from ..naming import Bureau, regions_in_order
from ..overload import open_targets
from ..states import Evidence
from ..tables import rhythm_words
from .columns import CLEAR, DUTIES, DUTY_COLUMNS, KEY, SHARES, STEP_COLUMNS, STEPS, YES, heads_of, share_heads

HOW = [
    f"1. “{KEY}”一列用来找到任务和指标，请不要改动；行的顺序可以调整，整行可以删去。",
    f"2. 留空的格子不改动系统里已有的内容；要清空请填“{CLEAR}”。",
    "3. 牵头科室、配合科室填本局科室的全称、简称或登记过的别名，多个用顿号隔开；本局以外的单位写到“其他配合单位”。",
    "4. 责任领导填现任局领导的姓名；经办人填牵头科室工作人员的姓名。",
    "5. 日期写成 2026-06-30、2026年6月30日 或 6月底；开始日期写到月份的按当月 1 日。",
    "6. 权重填 0 到 100 的数，全部任务合计 100，或都不填。",
    "7. 进度节奏填“按时间进度”，或 6月 40%、9月 70%、12月 100%。",
    "8. 县区分解：各县（市、区）和园区承担的数，单位和指标相同；园区不计入合计。",
    f"9. 节点：一个节点一行；同一任务下节点名称相同的视为同一个节点；不要的节点在“不再计算”填“{YES}”。",
    "10. 上传后先预览：哪些会改、哪些没有变化、哪些行有问题，确认以后才写入。",
]


def workbook_for(plan: Plan) -> bytes:
    """All sheets, with what the system holds already."""
    bureau, regions = Bureau(plan), regions_in_order()
    divisions = [str(one) for one in bureau.open_divisions]
    leaders = [one.name for one in bureau.leaders]
    choices = {"lead": divisions, "leader": leaders, "evidence": [str(label) for label in Evidence.labels]}
    return workbook_of(
        [
            Sheet(DUTIES, heads_of(DUTY_COLUMNS, choices), duty_rows(plan)),
            Sheet(SHARES, share_heads(regions), share_rows(plan, regions)),
            Sheet(STEPS, heads_of(STEP_COLUMNS, {"dropped": [YES]}), step_rows(plan)),
        ],
        notes=HOW,
    )


def duty_rows(plan: Plan) -> Iterator[list[Any]]:
    rows = Duty.objects.standing().filter(task__plan=plan)
    duties = list(rows.select_related("task", "lead", "leader", "handler"))
    supporting = supporting_of(duties)
    for duty in duties:
        names = "、".join(map(str, supporting.get(duty.pk, [])))
        yield [
            str(duty.task_id), duty.task.no, duty.task.title, _name(duty.lead), names, duty.supporting_others,
            _name(duty.leader), _name(duty.handler), duty.starts_on, duty.due_on, duty.weight,
            duty.get_evidence_display(), duty.evidence_words, rhythm_words(duty.rhythm, duty.rhythm_points),
        ]  # fmt: skip


def share_rows(plan: Plan, regions: Sequence[Region]) -> Iterator[list[Any]]:
    shares: dict[tuple[int, int], Decimal | None] = {
        (share.target_id, share.region_id): share.value for share in Share.objects.filter(target__plan=plan)
    }
    paces = {pace.target_id: pace for pace in Pace.objects.filter(target__plan=plan)}
    for target in open_targets(plan):
        pace = paces.get(target.pk) or Pace()
        start = [str(target.pk), str(target.task or "总体目标"), target.indicator, quantity(target)]
        known = [_number(pace.baseline), pace.baseline_source, rhythm_words(pace.rhythm, pace.points)]
        yield [*start, *known, *(_number(shares.get((target.pk, region.pk))) for region in regions)]


def step_rows(plan: Plan) -> Iterator[list[Any]]:
    rows = Milestone.objects.filter(duty__in=Duty.objects.standing().filter(task__plan=plan))
    ordered: Iterable[Milestone] = rows.select_related("duty__task").order_by(
        "duty__task__start", "due_on", "pk"
    )
    for one in ordered:
        task = one.duty.task
        yield [str(task.pk), task.no, task.title, one.title, one.due_on, YES if one.dropped else ""]


def _number(value: Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(plain_number(value))


def _name(one: Any) -> str:
    return "" if one is None else str(one)
