"""The workbook goes out filled in, comes back, and its good rows count: every row is looked at first."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.cast import actor
from tests.foundation.desk.test_live_cells import PAYLOADS
from tests.workplan.duties.making import (
    assign,
    complete,
    county,
    division,
    duty_of,
    person,
    second_county,
    share,
)
from tests.workplan.plans.making import target_of
from tests.workplan.plans.standing import DECISION, approved_plan, reviewed_plan
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common.refusal import Problems, Refused
from yaodian.foundation.desk.models import ImportBatch
from yaodian.foundation.flow.doors import NotInNext
from yaodian.workplan.duties.actions import importing
from yaodian.workplan.duties.actions.assigning import Step
from yaodian.workplan.duties.actions.importing import drop, hand_in, take_over
from yaodian.workplan.duties.models import Duty, Milestone, Share
from yaodian.workplan.duties.naming import regions_in_order
from yaodian.workplan.duties.workbook.correcting import bad_in, bad_left_out, bad_rows_workbook
from yaodian.workplan.duties.workbook.preview import Preview, Row, preview
from yaodian.workplan.duties.workbook.writing import workbook_for
from yaodian.workplan.plans.actions.approving import approve_plan
from yaodian.workplan.plans.models import Plan
from yaodian.workplan.reading.formats import Unreadable, read_grid

pytestmark = pytest.mark.django_db
DUTIES, SHARES, STEPS = "责任分解", "县区分解", "节点"


@pytest.fixture
def plan() -> Plan:
    second_county()
    return approved_plan()


class Book:
    """The workbook as a clerk has it open: cells by sheet, row (from 2) and head."""

    def __init__(self, data: bytes) -> None:
        self.book = load_workbook(io.BytesIO(data))

    def heads(self, sheet: str) -> list[str]:
        return [cell.value for cell in self.book[sheet][1]]

    def cell(self, sheet: str, row: int, head: str) -> Any:
        return self.book[sheet].cell(row, self.heads(sheet).index(head) + 1)

    def type(self, sheet: str, row: int, **cells: Any) -> Book:
        for head, value in cells.items():
            self.cell(sheet, row, head).value = value
        return self

    def save(self) -> bytes:
        buffer = io.BytesIO()
        self.book.save(buffer)
        return buffer.getvalue()


def book(plan: Plan) -> Book:
    return Book(workbook_for(plan))


def looked(plan: Plan, filled: Book) -> Preview:
    return preview(plan, handed_in(plan, filled).tables)


def handed_in(plan: Plan, filled: Book, login: str = "clerk") -> ImportBatch:
    return hand_in(plan, filled.save(), "责任分解表.xlsx", by=actor(login))


def take(plan: Plan, batch: ImportBatch, login: str = "clerk") -> ImportBatch:
    return take_over(batch, by=actor(login), seen=preview(plan, batch.tables).fingerprint)


def row_of(plan: Plan, filled: Book, sheet: str = DUTIES, number: int = 2) -> Row:
    rows = looked(plan, filled).rows
    return next(row for row in rows if (row.line.sheet, row.line.number) == (sheet, number))


def told(row: Row) -> list[tuple[str, str]]:
    return [(problem.column, problem.reason) for problem in row.problems]


def test_the_workbook_goes_out_with_what_is_known_and_lists_to_choose_from(plan: Plan) -> None:
    assign(duty_of(plan, "1"), **complete(), supporting=[division("办公室")], weight=Decimal("12.5"))
    assign(duty_of(plan, "1"), steps=[Step("印发方案", date(2026, 3, 31))])
    share(target_of(plan, "450家"), {county(): 200})
    out = book(plan)
    assert out.book.sheetnames[:4] == [DUTIES, SHARES, STEPS, "填写说明"]
    assert [out.cell(DUTIES, 2, head).value for head in ("编号", "牵头科室", "配合科室", "责任领导", "权重")] == [
        "1", "高新技术科", "办公室", "王海峰", 12.5,
    ]  # fmt: skip
    assert out.cell(DUTIES, 2, "开始日期").value.date() == date(2026, 1, 1)
    assert out.heads(SHARES)[-2:] == ["青河县", "永宁区"]
    assert [out.cell(STEPS, 2, head).value for head in ("编号", "节点")] == ["1", "印发方案"]
    offered = {rule.formula1 for rule in out.book[DUTIES].data_validations.dataValidation}
    assert len(offered) == 3


def test_a_workbook_that_comes_back_unchanged_changes_nothing(plan: Plan) -> None:
    assign(duty_of(plan, "1"), **complete(), weight=Decimal("12.5"))
    assign(duty_of(plan, "1"), steps=[Step("印发方案", date(2026, 3, 31))])
    share(target_of(plan, "450家"), {county(): 200})
    seen = looked(plan, book(plan))
    assert {row.outcome for row in seen.rows} == {"没有变化"}
    assert len(seen.rows) == 4 + plan.targets.promised().count() + 1


def filled_book(plan: Plan) -> Book:
    """Two tasks, one target and two milestones filled in."""
    filled = book(plan)
    for row, no in ((2, "1"), (3, "2")):
        filled.type(
            DUTIES,
            row,
            牵头科室="高新技术科",
            责任领导="王海峰",
            经办人="周文静",
            开始日期="2026年1月",
            完成时限="12月底",
        )
        filled.type(
            STEPS, row, 标识=filled.cell(DUTIES, row, "标识").value, 编号=no, 节点="印发方案", 时限="3月31日"
        )
    filled.type(
        DUTIES, 2, 配合科室="办公室、农村科技科", 权重="10%", 佐证要求="文号", 进度节奏="6月 40%、12月 100%"
    )
    place = next(at for at in range(2, 9) if filled.cell(SHARES, at, "全市承诺").value == "≥ 450 家")
    return filled.type(SHARES, place, 青河县="２００", 永宁区=150, 年初基数="1,020", 基数来源="2025年年报")


def test_good_rows_are_taken_over_together(plan: Plan) -> None:
    batch = handed_in(plan, filled_book(plan))
    assert take(plan, batch).state == "taken"
    duty = duty_of(plan, "1")
    assert (duty.lead, duty.leader, duty.handler) == (division(), person("leader"), person("clerk"))
    assert (duty.starts_on, duty.due_on, duty.weight) == (date(2026, 1, 1), date(2026, 12, 31), 10)
    assert [str(one) for one in duty.supporting.all()] == ["办公室", "农村科技科"]
    assert (duty.evidence, duty.rhythm) == ("reference", "points")
    assert duty.rhythm_points == [{"month": 6, "share": 40}, {"month": 12, "share": 100}]
    assert list(Milestone.objects.values_list("duty__task__no", "title", "due_on")) == [
        ("1", "印发方案", date(2026, 3, 31)), ("2", "印发方案", date(2026, 3, 31)),
    ]  # fmt: skip
    target = target_of(plan, "450家")
    assert [(one.region.name, one.value) for one in target.shares.all()] == [("青河县", 200), ("永宁区", 150)]
    assert (target.pace.baseline, target.pace.baseline_source) == (1020, "2025年年报")
    reasons = set(Entry.objects.about(duty).filter(action="assign_duty").values_list("reason", flat=True))
    assert reasons == {"责任分解表：责任分解 第 2 行"}


def test_the_same_file_handed_in_again_changes_nothing(plan: Plan) -> None:
    filled = filled_book(plan)
    data = filled.save()
    take(plan, hand_in(plan, data, "a.xlsx", by=actor("clerk")))
    before = list(Duty.objects.values_list("revision", flat=True))
    again = hand_in(plan, data, "a.xlsx", by=actor("clerk"))
    assert {row.outcome for row in preview(plan, again.tables).rows} == {"没有变化"}
    with pytest.raises(Problems):
        take(plan, again)
    assert (list(Duty.objects.values_list("revision", flat=True)), Milestone.objects.count()) == (before, 2)


def test_the_same_file_that_still_waits_is_the_same_batch(plan: Plan) -> None:
    data = filled_book(plan).save()
    assert hand_in(plan, data, "a.xlsx", by=actor("clerk")) == hand_in(
        plan, data, "b.xlsx", by=actor("chief")
    )


Cells = dict[str, Any]
FAULTS: list[tuple[str, str, Cells, list[tuple[str, str]]]] = [
    ("unknown division", DUTIES, {"牵头科室": "外星科"}, [("牵头科室", "没有叫“外星科”的科室")]),
    ("two divisions", DUTIES, {"牵头科室": "办公室、高新技术科"}, [("牵头科室", "“办公室、高新技术科”不止一个科室")]),
    ("unknown helper", DUTIES, {"配合科室": "办公室、市财政局"}, [("配合科室", "没有叫“市财政局”的科室")]),
    ("unknown leader", DUTIES, {"责任领导": "周文静"}, [("责任领导", "现任局领导里没有“周文静”")]),
    ("handler elsewhere", DUTIES, {"牵头科室": "办公室", "经办人": "周文静"}, [("经办人", "牵头科室里没有“周文静”")]),
    ("due before start", DUTIES, {"开始日期": "2026-07-01", "完成时限": "2026-06-30"},
     [("完成时限", "完成时限 2026-06-30 早于开始日期 2026-07-01，请改其中一个")]),
    ("no such day", DUTIES, {"完成时限": "2026-02-30"}, [("完成时限", "“2026-02-30”不是日历上的一天")]),
    ("no day", DUTIES, {"完成时限": "尽快"}, [("完成时限", "“尽快”没有读出日期")]),
    ("weight too large", DUTIES, {"权重": 120}, [("权重", "权重请填 0 到 100，全部任务合计 100")]),
    ("weight in words", DUTIES, {"权重": "十"}, [("权重", "“十”不是数字")]),
    ("formula with an error", DUTIES, {"权重": "=1/0"}, [("权重", "公式没有算出结果")]),
    ("rhythm that does not rise", DUTIES, {"进度节奏": "6月 40%、12月 30%"},
     [("进度节奏", "百分比要一个比一个大。最后一个节点是 30%，请以 100% 结束")]),
    ("evidence unheard of", DUTIES, {"佐证要求": "拍照打卡"}, [("佐证要求", "“拍照打卡”不是佐证要求的写法")]),
    ("no such key", DUTIES, {"标识": "999999"}, [("标识", "没有标识为“999999”的任务")]),
    ("negative share", SHARES, {"青河县": -5}, [("青河县", "分解数“-5”是负数")]),
    ("share in words", SHARES, {"永宁区": "两百"}, [("永宁区", "“两百”不是数字")]),
    ("no such target", SHARES, {"标识": "999999"}, [("标识", "没有找到这个指标")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sheet", "cells", "problems"), [one[1:] for one in FAULTS], ids=[one[0] for one in FAULTS]
)
def test_a_fault_is_told_with_its_row_and_column(
    plan: Plan, sheet: str, cells: Cells, problems: list[tuple[str, str]]
) -> None:
    row = row_of(plan, book(plan).type(sheet, 2, **cells), sheet)
    assert (row.place, told(row)) == (f"{sheet} 第 2 行", problems)
    assert all(problem.fix for problem in row.problems)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        (date(2026, 6, 30), date(2026, 6, 30)),
        ("2026-06-30", date(2026, 6, 30)),
        ("２０２６年６月３０日", date(2026, 6, 30)),
        ("6月底", date(2026, 6, 30)),
        (46203, date(2026, 6, 30)),
        ("46203", date(2026, 6, 30)),
    ],
)
def test_days_are_read_as_excel_and_people_write_them(plan: Plan, typed: Any, day: date) -> None:
    row = row_of(plan, book(plan).type(DUTIES, 2, 完成时限=typed))
    assert (told(row), row.values) == ([], {"due_on": day})


def test_a_weight_in_percent_is_taken_and_told(plan: Plan) -> None:
    row = row_of(plan, book(plan).type(DUTIES, 2, 权重="１２.５％"))
    assert (row.values, row.notes) == ({"weight": Decimal("12.5")}, ["“１２.５％”按权重 12.5 接入"])


def test_a_task_twice_is_told_in_its_second_row(plan: Plan) -> None:
    filled = book(plan)
    filled.type(DUTIES, 3, 标识=filled.cell(DUTIES, 2, "标识").value)
    assert told(row_of(plan, filled, number=2)) == []
    assert told(row_of(plan, filled, number=3)) == [("标识", "和第 2 行说的是同一项")]


def test_without_the_key_a_task_is_found_by_number_and_title(plan: Plan) -> None:
    filled = book(plan).type(DUTIES, 2, 标识=None, 权重=5)
    assert row_of(plan, filled).duty == duty_of(plan, "1")
    strange = book(plan).type(DUTIES, 2, 标识=None, 编号="99", 任务="别的名称")
    assert told(row_of(plan, strange)) == [("编号", "没有编号为“99”的任务")]


def test_a_row_that_names_nothing_is_passed_over(plan: Plan) -> None:
    filled = book(plan).type(DUTIES, 20, 权重=100).type(STEPS, 20, 时限="2026-05-31")
    assert [row for row in looked(plan, filled).rows if row.line.number == 20] == []
    half = book(plan).type(STEPS, 20, 节点="验收", 时限="2026-05-31")
    assert told(row_of(plan, half, STEPS, 20)) == [("编号", "没有编号为“”的任务")]


def test_a_number_that_two_tasks_have_does_not_name_one() -> None:
    reviewed = reviewed_plan()
    reviewed.tasks.filter(no="2").update(no="1")
    plan = approve_plan(reviewed, DECISION, by=actor("chief"), revision=reviewed.revision)
    other = book(plan).type(DUTIES, 2, 标识=None, 任务="别的名称")
    assert told(row_of(plan, other)) == [("编号", "编号“1”有 2 项任务")]


def test_a_milestone_is_known_by_its_words_and_keeps_to_the_task_s_time(plan: Plan) -> None:
    assign(duty_of(plan, "1"), **complete())
    assign(duty_of(plan, "1"), steps=[Step("印发方案", date(2026, 3, 31))])
    filled = book(plan).type(STEPS, 2, 时限="2026-04-30")
    key = filled.cell(DUTIES, 2, "标识").value
    filled.type(STEPS, 3, 标识=key, 节点="验收", 时限="2027-01-31").type(
        STEPS, 4, 标识=key, 节点="", 时限="2026-05-31"
    )
    good, late, nameless = (row_of(plan, filled, STEPS, number) for number in (2, 3, 4))
    assert [(one.label, one.old, one.new) for one in good.changes] == [
        ("节点“印发方案”", "2026-03-31", "2026-04-30")
    ]
    assert told(late) == [("时限", "节点“验收”的时限晚于任务的完成时限 2026-12-31")]
    assert told(nameless) == [("节点", "没有写节点")]


def test_empty_cells_leave_what_is_there_and_a_word_empties(plan: Plan) -> None:
    assign(duty_of(plan, "1"), **complete(), supporting_others="市财政局")
    filled = book(plan).type(DUTIES, 2, 牵头科室=None, 责任领导="清空", 其他配合单位="清空")
    take(plan, handed_in(plan, filled))
    duty = duty_of(plan, "1")
    assert (duty.lead, duty.leader, duty.supporting_others) == (division(), None, "")


def three_bad_rows(plan: Plan) -> Book:
    """One good row among the duties, and three that need correction, on two sheets."""
    filled = book(plan).type(DUTIES, 2, 牵头科室="高新技术科").type(DUTIES, 3, 牵头科室="外星科")
    return filled.type(DUTIES, 4, 权重="很多").type(SHARES, 2, 青河县=-1)


def test_three_bad_rows_among_good_ones_are_left_out_and_kept_for_correction(plan: Plan) -> None:
    batch = handed_in(plan, three_bad_rows(plan))
    seen = preview(plan, batch.tables)
    assert seen.counts() == {"会更新": 1, "有问题": 3, "没有变化": len(seen.rows) - 4}
    taken = take(plan, batch)
    assert [duty_of(plan, no).lead for no in "123"] == [division(), None, None]
    assert not Share.objects.exists()
    assert sorted((sheet, row) for sheet, row in bad_left_out(taken)) == [
        (SHARES, 2),
        (DUTIES, 3),
        (DUTIES, 4),
    ]
    assert bad_left_out(taken) == bad_in(seen)


def test_the_bad_rows_come_as_a_workbook_that_can_be_handed_in_again(plan: Plan) -> None:
    taken = take(plan, handed_in(plan, three_bad_rows(plan)))
    bad = Book(bad_rows_workbook(taken.tables, bad_left_out(taken), regions_in_order()))
    assert {name: bad.book[name].max_row for name in (DUTIES, SHARES)} == {DUTIES: 3, SHARES: 2}
    assert bad.heads(DUTIES)[-2:] == ["问题", "怎么改"]
    assert bad.cell(DUTIES, 2, "问题").value == "牵头科室：没有叫“外星科”的科室"
    bad.type(DUTIES, 2, 牵头科室="农村科技科").type(DUTIES, 3, 权重=20).type(SHARES, 2, 青河县=1)
    again = handed_in(plan, bad)
    assert {row.outcome for row in preview(plan, again.tables).rows} == {"会更新"}
    take(plan, again)
    assert (duty_of(plan, "2").lead, duty_of(plan, "3").weight) == (division("农村科技科"), 20)


def test_nothing_is_half_written(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = handed_in(plan, filled_book(plan))
    monkeypatch.setattr(importing, "write_step", broken)
    with pytest.raises(RuntimeError):
        take(plan, batch)
    assert set(Duty.objects.values_list("revision", flat=True)) == {1}
    assert ImportBatch.objects.get(pk=batch.pk).state == "previewed"


def broken(*_given: Any, **_named: Any) -> None:
    raise RuntimeError("the disk is full")


def test_a_preview_that_somebody_has_overtaken_is_shown_again(plan: Plan) -> None:
    batch = handed_in(plan, filled_book(plan))
    seen = preview(plan, batch.tables).fingerprint
    assign(duty_of(plan, "1"), lead=division("办公室"))
    with pytest.raises(Problems) as problems:
        take_over(batch, by=actor("clerk"), seen=seen)
    assert "有人改过" in problems.value.items[0].words
    assert duty_of(plan, "1").lead == division("办公室")


def test_a_batch_is_taken_over_once_and_not_after_it_was_dropped(plan: Plan) -> None:
    batch = take(plan, handed_in(plan, filled_book(plan)))
    with pytest.raises(NotInNext):
        take(plan, batch)
    other = drop(handed_in(plan, book(plan).type(DUTIES, 2, 权重=7)), by=actor("clerk"))
    with pytest.raises(NotInNext):
        take(plan, other)


@pytest.mark.parametrize("login", ["leader", "auditor", "county"])
def test_others_neither_hand_in_nor_take_over(plan: Plan, login: str) -> None:
    with pytest.raises(Refused):
        handed_in(plan, filled_book(plan), login)
    batch = handed_in(plan, filled_book(plan))
    for act in (lambda: take(plan, batch, login), lambda: drop(batch, by=actor(login))):
        with pytest.raises(Refused):
            act()


def another_book() -> bytes:
    made = Workbook()
    made.active.append(["姓名", "电话"])
    return saved(made)


def saved(made: Workbook) -> bytes:
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def without_the_head() -> bytes:
    made = Workbook()
    made.active.title = DUTIES
    made.active.append(["随便", "写写"])
    made.active.append(["1", "2"])
    return saved(made)


@pytest.mark.parametrize(
    ("make", "words"),
    [(another_book, "没有分解用的工作表"), (without_the_head, "找不到“编号”、“任务”这几列")],
)
def test_another_workbook_is_told_what_is_needed(plan: Plan, make: Callable[[], bytes], words: str) -> None:
    with pytest.raises(Unreadable) as trouble:
        hand_in(plan, make(), "别的.xlsx", by=actor("clerk"))
    assert words in trouble.value.words
    assert not ImportBatch.objects.exists()


def test_restricted_tasks_are_neither_in_the_workbook_nor_found_by_it(plan: Plan) -> None:
    filled = book(plan).type(DUTIES, 5, 权重=3)
    plan.tasks.filter(no="4").update(restricted=True)
    assert "办好科技活动周" not in str(read_grid(workbook_for(plan), "x.xlsx"))
    assert [one.column for one in row_of(plan, filled, number=5).problems] == ["标识"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_people_write_stays_text_in_the_workbook_and_in_the_bad_rows(plan: Plan, payload: str) -> None:
    duty = duty_of(plan, "1")
    assign(duty, evidence_words=payload, supporting_others=payload, steps=[Step(payload, date(2026, 3, 31))])
    out = book(plan)
    written = [(DUTIES, "佐证说明"), (DUTIES, "其他配合单位"), (STEPS, "节点")]
    assert {out.cell(sheet, 2, head).data_type for sheet, head in written} == {"s"}
    batch = hand_in(plan, out.type(DUTIES, 2, 权重="很多").save(), "a.xlsx", by=actor("clerk"))
    bad = Book(bad_rows_workbook(batch.tables, bad_in(preview(plan, batch.tables)), regions_in_order()))
    assert {cell.data_type for row in bad.book[DUTIES].iter_rows() for cell in row} <= {"s", "n"}
