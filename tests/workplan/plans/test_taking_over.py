"""A bureau's own 任务分解表: read, matched, shown, then taken over whole or not at all."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document

from tests.cast import actor
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common.refusal import Problems, Refused
from yaodian.foundation.desk.models import ColumnMapping, ImportBatch
from yaodian.foundation.flow.doors import NotInNext
from yaodian.foundation.people.models import Division, User
from yaodian.workplan.plans import matching
from yaodian.workplan.plans.actions import taking_over as actions
from yaodian.workplan.plans.actions.importing import import_plan
from yaodian.workplan.plans.matching import Candidate, Match, Wanted
from yaodian.workplan.plans.models import Plan, Task
from yaodian.workplan.plans.takeover import heads
from yaodian.workplan.plans.takeover.due_dates import read_due
from yaodian.workplan.plans.takeover.lines import read_lines
from yaodian.workplan.plans.takeover.preview import Choices, preview
from yaodian.workplan.reading.formats import Unreadable, read_grid

DEMO = Path(__file__).resolve().parents[3] / "yaodian" / "site" / "demo" / "plans"
PLAN, TABLE = DEMO / "2026年云岭市科技创新工作要点.txt", DEMO / "2026年工作任务分解表.xlsx"
HEADS = ["序号", "工作任务", "主要目标", "牵头科室", "配合科室", "责任领导", "完成时限"]
BUREAU_DIVISIONS = (
    "政策法规与创新体系建设科", "资源配置与管理科", "高新技术发展及产业化科", "社会发展科技科",
    "成果转化与区域创新科", "外国专家与科技人才科", "机关党委",
)  # fmt: skip
SMALL = """云岭市2026年科技工作要点

一、培育主体
1.壮大高新技术企业。全年新认定高新技术企业30家以上。
2.用好科技创新券。兑付科技创新券400万元以上。
3.做好信息宣传。编发简报12期。
"""


# --- reading a table


@pytest.mark.parametrize(
    ("words", "on"),
    [
        ("6月底", date(2026, 6, 30)),
        ("６月底前", date(2026, 6, 30)),
        ("六月底", date(2026, 6, 30)),
        ("十二月底前完成", date(2026, 12, 31)),
        ("2026年12月", date(2026, 12, 31)),
        ("2027年2月底", date(2027, 2, 28)),
        ("2026-06-30", date(2026, 6, 30)),
        ("2026/6/3", date(2026, 6, 3)),
        ("2026.6.3", date(2026, 6, 3)),
        ("20260630", date(2026, 6, 30)),
        ("2026年6月30日前", date(2026, 6, 30)),
        ("9月15日", date(2026, 9, 15)),
        ("3月上旬", date(2026, 3, 10)),
        ("3月中旬", date(2026, 3, 20)),
        ("2月下旬", date(2026, 2, 28)),
        ("11月", date(2026, 11, 30)),
        ("第三季度", date(2026, 9, 30)),
        ("一季度末", date(2026, 3, 31)),
        ("上半年", date(2026, 6, 30)),
        ("全年", date(2026, 12, 31)),
        ("年底前", date(2026, 12, 31)),
        ("", None),
    ],
)
def test_a_term_is_read_as_its_last_day(words: str, on: date | None) -> None:
    due = read_due(words, 2026)
    assert (due.on, due.problem, due.note) == (on, "", "")


@pytest.mark.parametrize("words", ["长期", "常年坚持", "每季度", "持续推进", "按时序进度"])
def test_an_open_term_sets_no_day_and_says_so(words: str) -> None:
    assert read_due(words, 2026).note == f"“{words}”不是一个日期，完成时限留空"
    assert read_due(words, 2026).on is None


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("尽快", "“尽快”没有读出日期"),
        ("46203", "“46203”没有读出日期"),
        ("2月30日", "“2月30日”不是日历上的一天"),
        ("13月底", "“13月底”不是日历上的一天"),
        ("6月前", "“6月前”看不出是月初还是月底"),
        ("6月底、12月底", "“6月底、12月底”写了不止一个时间"),
    ],
)
def test_a_term_that_names_no_day_is_a_problem(words: str, problem: str) -> None:
    assert (read_due(words, 2026).on, read_due(words, 2026).problem) == (None, problem)


def test_a_month_without_a_year_needs_the_year_of_the_plan() -> None:
    assert read_due("6月底", None).problem == "“6月底”没有写年份，这份计划也没有年度"


@pytest.mark.parametrize(
    ("names", "guessed"),
    [
        (HEADS, {"no": 0, "title": 1, "goal": 2, "lead": 3, "supporting": 4, "leader": 5, "due_on": 6}),
        (
            ["编号", "重点 任务", "责任单位（牵头）", "协办单位", "分管领导", "时间节点", "备注"],
            {"no": 0, "title": 1, "lead": 2, "supporting": 3, "leader": 4, "due_on": 5},
        ),
        (["目标任务", "工作内容"], {"title": 1, "goal": 0}),
        (["甲", "乙"], {}),
    ],
)
def test_columns_are_guessed_from_their_heads(names: list[str], guessed: dict[str, int]) -> None:
    assert heads.guess(names) == guessed


def test_the_row_of_heads_is_found_below_a_title() -> None:
    rows = [
        ["2026年工作任务分解表", "", ""],
        ["单位：局办公室", "", ""],
        ["序号", "工作任务", "牵头科室"],
        ["1", "壮大", "办公室"],
    ]
    assert heads.head_row(rows) == 2


def test_the_same_heads_in_another_order_are_the_same_set() -> None:
    assert heads.fingerprint(HEADS) == heads.fingerprint([*reversed(HEADS), "问题", "怎么改"])
    assert heads.fingerprint(HEADS) != heads.fingerprint(HEADS[:-1])


def table(*rows: Sequence[str]) -> dict:
    return {"name": "表", "rows": [HEADS[:4], *map(list, rows)], "problems": []}


COLUMNS = {"no": 0, "title": 1, "goal": 2, "lead": 3}


def test_headings_empty_rows_and_repeated_heads_are_no_rows() -> None:
    found = read_lines(
        table(["一、培育主体"] * 4, ["", "", "", ""], HEADS[:4], ["1", "壮大", "30家", "办公室"]), 0, COLUMNS
    )
    assert [(line.number, line.cells["title"]) for line in found] == [(5, "壮大")]


def test_rows_of_one_merged_cell_are_one_row_with_all_goals() -> None:
    found = read_lines(
        table(
            ["1", "壮大", "30家", "办公室"], ["1", "壮大", "40家", "办公室"], ["2", "做好", "12期", "办公室"]
        ),
        0,
        COLUMNS,
    )
    assert [(line.number, line.cells["goal"], line.cells["lead"]) for line in found] == [
        (2, "30家；40家", "办公室"),
        (4, "12期", "办公室"),
    ]


# --- matching


def test_likeness_of_words_decides_and_the_number_only_helps() -> None:
    tasks = [Candidate(1, "1", "壮大高新技术企业"), Candidate(2, "2", "用好科技创新券")]
    rows = {
        5: Wanted("2", "壮大高新技术企业群体"),
        6: Wanted("1", "科技创新券"),
        7: Wanted("1", "办公楼维修"),
    }
    assert matching.match(rows, tasks) == {
        5: Match(1, "一致"), 6: Match(2, "一致"), 7: Match(None, "未找到"),
    }  # fmt: skip


def test_a_task_is_given_to_the_row_that_fits_best_and_to_no_other() -> None:
    tasks = [Candidate(1, "1", "壮大高新技术企业")]
    rows = {5: Wanted("", "壮大企业"), 6: Wanted("", "壮大高新技术企业")}
    assert matching.match(rows, tasks) == {5: Match(None, "未找到"), 6: Match(1, "一致")}


@pytest.mark.parametrize("no", ["3", "（3）", "3.", "3、", "３"])
def test_a_number_is_the_same_however_it_is_written(no: str) -> None:
    assert matching.bare_number(no) == "3"


# --- with a plan


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


@pytest.fixture
def plan(db: None) -> Plan:
    return import_plan(SMALL.encode(), "要点.txt", by=actor("clerk"))


def handed_in(plan: Plan, rows: Sequence[Sequence[str]] = ROWS, **options: object) -> ImportBatch:
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


# --- the pages


@pytest.fixture
def clerk(db: None, client: Client) -> Client:
    client.force_login(User.objects.get(username="clerk"))
    return client


def upload(client: Client, plan: Plan, data: bytes, name: str = "分解表.xlsx", **more: object):
    return client.post(
        f"/plans/{plan.pk}/task-table/",
        {"table": SimpleUploadedFile(name, data), "not_secret": "on"},
        **more,
    )


def test_the_whole_way_by_http(clerk: Client, plan: Plan) -> None:
    page = upload(clerk, plan, workbook(ROWS), follow=True)
    assert [url for url, _status in page.redirect_chain][-1].endswith("/columns/")
    named = {"sheet": 0, "head": 0, **{name: str(at) for name, at in heads.guess(HEADS).items()}}
    page = clerk.post(page.redirect_chain[-1][0], named, follow=True)
    assert "接入后会更新 <strong>2</strong> 项任务" in page.content.decode()
    page = clerk.post(page.redirect_chain[-1][0], {"seen": page.context["seen"]}, follow=True)
    assert page.redirect_chain[-1][1] == 302
    assert page.context["updated"] == 2
    assert task(plan, "1").leader == "罗景川"


def test_an_unreadable_file_is_told_at_its_field(clerk: Client, plan: Plan) -> None:
    page = upload(clerk, plan, b"\xd0\xcf\x11\xe0" + b"x" * 600, "旧.xls")
    assert page.status_code == 422
    assert len(page.context["form"].errors["table"]) == 1
    assert ImportBatch.objects.count() == 0


def test_a_problem_keeps_the_choices_and_writes_nothing(clerk: Client, plan: Plan) -> None:
    batch = handed_in(plan, [*ROWS, ["3", "做好信息宣传", "", "宣传科", "", "", ""]])
    page = clerk.post(f"/plans/{plan.pk}/task-table/{batch.pk}/", {"row-3": "skip"})
    assert page.status_code == 422
    assert '<option value="skip" selected>' in page.content.decode()
    assert [row[-1] for row in facts(plan)] == [1, 1, 1]


def test_the_rows_to_correct_come_as_a_file_that_needs_no_mapping(clerk: Client, plan: Plan) -> None:
    batch = handed_in(plan, [*ROWS, ["3", "做好信息宣传", "", "宣传科", "", "", ""]])
    answer = clerk.get(f"/plans/{plan.pk}/task-table/{batch.pk}/problems/")
    (sheet,) = read_grid(answer.content, "要改的行.xlsx")
    assert sheet.rows[0] == [*HEADS, "问题", "怎么改"]
    assert sheet.rows[1][:4] == ["3", "做好信息宣传", "", "宣传科"]
    assert sheet.rows[1][7] == "牵头科室：没有叫“宣传科”的科室"
    page = upload(clerk, plan, answer.content, "要改的行.xlsx", follow=True)
    assert [len(looked.rows) for looked in [page.context["looked"]]] == [1]


def test_the_template_holds_the_tasks_and_comes_back_without_a_change(clerk: Client, plan: Plan) -> None:
    answer = clerk.get(f"/plans/{plan.pk}/task-table/template/")
    batch = actions.hand_in(plan, answer.content, "模板.xlsx", by=actor("clerk"))
    places = heads.guess(batch.tables[0]["rows"][0])
    assert set(places) == set(heads.FIELDS)
    batch = actions.name_columns(batch, by=actor("clerk"), sheet=0, head_row=0, places=places)
    looked = preview(batch, plan, Choices())
    assert [(row.likeness, row.changes) for row in looked.rows] == [("一致", [])] * 3


@pytest.mark.parametrize(
    ("who", "status"),
    [("clerk", 200), ("chief", 200), ("leader", 403), ("auditor", 403), ("company", 404), ("farmer", 404)],
)
def test_who_may_open_the_page(client: Client, plan: Plan, who: str, status: int) -> None:
    client.force_login(User.objects.get(username=who))
    assert client.get(f"/plans/{plan.pk}/task-table/").status_code == status


def test_a_batch_of_another_plan_is_not_found(clerk: Client, plan: Plan) -> None:
    batch = handed_in(plan)
    other = import_plan(SMALL.replace("2026", "2025").encode(), "旧.txt", by=actor("clerk"))
    assert clerk.get(f"/plans/{other.pk}/task-table/{batch.pk}/").status_code == 404


def test_a_table_that_was_put_aside_changes_nothing(clerk: Client, plan: Plan) -> None:
    batch = handed_in(plan)
    clerk.post(f"/plans/{plan.pk}/task-table/{batch.pk}/drop/")
    assert ImportBatch.objects.get(pk=batch.pk).state == ImportBatch.State.DROPPED
    assert [row[-1] for row in facts(plan)] == [1, 1, 1]


def test_the_preview_asks_the_database_as_often_for_many_rows_as_for_few(clerk: Client, plan: Plan) -> None:
    def asked(count: int) -> int:
        batch = handed_in(plan, [[str(n), f"第{n}件别的事", "", "办公室", "", "", ""] for n in range(count)])
        with CaptureQueriesContext(connection) as captured:
            clerk.get(f"/plans/{plan.pk}/task-table/{batch.pk}/")
        return len(captured)

    few, many = asked(5), asked(50)
    assert few == many <= 12
