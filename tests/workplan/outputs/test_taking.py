"""Who takes which documents, what is left in the audit, what a list costs, and how long a PDF may be."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.cast import actor
from tests.foundation.desk.test_live_cells import live
from tests.workplan.dashboard.test_pages import text
from tests.workplan.disclosure.making import published
from tests.workplan.duties.making import divided_plan, issued_plan
from tests.workplan.outputs import files
from tests.workplan.outputs.files import asked, path, sheet, signed_in, take, taken, word_text
from tests.workplan.outputs.scene import INTERNAL, LISTS, amended, in_july, plan_in_july
from tests.workplan.plans.standing import reviewed_plan
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.audit.timeline import timeline
from yaodian.workplan.outputs import views
from yaodian.workplan.plans.actions.amending import Change
from yaodian.workplan.plans.presenting.overview import recent_changes

pytestmark = pytest.mark.django_db
__all__ = ["in_july"]
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
READERS = ["leader", "chief", "clerk", "colleague", "auditor"]
STRANGERS = ["company", "expert", "bank", "farmer", "system_admin", "stranger"]


@pytest.mark.parametrize("login", READERS)
def test_the_bureau_and_auditors_take_every_document(login: str) -> None:
    plan = plan_in_july()
    published(plan)
    for document in ("", *INTERNAL, "published"):
        assert signed_in(login).get(path(plan, document)).status_code == 200


@pytest.mark.parametrize("login", STRANGERS)
def test_for_everybody_else_there_are_none(login: str) -> None:
    plan = plan_in_july()
    published(plan)
    for document in ("", *INTERNAL, "published"):
        assert signed_in(login).get(path(plan, document)).status_code == 404


def test_a_visitor_is_asked_to_sign_in() -> None:
    answer = files.Client().get(path(plan_in_july(), "tasks"))
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/accounts/login/")


def test_a_county_takes_its_own_column_and_nothing_of_another() -> None:
    plan = plan_in_july()
    assert sheet(taken(plan, "shares", "xlsx", login="county")) == [
        ["任务", "指标", "青河县承担", "单位", "全市承诺", "完成时限"],
        ["2 壮大科技型中小企业", "科技型中小企业", 200, "家", "≥ 450 家", "2026-12-31"],
    ]
    for own in (
        word_text(taken(plan, "shares", login="county")),
        files.pdf_text(taken(plan, "shares", "pdf", "county")),
    ):
        assert not [words for words in ("永宁区", "150", "350", "合计") if words in own]
    whole = word_text(taken(plan, "shares"))
    assert [words for words in ("永宁区", "150", "350", "合计") if words in whole] == [
        "永宁区",
        "150",
        "350",
        "合计",
    ]
    for document in ("whole", "tasks", "responsibility", "progress", "published"):
        assert take(plan, document, login="county").status_code == 404


def test_a_county_finds_the_way_on_its_own_page_once_the_plan_is_issued() -> None:
    plan = plan_in_july()
    assert f'href="{path(plan)}"' in signed_in("county").get("/plans/undertaken/").content.decode()
    page = signed_in("county").get(path(plan)).content.decode()
    assert "县（市、区）分解表" in page
    assert "任务清单" not in page


@pytest.mark.parametrize(("login", "status"), [("county", 404), ("leader", 200)])
def test_a_county_takes_nothing_before_the_plan_is_issued(login: str, status: int) -> None:
    assert take(divided_plan(), "shares", login=login).status_code == status


def test_a_plan_that_does_not_stand_has_no_documents() -> None:
    plan = reviewed_plan()
    for document in ("", *INTERNAL):
        assert signed_in("leader").get(path(plan, document)).status_code == 404


@pytest.mark.parametrize(("document", "kind"), [("whole", "xlsx"), ("tasks", "exe"), ("tasks", "")])
def test_a_kind_of_file_that_there_is_not_is_not_found(document: str, kind: str) -> None:
    assert take(plan_in_july(), document, kind).status_code == 404


def test_who_took_which_list_is_kept_and_is_no_change_of_the_plan() -> None:
    plan = plan_in_july()
    told = recent_changes([plan], LONG_AGO)
    taken(plan, "responsibility", "xlsx", login="clerk", division=actor("clerk").membership.division_id)
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.actor_label, entry.object_id) == ("export", "周文静", str(plan.pk))
    assert entry.reason == "责任清单（Excel，第 1 版，高新技术科）"
    assert (timeline(plan, limit=1)[0].what, timeline(plan, limit=1)[0].opinion) == ("导出", entry.reason)
    assert recent_changes([plan], LONG_AGO) == told


def test_what_was_not_taken_is_not_kept() -> None:
    plan = plan_in_july()
    before = Entry.objects.filter(action="export").count()
    signed_in("leader").get(path(plan))
    take(plan, "tasks", "exe")
    take(plan, "tasks", login="company")
    assert Entry.objects.filter(action="export").count() == before


@pytest.mark.parametrize("document", [*INTERNAL, ""])
def test_it_asks_as_often_for_fifty_tasks_as_for_five(document: str) -> None:
    counts = [asked(signed_in("leader"), path(issued_plan(text(n)), document)) for n in (5, 50)]
    assert counts[0] == counts[1] <= 15


def test_a_pdf_that_is_too_long_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_in_july()
    monkeypatch.setattr(views, "MOST_ROWS_IN_PDF", 4)
    assert take(plan, "tasks", "pdf").status_code == 200
    monkeypatch.setattr(views, "MOST_ROWS_IN_PDF", 3)
    answer = take(plan, "tasks", "pdf")
    assert answer.status_code == 422
    told = "任务清单有 4 行，PDF 最多排 3 行。请下载 Word 或 Excel，在电脑上另存为 PDF。"
    assert told in answer.content.decode()
    assert take(plan, "tasks", "docx").status_code == 200
    assert "请按科室、章节或进度缩小范围" in take(plan, "progress", "pdf").content.decode()


PAYLOADS = ["=1+1", "+1+1", "-1+1", "@SUM(1,1)", "＝1+1", "＋1+1", "－1+1", "＠SUM(1,1)", "=cmd|'/C calc'!A0"]
PAYLOADS += ['=HYPERLINK("https://a.example/","点这里")']


def test_nothing_that_people_write_comes_alive_in_a_list() -> None:
    plan = plan_in_july()
    items = [*plan.tasks.order_by("start"), *plan.targets.order_by("start")]
    names = dict(zip(items, PAYLOADS, strict=True))
    changes = [
        Change(item, {"title" if hasattr(item, "title") else "indicator": words})
        for item, words in names.items()
    ]
    amended(plan, *changes)
    found: set[str] = set()
    for document in LISTS:
        data = taken(plan, document, "xlsx")
        assert live(data) == []
        found |= {str(cell) for row in sheet(data) for cell in row}
    for words in PAYLOADS:
        assert any(words in cell for cell in found)
