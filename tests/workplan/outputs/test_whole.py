"""计划全文 and 公开稿: the plan's own words, the amendments beside them, and nothing of the restricted register."""

from __future__ import annotations

import pytest

from tests.cast import actor
from tests.workplan.disclosure.making import TEXT as WITH_PARTY_MATTERS
from tests.workplan.disclosure.making import published, standing_plan
from tests.workplan.duties.making import issued_plan
from tests.workplan.outputs.files import pdf_text, sheet_rows, take, taken, word, word_text
from tests.workplan.outputs.scene import amended, in_july, plan_in_july
from tests.workplan.plans.making import TEXT
from tests.workplan.progress.making import target_of
from yaodian.foundation.desk.papers.checking import deviations
from yaodian.workplan.plans.actions.amending import Change
from yaodian.workplan.plans.actions.restricting import restrict_task
from yaodian.workplan.plans.models import Plan

pytestmark = pytest.mark.django_db
__all__ = ["in_july"]
CANARY = "党员教育培训"
NOTE = "（调整后：高新技术企业不低于 30 家（第 2 版，2026年6月1日））"


def lines(data: bytes) -> list[str]:
    return [each.text for each in word(data).paragraphs if each.text.strip()]


def cut(plan: Plan) -> None:
    """The second version promises 30 where the first one promised 35."""
    amended(plan, Change(target_of(plan, "35家"), {"value": 30}))


def test_the_whole_text_has_every_line_of_the_plan_once_and_in_its_order() -> None:
    plan = plan_in_july()
    told = lines(taken(plan, "whole"))
    assert told[:2] == [plan.title, "云科发〔2026〕3号"]
    assert [line for line in told if line in TEXT.split("\n")[1:]] == TEXT.strip().split("\n")[1:]
    assert told[2].startswith(
        "发文机关：云岭市科学技术局；发文字号：云科发〔2026〕3号；版本：第 1 版（2026年1月20日议定）"
    )


def test_headings_and_the_heads_of_tasks_are_set_as_in_official_documents() -> None:
    data = taken(plan_in_july(), "whole")
    styles = {each.text: each.style.name for each in word(data).paragraphs}
    assert styles["一、培育创新主体"] == "Heading 1"
    task = next(each for each in word(data).paragraphs if each.text.startswith("2.壮大"))
    assert [(run.text, bool(run.bold)) for run in task.runs] == [
        ("2.壮大科技型中小企业", True),
        ("。常态化开展评价服务，全年入库科技型中小企业450家以上。", False),
    ]


def test_an_amendment_stands_beside_the_sentence_that_it_changed() -> None:
    plan = plan_in_july()
    assert "调整后" not in word_text(taken(plan, "whole"))
    cut(plan)
    for data, kind in ((taken(plan, "whole"), "docx"), (taken(plan, "whole", "pdf"), "pdf")):
        text = word_text(data) if kind == "docx" else pdf_text(data)
        sentence = "力争高新技术企业总数达到210家。" + NOTE
        assert ("".join(sentence.split()) if kind == "pdf" else sentence) in text
    assert deviations(taken(plan, "whole")) == []


def test_the_versions_are_annexed_the_first_one_first() -> None:
    plan = plan_in_july()
    cut(plan)
    table = word(taken(plan, "whole")).tables[-1]
    assert [[cell.text for cell in row.cells] for row in table.rows[1:]] == [
        ["第 1 版", "2026-01-20", "审定 4 项任务、6 个指标", "", "", "局党组会议（2026年第3次）"],
        [
            "第 2 版", "2026-06-01", "全年新认定高新技术企业35家以上", "高新技术企业 ≥ 35 家",
            "高新技术企业 ≥ 30 家", "省里调整了任务；局长办公会",
        ],
    ]  # fmt: skip


@pytest.mark.parametrize("document", ["whole", "tasks", "responsibility", "progress"])
def test_a_task_leaves_every_document_when_it_is_restricted(document: str) -> None:
    plan = issued_plan(WITH_PARTY_MATTERS)
    party = plan.tasks.get(title__contains="党组织")
    words = CANARY if document == "whole" else party.title
    if party.restricted:
        restrict_task(party, False, by=actor("chief"), revision=party.revision, reason="经研究按一般任务办理")
    assert (words in word_text(taken(plan, document))) is True
    party.refresh_from_db()
    restrict_task(party, True, by=actor("chief"), revision=party.revision, reason="党务事项")
    assert words not in word_text(taken(plan, document))
    assert words not in pdf_text(taken(plan, document, "pdf"))
    if document != "whole":
        rows = sheet_rows(taken(plan, document, "xlsx"))
        assert not any(words in str(cell) for row in rows for cell in row)


def test_the_public_document_says_what_was_published_and_nothing_else() -> None:
    plan = standing_plan()
    disclosure = published(plan, no4="涉及未公开的安排")
    data = taken(plan, "published")
    parts = [part.text for part in disclosure.parts.order_by("order") if part.text]
    assert [line for line in lines(data) if line in parts] == parts
    assert lines(data)[:2] == [disclosure.title, disclosure.document_no]
    rest = [line for line in lines(data)[2:] if line not in parts]
    assert rest == [
        "发文机关：云岭市科学技术局；索引号：YL-2026-00012；公开属性：主动公开；公开日期：2026年7月5日；"
        "版本：第 1 版；状态：已公开。",
        "4 已隐去：本项不予公开",
    ]
    assert deviations(data) == []
    for text in (word_text(data), pdf_text(taken(plan, "published", "pdf"))):
        assert "送科技下乡" not in text
        assert "涉及未公开的安排" not in text
        assert CANARY not in text
        assert "内部资料" not in text


def test_the_public_document_stays_as_published_when_the_plan_is_amended() -> None:
    plan = plan_in_july()
    published(plan)
    before = taken(plan, "published")
    cut(plan)
    assert taken(plan, "published") == before


def test_there_is_no_public_document_before_it_is_public() -> None:
    assert take(plan_in_july(), "published").status_code == 404
