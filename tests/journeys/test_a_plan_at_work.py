"""A reviewed plan approved, divided by Excel, issued, reported, amended, disclosed: all through HTTP, as the cast."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.journeys.documents import MAIN, Document
from tests.journeys.visitor import Page, Visitor, signed_in, within
from tests.workplan.plans.standing import reviewed_plan
from yaodian.foundation.common import clock
from yaodian.workplan.duties.models import Duty
from yaodian.workplan.plans.models import ItemVersion, Plan, Target, Task
from yaodian.workplan.plans.tables import number
from yaodian.workplan.progress.models import Report

pytestmark = pytest.mark.django_db

BAD_CELLS = {2: ("牵头科室", "没有的科室"), 3: ("完成时限", "去年某天"), 4: ("权重", "很高")}
DIVISIONS = ("高新技术科", "农村科技科", "办公室")
REASON = "省里下达的任务数调整"
SECRET_REASON = "涉及内部安排的事项"


@pytest.mark.parametrize("document", MAIN, ids=str)
def test_a_reviewed_plan_goes_to_work_and_its_numbers_lead_to_their_sentences(document: Document) -> None:
    year = int(document.data.decode()[:4])
    with clock.hold(datetime(year, 4, 15, 10, tzinfo=clock.SHANGHAI)):
        plan = reviewed_plan(document.data.decode())
        clerk, chief, leader = signed_in("clerk"), signed_in("chief"), signed_in("leader")
        base = plan.get_absolute_url()
        approve(chief, base, year)
        kept = keep_apart(chief, plan)
        divide_by_excel(clerk, base, year)
        issue(chief, base)
        target = countable(plan)
        report_and_confirm(clerk, chief, target, year)
        amend(chief, base, target, year)
        hidden = disclose(clerk, chief, leader, plan, target)
        the_public_reads(plan, target, [hidden, *kept])
        the_dashboard_leads_to_the_sentence(leader, plan, target)


def problems(page: Page) -> list[str]:
    """The sentences of the page's error summary."""
    return [
        text
        for box in page.all("div", "y-errors")
        for text in (one.text_content() for one in within(box, "li"))
    ]


def approve(chief: Visitor, base: str, year: int) -> None:
    empty = chief.submit(chief.open(f"{base}approve/"), holds="meeting", document_no="3号")
    assert (empty.status, len(problems(empty))) == (422, 3)
    typed = {
        "meeting": "局党组会议（第3次）",
        "meeting_on": f"{year}-02-05",
        "document_no": f"云科发[{year}]3号",
    }
    done = chief.submit(empty, holds="meeting", **typed)
    assert (done.status, done.url) == (200, base)
    assert f"云科发〔{year}〕3号" in done.content


def keep_apart(chief: Visitor, plan: Plan) -> list[Task]:
    """The tasks that look like party matters, offered and ticked, go to the restricted register."""
    page = chief.open(f"/restricted/plans/{plan.pk}/")
    ticked = [
        box for box in page.all("input") if box.get("name") == "task" and box.get("checked") is not None
    ]
    if ticked:
        chief.submit(page, holds="reason", reason="列入专项登记")
    kept = list(plan.tasks.filter(restricted=True))
    assert {f"{task.pk}:{task.revision - 1}" for task in kept} == {box.get("value") for box in ticked}
    return kept


def divide_by_excel(clerk: Visitor, base: str, year: int) -> None:
    """Out, filled in with three bad rows, in again: the good rows count, the bad ones come back and are put right."""
    data, total = filled(clerk.download(f"{base}duties/workbook/"), year, BAD_CELLS)
    looked = hand_in(clerk, base, data)
    assert all(words in looked.content for _head, words in BAD_CELLS.values())
    bad = clerk.download(f"{looked.url}bad/")
    clerk.submit(looked, holds="seen")
    assert complete(base) == total - len(BAD_CELLS)
    mended, count = filled(bad, year, {})
    assert count == len(BAD_CELLS)
    again = hand_in(clerk, base, mended)
    clerk.submit(again, holds="seen")
    assert complete(base) == total


def hand_in(clerk: Visitor, base: str, data: bytes) -> Page:
    table = SimpleUploadedFile("责任分解.xlsx", data)
    return clerk.submit(clerk.open(f"{base}duties/import/"), holds="table", table=table, not_secret="on")


def complete(base: str) -> int:
    plan_id = int(base.strip("/").rpartition("/")[2])
    return (
        Duty.objects.filter(task__plan=plan_id)
        .exclude(lead=None)
        .exclude(leader=None)
        .exclude(due_on=None)
        .count()
    )


def filled(data: bytes, year: int, bad: dict[int, tuple[str, str]]) -> tuple[bytes, int]:
    """The workbook with every duty's row filled in, three of them badly; and how many rows there are."""
    book = load_workbook(io.BytesIO(data))
    sheet: Worksheet = book["责任分解"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        written = {
            "牵头科室": DIVISIONS[0],
            "责任领导": "王海峰",
            "开始日期": date(year, 1, 1),
            "完成时限": date(year, 12, 31),
            "权重": None,
        }
        written |= dict([bad[row]]) if row in bad else {}
        for head, value in written.items():
            sheet.cell(row, heads[head]).value = value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue(), sheet.max_row - 1


def issue(chief: Visitor, base: str) -> None:
    done = chief.submit(chief.open(f"{base}duties/issue/"), holds="document_no")
    assert done.status == 200
    assert "已下达" in chief.open(base).content


def countable(plan: Plan) -> Target:
    """A target of a task, large enough for a part of it to be reported."""
    found = (
        Target.objects.promised()
        .open_work()
        .filter(plan=plan, kind="increment", value__gte=10, value_max=None)
    )
    rows: list[Target] = list(found.exclude(task=None).exclude(comparator="<=").select_related("task")[:1])
    return rows[0]


def report_and_confirm(clerk: Visitor, chief: Visitor, target: Target, year: int) -> None:
    page = clerk.open(f"/progress/targets/{target.pk}/report/")
    figure = next(name for name in page.form("words").fields if name.endswith("value"))
    wrong = clerk.submit(page, holds="words", as_of=f"{year}-03-31", **{figure: "9"})
    assert (wrong.status, len(problems(wrong)) > 0) == (422, True)
    told = {figure: "9", "words": "一季度完成9项。", "reference": "云科高函3号", "as_of": f"{year}-03-31"}
    sent = clerk.submit(wrong, holds="words", **told)
    assert sent.status == 200
    report = Report.objects.get(target=target)
    assert (report.state, report.value) == ("submitted", Decimal(9))
    chief.submit(chief.open(f"/progress/targets/{target.pk}/"), action="/confirm/")
    report.refresh_from_db()
    assert (report.state, str(report.confirmed_by)) == ("confirmed", "郑立新")


def amend(chief: Visitor, base: str, target: Target, year: int) -> None:
    page = chief.open(f"{base}amend/?target={target.pk}")
    typed = {"reason": REASON, "basis": "局长办公会（第9次）", "decided_on": f"{year}-04-10"}
    done = chief.submit(
        page, holds="reason", **{f"target-{target.pk}-value": number(target.value + 5)}, **typed
    )
    assert (done.status, REASON in done.words) == (200, True)
    kept = ItemVersion.objects.filter(target=target).order_by("version__number")
    assert [Decimal(row.content["value"]) for row in kept] == [target.value, target.value + 5]


def disclose(clerk: Visitor, chief: Visitor, leader: Visitor, plan: Plan, target: Target) -> Task:
    """Prepared by the clerk with one task left out, checked by the chief, approved by the leader."""
    hidden: Task = plan.tasks.promised().open_work().exclude(pk=target.task_id).order_by("-start")[1]
    address = f"/disclosure/plans/{plan.pk}/"
    page = clerk.open(f"{address}prepare/")
    typed: dict[str, Any] = {"attribute": "active", "index_no": "990100-01", "redact": [str(hidden.pk)]}
    made = clerk.submit(page, holds="attribute", **typed, **{f"reason_{hidden.pk}": SECRET_REASON})
    assert made.status == 200, problems(made)
    pk = plan.disclosures.get().pk
    chief.submit(chief.open(f"/disclosure/{pk}/check/"), holds="opinion", opinion="不涉及国家秘密，可以公开")
    leader.submit(leader.open(f"/disclosure/{pk}/approve/"), holds="revision")
    assert plan.disclosures.get().state == "published"
    return hidden


def the_public_reads(plan: Plan, target: Target, hidden: list[Task]) -> None:
    """Nobody signed in: the text, the amended figure, nothing of the tasks left out, nothing internal."""
    stranger = Visitor()
    page = stranger.open(f"/public/plans/{plan.pk}/")
    assert (page.status, target.text in page.words) == (200, True)
    assert number(target.value + 5) in page.words
    assert "本项不予公开" in page.words
    words = [plan.text[task.start : task.end] for task in hidden]
    for internal in (*words, SECRET_REASON, REASON, "王海峰", "周文静", DIVISIONS[0] + "·", "一季度完成9项"):
        assert internal not in page.content
    found = stranger.open(f"/public/search/?q={target.indicator[:2]}")
    assert (found.status, plan.title in found.words) == (200, True)


def the_dashboard_leads_to_the_sentence(leader: Visitor, plan: Plan, target: Target) -> None:
    page = leader.open(f"/dashboard/{plan.pk}/")
    progress = leader.open(f"/progress/targets/{target.pk}/")
    assert f"/progress/targets/{target.pk}/" in page.content
    item = leader.open(f"/plans/{plan.pk}/targets/{target.pk}/")
    assert f"/plans/{plan.pk}/" in progress.content
    (hit,) = [mark.text_content() for mark in item.all("mark", "y-hit")]
    assert hit == target.text
