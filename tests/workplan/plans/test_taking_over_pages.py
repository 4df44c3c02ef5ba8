"""The pages of taking a 任务分解表 over, by HTTP."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import actor
from tests.workplan.plans.task_tables import HEADS, ROWS, SMALL, a_plan, facts, handed_in, task, workbook
from yaodian.foundation.desk.models import ImportBatch
from yaodian.foundation.people.models import User
from yaodian.workplan.plans.actions import taking_over as actions
from yaodian.workplan.plans.actions.importing import import_plan
from yaodian.workplan.plans.models import Plan
from yaodian.workplan.plans.takeover import heads
from yaodian.workplan.plans.takeover.preview import Choices, preview
from yaodian.workplan.reading.formats import read_grid


@pytest.fixture
def plan(db: None) -> Plan:
    return a_plan()


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

    _first, few, many = asked(5), asked(5), asked(50)
    assert few == many <= 12
