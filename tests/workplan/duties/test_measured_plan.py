"""A published plan of 36 tasks and the demo city's plan, divided in Excel from approval to issue."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.cast import actor
from tests.journeys.documents import MAIN, Document
from tests.workplan.duties.making import person
from tests.workplan.plans.making import accept_all
from tests.workplan.plans.standing import DECISION
from yaodian.workplan.duties.actions.importing import hand_in, take_over
from yaodian.workplan.duties.actions.issuing import duties_of, gaps, issue_plan
from yaodian.workplan.duties.models import Duty
from yaodian.workplan.duties.workbook.preview import preview
from yaodian.workplan.duties.workbook.writing import workbook_for
from yaodian.workplan.plans.actions.approving import approve_plan
from yaodian.workplan.plans.actions.importing import import_plan
from yaodian.workplan.plans.actions.reviewing import finish_review
from yaodian.workplan.plans.models import Plan

pytestmark = pytest.mark.django_db
FILLED = {"牵头科室": "高新技术科", "责任领导": "王海峰", "开始日期": "2026年1月", "完成时限": "2026年12月底"}
BAD = {3: {"牵头科室": "外星科"}, 7: {"完成时限": "尽快"}, 11: {"权重": "很多"}}


def filled_in(plan: Plan, faults: dict[int, dict[str, Any]]) -> bytes:
    book = load_workbook(io.BytesIO(workbook_for(plan)))
    sheet = book["责任分解"]
    heads = [cell.value for cell in sheet[1]]
    for row in range(2, sheet.max_row + 1):
        for head, value in (FILLED | faults.get(row, {})).items():
            sheet.cell(row, heads.index(head) + 1).value = value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def take(plan: Plan, faults: dict[int, dict[str, Any]]) -> dict[str, int]:
    clerk = actor("clerk")
    batch = hand_in(plan, filled_in(plan, faults), "责任分解表.xlsx", by=clerk)
    looked = preview(plan, batch.tables)
    take_over(batch, by=clerk, seen=looked.fingerprint)
    return {outcome: count for outcome, count in looked.counts().items() if outcome != "没有变化"}


@pytest.mark.parametrize("document", MAIN, ids=str)
def test_every_task_is_divided_in_excel_with_three_bad_rows_put_right_and_issued(document: Document) -> None:
    clerk, chief = actor("clerk"), actor("chief")
    plan = accept_all(import_plan(document.data, "工作要点.txt", by=clerk))
    plan = finish_review(plan, by=clerk, revision=plan.revision)
    plan = approve_plan(plan, DECISION, by=chief, revision=plan.revision)
    assert len(duties_of(plan)) == document.tasks
    assert take(plan, BAD) == {"会更新": document.tasks - 3, "有问题": 3}
    assert len({gap.duty for gap in gaps(duties_of(plan))}) == 3
    assert take(plan, {}) == {"会更新": 3}
    issued = issue_plan(plan, by=chief, revision=plan.revision)
    states = Duty.objects.filter(task__plan=issued).values_list("state", "leader")
    assert list(states) == [("issued", person("leader").pk)] * document.tasks
