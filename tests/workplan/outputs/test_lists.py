"""The lists opened again: every cell is what the database says, and the three files hold the same rows."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workplan.duties.making import county, division, second_county, share
from tests.workplan.outputs.files import (
    facts,
    pdf_text,
    printed,
    sheet,
    sheet_rows,
    taken,
    word_rows,
    word_text,
)
from tests.workplan.outputs.scene import INTERNAL, LISTS, in_july, plan_in_july
from tests.workplan.progress.making import target_of
from yaodian.foundation.desk.papers.checking import deviations
from yaodian.workplan.duties.models import Duty
from yaodian.workplan.plans.models import Plan
from yaodian.workplan.plans.tables import quantity

pytestmark = pytest.mark.django_db
__all__ = ["in_july"]
GATHERED = {"tasks": 1, "responsibility": 2, "progress": 1, "shares": 0}


def on_paper(row: list[Any], gathered: int) -> list[str]:
    """A row of Excel as paper has it: its first cells are the caption of its table."""
    lead = ["所属章节", *row[:1]] if gathered == 1 else row[:gathered]
    caption = "：".join(printed(cell) for cell in lead if cell)
    return [*filter(None, [caption]), *map(printed, row[gathered:])]


@pytest.mark.parametrize("document", LISTS)
def test_the_three_files_of_a_list_hold_the_same_rows(document: str) -> None:
    plan = plan_in_july()
    rows = sheet_rows(taken(plan, document, "xlsx"))
    assert len(rows) >= 1
    assert word_rows(taken(plan, document, "docx")) == [on_paper(row, GATHERED[document]) for row in rows]
    text = pdf_text(taken(plan, document, "pdf"))
    for row in rows:
        assert "".join("".join(map(printed, row[GATHERED[document] :])).split()) in text


def test_the_list_of_tasks_says_of_each_task_what_the_database_says() -> None:
    plan = plan_in_july()
    assert sheet_rows(taken(plan, "tasks", "xlsx")) == [task_row(duty) for duty in duties(plan)]


def duties(plan: Plan) -> list[Duty]:
    return list(Duty.objects.filter(task__plan=plan).order_by("task__start"))


def task_row(duty: Duty) -> list[Any]:
    task = duty.task
    promised = [f"{one.indicator} {quantity(one)}" for one in task.targets.order_by("start")]
    helpers = [one.name for one in duty.supporting.all()] + [duty.supporting_others]
    return [
        " › ".join(task.section), task.no, task.title, "；".join(promised) or None, duty.lead.name,
        "、".join(filter(None, helpers)) or None, duty.leader.name, duty.handler.name if duty.handler else None,
        f"{duty.starts_on}", f"{duty.due_on}", float(duty.weight) if duty.weight else None,
        "已完成" if task.no == "2" else "已下达",
    ]  # fmt: skip


def test_the_list_of_duties_stands_in_the_offices_order_with_what_each_division_leads_and_supports() -> None:
    plan = plan_in_july()
    rows = sheet_rows(taken(plan, "responsibility", "xlsx"))
    high_tech, rural = "高新技术科", "农村科技科"
    assert [(row[0], row[2], row[3]) for row in rows] == [
        (high_tech, "牵头", "1"),
        (high_tech, "牵头", "2"),
        (high_tech, "牵头", "4"),
        (rural, "牵头", "3"),
        (rural, "配合", "1"),
    ]
    assert rows[0][1:] == [
        "周文静（科室经办）、郑立新（科室负责人）", "牵头", "1", "培育高新技术企业", "王海峰", "周文静", "2026-12-31", 12.5,
    ]  # fmt: skip
    assert rows[-1][-1] is None


def test_the_list_of_duties_of_one_division_has_that_division_alone() -> None:
    plan, rural = plan_in_july(), division("农村科技科")
    rows = sheet_rows(taken(plan, "responsibility", "xlsx", division=rural.pk))
    assert [(row[0], row[2], row[3]) for row in rows] == [
        (rural.name, "牵头", "3"),
        (rural.name, "配合", "1"),
    ]
    assert facts(taken(plan, "responsibility", division=rural.pk))["范围"] == rural.name


def test_the_list_of_progress_says_each_light_in_words_with_its_figures_and_reason() -> None:
    plan = plan_in_july()
    rows = sheet_rows(taken(plan, "progress", "xlsx"))
    lights = [(row[1], row[2], row[4], row[6], row[11]) for row in rows]
    assert lights == [
        (None, "高新技术企业", "210 家", None, "滞后"),
        ("1", "培育高新技术企业", None, None, "滞后"),
        ("1", "高新技术企业", "≥ 35 家", 10, "滞后"),
        ("1", "高新技术企业", "210 家", None, "预警"),
        ("2", "壮大科技型中小企业", None, None, "已完成"),
        ("2", "科技型中小企业", "≥ 450 家", 460, "已完成"),
        ("3", "选派科技特派员", None, None, "滞后"),
        ("3", "科技特派员", "≥ 160 人", None, "滞后"),
        ("3", "农业技术培训", "≥ 100 场", None, "滞后"),
        ("4", "办好科技活动周", None, None, "滞后"),
    ]
    assert rows[2][7:] == [
        28.6,
        49.6,
        "2026-06-30",
        "2026-12-31",
        "滞后",
        "已完成 10 家，为承诺 35 家的 28%，时间进度 49%。",
    ]


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ({}, [None, "1", "2", "3", "4"]),
        ({"light": "done"}, ["2"]),
        ({"light": "amber"}, ["1"]),
        ({"section": "二、服务乡村振兴"}, ["3", "4"]),
        ({"section": "一、培育创新主体", "light": "red"}, ["1"]),
        ({"division": "农村科技科"}, ["3"]),
        ({"division": "nobody", "light": "purple"}, [None, "1", "2", "3", "4"]),
    ],
)
def test_the_list_of_progress_is_narrowed_as_on_its_page(wanted: dict[str, Any], numbers: list[str]) -> None:
    plan = plan_in_july()
    if wanted.get("division") == "农村科技科":
        wanted = {"division": division("农村科技科").pk}
    rows = sheet_rows(taken(plan, "progress", "xlsx", **wanted))
    assert list(dict.fromkeys(row[1] for row in rows)) == numbers


def test_the_table_of_shares_has_the_counties_their_sum_and_the_citys_figure() -> None:
    plan = plan_in_july()
    data = sheet(taken(plan, "shares", "xlsx"))
    assert data == [
        ["任务", "指标", "全市承诺", "单位", "青河县", "永宁区", "县（市、区）合计", "提示"],
        ["2 壮大科技型中小企业", "科技型中小企业", "≥ 450 家", "家", 200, 150, 350, None],
    ]


def test_shares_above_the_citys_figure_are_told() -> None:
    plan = plan_in_july()
    share(target_of(plan, "450家"), {county(): 1200, second_county(): 150}, "chief", "县里主动加码")
    row = sheet_rows(taken(plan, "shares", "xlsx"))[0]
    assert row[4:] == [1200, 150, 1350, "各县（市、区）合计 1,350 家，全市承诺 450 家，多出 900 家。"]
    assert "1,200" in word_rows(taken(plan, "shares"))[0]


@pytest.mark.parametrize("document", LISTS)
def test_a_list_says_of_which_document_version_and_day_it_is_and_where_it_comes_from(document: str) -> None:
    plan = plan_in_july()
    told = facts(taken(plan, document))
    assert (told["文件"], told["发文字号"], told["版本"], told["状态"], told["导出日期"]) == (
        plan.title, "云科发〔2026〕3号", "第 1 版（2026年1月20日议定）", "已下达", "2026-07-05",
    )  # fmt: skip
    days = {"progress": told.get("数据截至") == "2026-06-30", "tasks": told.get("状态截至") == "2026-07-05"}
    assert days.get(document, told.get("数据截至") == "2026-07-05")
    assert told["来源"]
    assert int(told["行数"]) == len(word_rows(taken(plan, document)))
    in_excel = dict(row for row in sheet(taken(plan, document, "xlsx"), 1)[1:])
    assert in_excel == told | {"密级标注": "内部资料"}


@pytest.mark.parametrize("document", INTERNAL)
def test_an_internal_document_keeps_the_standard_and_is_marked_on_every_page(document: str) -> None:
    plan = plan_in_july()
    data = taken(plan, document)
    assert deviations(data) == []
    assert word_text(data).startswith("内部资料")
    text = pdf_text(taken(plan, document, "pdf"))
    assert text.count("内部资料") == text.count("—") // 2


def test_a_list_without_rows_says_so() -> None:
    plan = plan_in_july()
    data = taken(plan, "progress", light="none")
    assert word_rows(data) == [["无"] * 12]
    assert facts(data)["范围"] == "未填报"
