"""A small plan and tables for it, as a clerk's Excel makes them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from tests.cast import actor
from yaodian.foundation.desk.models import ImportBatch
from yaodian.workplan.plans.actions import taking_over as actions
from yaodian.workplan.plans.actions.importing import import_plan
from yaodian.workplan.plans.models import Plan, Task
from yaodian.workplan.plans.takeover import heads

HEADS = ["序号", "工作任务", "主要目标", "牵头科室", "配合科室", "责任领导", "完成时限"]
SMALL = """云岭市2026年科技工作要点

一、培育主体
1.壮大高新技术企业。全年新认定高新技术企业30家以上。
2.用好科技创新券。兑付科技创新券400万元以上。
3.做好信息宣传。编发简报12期。
"""


def workbook(rows: Sequence[Sequence[str]], names: Sequence[str] = HEADS, sheets: int = 1) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for nth in range(sheets):
            page = book.add_worksheet(f"表{nth + 1}")
            for at, row in enumerate([names, *rows]):
                page.write_row(at, 0, row)
    return buffer.getvalue()


ROWS = [
    ["1", "壮大高新技术企业群体", "新认定30家", "高新技术科", "办公室", "罗景川", "12月底"],
    ["2", "用好创新券", "兑付400万元", "农村科技科", "", "", "6月底"],
]


def a_plan() -> Plan:
    return import_plan(SMALL.encode(), "要点.txt", by=actor("clerk"))


def handed_in(plan: Plan, rows: Sequence[Sequence[str]] = ROWS, **options: Any) -> ImportBatch:
    batch = actions.hand_in(plan, workbook(rows, **options), "分解表.xlsx", by=actor("clerk"))
    if batch.columns:
        return batch
    places = heads.guess(batch.tables[0]["rows"][0])
    return actions.name_columns(batch, by=actor("clerk"), sheet=0, head_row=0, places=places)


def task(plan: Plan, no: str) -> Task:
    return plan.tasks.get(no=no)


def facts(plan: Plan) -> list[tuple]:
    return list(
        plan.tasks.values_list("no", "lead__name", "supporting", "leader", "due_on", "goal", "revision")
    )
