"""A bureau's own 任务分解表, taken over whole or not at all."""

from __future__ import annotations

import io
import threading
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from django.db import connections
from docx import Document

from tests.cast import actor
from tests.workplan.plans.task_tables import HEADS, ROWS, a_plan, facts, handed_in, task, workbook
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common.refusal import Problems, Refused
from yaodian.foundation.desk.models import ColumnMapping, ImportBatch
from yaodian.foundation.flow.doors import NotInNext, Superseded
from yaodian.foundation.people.models import Division
from yaodian.workplan.plans.actions import taking_over as actions
from yaodian.workplan.plans.actions.importing import import_plan
from yaodian.workplan.plans.models import Plan
from yaodian.workplan.plans.takeover import heads
from yaodian.workplan.plans.takeover.preview import Choices, preview
from yaodian.workplan.reading.formats import Unreadable

DEMO = Path(__file__).resolve().parents[3] / "yaodian" / "site" / "demo" / "plans"
PLAN, TABLE = DEMO / "2026年云岭市科技创新工作要点.txt", DEMO / "2026年工作任务分解表.xlsx"
BUREAU_DIVISIONS = (
    "政策法规与创新体系建设科", "资源配置与管理科", "高新技术发展及产业化科", "社会发展科技科",
    "成果转化与区域创新科", "外国专家与科技人才科", "机关党委",
)  # fmt: skip


@pytest.fixture
def plan(db: None) -> Plan:
    return a_plan()


def test_the_rows_that_match_are_written_and_the_batch_keeps_what_was_done(plan: Plan) -> None:
    batch = handed_in(plan)
    taken = actions.take_over(batch, Choices(), actor("clerk"))
    assert facts(plan) == [
        ("1", "高新技术科", "办公室", "罗景川", date(2026, 12, 31), "新认定30家", 2),
        ("2", "农村科技科", "", "", date(2026, 6, 30), "兑付400万元", 2),
        ("3", None, "", "", None, "", 1),
    ]
    assert taken.state == ImportBatch.State.TAKEN
    assert taken.rows == [
        {"row": 2, "task": task(plan, "1").pk, "did": "updated", "why": []},
        {"row": 3, "task": task(plan, "2").pk, "did": "updated", "why": []},
    ]
    entry = Entry.objects.get(action="take_over_task", object_id=task(plan, "1").pk)
    assert (entry.reason, entry.after["leader"], entry.before["leader"]) == (
        "任务分解表第 2 行",
        "罗景川",
        "",
    )


def test_a_batch_is_taken_over_once(plan: Plan) -> None:
    batch = handed_in(plan)
    actions.take_over(batch, Choices(), actor("clerk"))
    with pytest.raises(NotInNext):
        actions.take_over(ImportBatch.objects.get(pk=batch.pk), Choices(), actor("colleague"))
    assert Entry.objects.filter(action="take_over_task").count() == 2


def test_the_same_file_for_the_same_plan_is_the_same_batch(plan: Plan) -> None:
    data = workbook(ROWS)
    first = actions.hand_in(plan, data, "甲.xlsx", by=actor("clerk"))
    second = actions.hand_in(plan, data, "乙.xlsx", by=actor("colleague"))
    assert (first.pk, ImportBatch.objects.count()) == (second.pk, 1)


def test_taking_the_same_table_over_again_changes_nothing(plan: Plan) -> None:
    taken = actions.take_over(handed_in(plan), Choices(), actor("clerk"))
    again = actions.hand_in_again(taken, by=actor("clerk"))
    before = facts(plan)
    done = actions.take_over(again, Choices(), actor("clerk"))
    assert facts(plan) == before
    assert [row["did"] for row in done.rows] == ["same", "same"]


def test_one_row_with_a_problem_keeps_the_whole_table_out(plan: Plan) -> None:
    rows = [*ROWS, ["3", "做好信息宣传", "", "宣传科", "", "", "13月底"]]
    with pytest.raises(Problems) as told:
        actions.take_over(handed_in(plan, rows), Choices(), actor("clerk"))
    assert [(problem.field, problem.words.partition("。")[0]) for problem in told.value.items] == [
        ("row-4", "第 4 行“牵头科室”：没有叫“宣传科”的科室"),
        ("row-4", "第 4 行“完成时限”：“13月底”不是日历上的一天"),
    ]
    assert [row[-1] for row in facts(plan)] == [1, 1, 1]


def test_rows_with_problems_can_be_left_for_later(plan: Plan) -> None:
    rows = [*ROWS, ["3", "做好信息宣传", "", "宣传科", "", "", ""]]
    taken = actions.take_over(handed_in(plan, rows), Choices(skip_problems=True), actor("clerk"))
    assert [row["did"] for row in taken.rows] == ["updated", "updated", "skipped"]
    assert taken.rows[2]["why"][0][:2] == ["牵头科室", "没有叫“宣传科”的科室"]


def test_a_row_that_matches_nothing_waits_for_a_tick_or_a_choice(plan: Plan) -> None:
    rows = [*ROWS, ["9", "办公用房维修", "", "办公室", "", "", ""]]
    batch = handed_in(plan, rows)
    with pytest.raises(Problems) as told:
        actions.take_over(batch, Choices(), actor("clerk"))
    assert [problem.words for problem in told.value.items] == [
        "第 4 行：没有找到对应的任务。请选择任务，或选“不接入这一行”。"
    ]
    ticked = preview(batch, plan, Choices(skip_unmatched=True))
    assert list(ticked.open_points(Choices())) == []
    chosen = Choices(rows={4: str(task(plan, "3").pk)})
    actions.take_over(batch, chosen, actor("clerk"))
    assert task(plan, "3").lead == Division.objects.get(name="办公室")


def test_a_chosen_task_may_not_be_another_rows_task(plan: Plan) -> None:
    choices = Choices(rows={3: str(task(plan, "1").pk)})
    with pytest.raises(Problems) as told:
        actions.take_over(handed_in(plan), choices, actor("clerk"))
    assert [problem.field for problem in told.value.items] == ["row-3"]


def test_a_skipped_row_writes_nothing(plan: Plan) -> None:
    actions.take_over(handed_in(plan), Choices(rows={3: "skip"}), actor("clerk"))
    assert [row[-1] for row in facts(plan)] == [2, 1, 1]


def test_an_empty_cell_leaves_what_the_task_holds(plan: Plan) -> None:
    actions.take_over(handed_in(plan), Choices(), actor("clerk"))
    rows = [["1", "壮大高新技术企业群体", "", "", "", "韩若溪", ""]]
    actions.take_over(handed_in(plan, rows), Choices(), actor("clerk"))
    assert facts(plan)[0] == ("1", "高新技术科", "办公室", "韩若溪", date(2026, 12, 31), "新认定30家", 3)


def test_a_task_that_changed_since_it_was_seen_is_shown_first(plan: Plan) -> None:
    batch = handed_in(plan)
    choices = Choices(seen={task(plan, "1").pk: 0})
    with pytest.raises(Problems) as told:
        actions.take_over(batch, choices, actor("clerk"))
    assert [problem.words for problem in told.value.items] == [
        "第 2 行：对应的任务刚被别人改过。下面已是最新情况，请看过再接入。"
    ]


def test_a_division_is_known_by_its_short_name_and_aliases(plan: Plan) -> None:
    Division.objects.filter(name="高新技术科").update(short_name="高新科", aliases=["产业科"])
    for name in ("高新科", "产业科", "高新 科"):
        rows = [["1", "壮大高新技术企业", "", name, "", "", ""]]
        looked = preview(handed_in(plan, rows), plan, Choices())
        assert looked.rows[0].meaning.values["lead"].name == "高新技术科"


@pytest.mark.parametrize(
    ("lead", "reason"),
    [("高新技术科、办公室", "“高新技术科、办公室”不止一个科室"), ("老科", "“老科”已撤并")],
)
def test_a_lead_that_is_not_one_open_division_is_a_problem(plan: Plan, lead: str, reason: str) -> None:
    Division.objects.create(organisation=plan.organisation, name="老科", closed_on=date(2025, 1, 1))
    looked = preview(handed_in(plan, [["1", "壮大高新技术企业", "", lead, "", "", ""]]), plan, Choices())
    assert [problem.reason for problem in looked.rows[0].problems] == [reason]


def test_cells_that_the_reader_cannot_trust_are_problems_of_their_row(plan: Plan) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        page = book.add_worksheet("表")
        page.write_row(0, 0, HEADS)
        page.write_row(1, 0, ["1", "壮大高新技术企业"])
        page.write_formula(1, 2, "=1/0", None, "#DIV/0!")
        page.write_number(1, 5, 123456789012345678)
    batch = actions.hand_in(plan, buffer.getvalue(), "坏.xlsx", by=actor("clerk"))
    batch = actions.name_columns(batch, by=actor("clerk"), sheet=0, head_row=0, places=heads.guess(HEADS))
    looked = preview(batch, plan, Choices())
    assert [problem.column for problem in looked.rows[0].problems] == ["主要目标", "责任领导"]


def test_columns_are_asked_for_once_and_known_for_the_next_file(plan: Plan) -> None:
    first = actions.hand_in(plan, workbook(ROWS), "一.xlsx", by=actor("clerk"))
    assert first.columns == {}
    actions.name_columns(first, by=actor("clerk"), sheet=0, head_row=0, places={"title": 1, "leader": 5})
    turned = [list(reversed(row)) for row in ROWS]
    second = actions.hand_in(plan, workbook(turned, list(reversed(HEADS))), "二.xlsx", by=actor("chief"))
    assert second.columns == {"sheet": 0, "head_row": 0, "places": {"title": 5, "leader": 1}}
    assert ColumnMapping.objects.count() == 1


def test_a_file_of_several_sheets_waits_for_a_choice(plan: Plan) -> None:
    handed_in(plan)
    batch = actions.hand_in(plan, workbook(ROWS, sheets=2), "两张.xlsx", by=actor("clerk"))
    assert (len(batch.tables), batch.columns) == (2, {})


def test_a_sheet_of_ten_thousand_rows_is_refused_with_its_limit(plan: Plan) -> None:
    rows = [[str(n), f"任务{n}"] for n in range(10_000)]
    with pytest.raises(Unreadable) as told:
        actions.hand_in(plan, workbook(rows), "大.xlsx", by=actor("clerk"))
    assert "10,001 行" in told.value.words
    assert "最多接入 500 行" in told.value.words
    assert ImportBatch.objects.count() == 0


def test_a_word_document_is_taken_over_alike(plan: Plan) -> None:
    document = Document()
    grid = document.add_table(rows=0, cols=len(HEADS))
    for row in [HEADS, *ROWS]:
        for cell, words in zip(grid.add_row().cells, row, strict=True):
            cell.text = words
    buffer = io.BytesIO()
    document.save(buffer)
    batch = actions.hand_in(plan, buffer.getvalue(), "分解表.docx", by=actor("clerk"))
    batch = actions.name_columns(batch, by=actor("clerk"), sheet=0, head_row=0, places=heads.guess(HEADS))
    actions.take_over(batch, Choices(), actor("clerk"))
    assert [row[1] for row in facts(plan)] == ["高新技术科", "农村科技科", None]


@pytest.mark.parametrize("who", ["leader", "auditor", "company", "stranger"])
def test_others_hand_in_and_take_over_nothing(plan: Plan, who: str) -> None:
    batch = handed_in(plan)
    with pytest.raises(Refused):
        actions.hand_in(plan, workbook([["1", "别的"]]), "别的.xlsx", by=actor(who))
    with pytest.raises(Refused):
        actions.take_over(batch, Choices(), actor(who))
    with pytest.raises(Refused):
        actions.drop(batch, by=actor(who))


def test_the_demo_table_finds_its_tasks_in_a_clerks_wording(db: None) -> None:
    plan = import_plan(PLAN.read_bytes(), PLAN.name, by=actor("clerk"))
    for order, name in enumerate(BUREAU_DIVISIONS):
        Division.objects.create(organisation=plan.organisation, name=name, order=10 + order)
    batch = actions.hand_in(plan, TABLE.read_bytes(), TABLE.name, by=actor("clerk"))
    rows = batch.tables[0]["rows"]
    assert heads.head_row(rows) == 1
    batch = actions.name_columns(batch, by=actor("clerk"), sheet=0, head_row=1, places=heads.guess(rows[1]))
    looked = preview(batch, plan, Choices())
    unmatched = {
        16: "局机关办公用房维修改造",
        27: "帮扶石坪县柳坝村产业发展",
        35: "承办全省科技统计业务培训班",
    }
    assert {int(row.line.cells["no"]): row.line.cells["title"] for row in looked.unmatched} == unmatched
    assert [row.problems for row in looked.troubled] == []
    numbers = [int(row.line.cells["no"]) for row in looked.rows if row.task]
    assert [int(row.task.no) for row in looked.rows if row.task] == list(range(1, 34))
    assert len(numbers) == 33
    taken = actions.take_over(batch, Choices(skip_unmatched=True), actor("clerk"))
    assert [row["did"] for row in taken.rows].count("updated") == 33


@pytest.mark.race
def test_of_two_clerks_at_once_one_takes_the_table_over(race_database: str) -> None:
    plan = a_plan()
    batch = handed_in(plan)
    gate, told = threading.Barrier(2), []

    def work(who: str) -> None:
        mine, by = ImportBatch.objects.get(pk=batch.pk), actor(who)
        gate.wait()
        try:
            actions.take_over(mine, Choices(), by)
            told.append("taken")
        except (NotInNext, Superseded):
            told.append("second")
        connections.close_all()

    threads = [threading.Thread(target=work, args=[who]) for who in ("clerk", "colleague")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["second", "taken"]
    assert Entry.objects.filter(action="take_over_task").count() == 2
    assert [row[-1] for row in facts(plan)] == [2, 2, 1]
