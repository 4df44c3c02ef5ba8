"""Importing: whole or not at all, and never twice."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from tests.cast import actor
from tests.workplan.plans.making import TEXT, small_plan, target_of
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common.refusal import Refused
from yaodian.foundation.files import store
from yaodian.foundation.files.models import Attachment
from yaodian.workplan.plans.actions import importing
from yaodian.workplan.plans.actions.importing import AlreadyImported, import_plan, read_pasted, store_document
from yaodian.workplan.plans.models import Plan
from yaodian.workplan.reading import NotAPlan
from yaodian.workplan.reading.formats import Unreadable

pytestmark = pytest.mark.django_db


def stored_files() -> set[Path]:
    return {path for path in Path(settings.FILES_ROOT).rglob("*") if path.is_file()}


def test_a_plan_is_stored_with_its_tasks_targets_and_places_in_the_text() -> None:
    plan = small_plan()
    assert (plan.title, plan.year, plan.kind, plan.state) == (
        "云岭市2026年科技创新工作要点",
        2026,
        "annual_plan",
        "reviewing",
    )
    assert [task.no for task in plan.tasks.all()] == ["1", "2", "3", "4"]
    target = target_of(plan, "新认定高新技术企业35家以上")
    assert plan.text[target.start : target.end] == target.text
    assert (target.indicator, target.comparator, target.value, target.unit, target.kind, target.task_no) == (
        "高新技术企业",
        ">=",
        Decimal(35),
        "家",
        "increment",
        "1",
    )


def test_a_fresh_target_counts_as_uncorrected() -> None:
    assert [target.corrected for target in small_plan().targets.all()] == [False] * 6


def test_the_original_file_is_kept_under_its_hash() -> None:
    plan = small_plan()
    assert store.get(plan.source.sha256) == TEXT.encode()
    assert (plan.source.name, plan.source.size) == ("要点.txt", len(TEXT.encode()))


def test_pasted_text_is_kept_as_a_text_file() -> None:
    plan = store_document(read_pasted(TEXT, by=actor("clerk")), by=actor("clerk"))
    assert (plan.source_format, store.get(plan.source.sha256).decode()) == ("txt", TEXT)


def test_the_import_is_in_the_audit_with_what_was_found() -> None:
    plan = small_plan()
    entry = Entry.objects.about(plan).get()
    assert (entry.action, entry.actor_label, entry.after["tasks"], entry.after["targets"]) == (
        "import_plan",
        "周文静",
        4,
        6,
    )


@pytest.mark.parametrize("login", ["leader", "county", "company", "auditor", "audit_admin", "stranger"])
def test_others_than_clerks_and_chiefs_cannot_import(login: str) -> None:
    with pytest.raises(Refused, match="导入文件由科室经办或科室负责人办理"):
        small_plan(login)
    assert Plan.objects.count() == 0


def test_a_chief_can_import() -> None:
    assert small_plan("chief").imported_by.username == "chief"


def test_the_same_text_is_imported_once_whatever_its_file_is_called() -> None:
    first = small_plan()
    with pytest.raises(AlreadyImported) as told:
        import_plan(TEXT.replace("\n", "\r\n").encode("gb18030"), "另一个名字.txt", by=actor("colleague"))
    assert (told.value.plan.pk, Plan.objects.count()) == (first.pk, 1)


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (b"", Unreadable),
        (b"%PDF-1.7 broken", Unreadable),
        (b"PK\x03\x04 broken", Unreadable),
        ("今天天气很好，适合出门散步。大家都很高兴，吃完饭就回家了。".encode(), NotAPlan),
    ],
)
def test_what_cannot_be_read_leaves_no_row_and_no_file(data: bytes, trouble: type[Exception]) -> None:
    before = stored_files()
    with pytest.raises(trouble):
        import_plan(
            data, "某文件.txt" if not data.startswith((b"%", b"P")) else "某文件.pdf", by=actor("clerk")
        )
    assert (Plan.objects.count(), Attachment.objects.count(), stored_files()) == (0, 0, before)


def test_a_fault_half_way_leaves_no_row_and_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    before = stored_files()
    text = TEXT + "5.另一项工作。全年完成9项。\n"

    def fail(plan: Plan) -> None:
        raise RuntimeError("the index is gone")

    monkeypatch.setattr(importing, "enter_plan", fail)
    with pytest.raises(RuntimeError):
        small_plan(text=text)
    assert (Plan.objects.count(), Attachment.objects.count(), stored_files()) == (0, 0, before)


def test_the_divisions_in_a_tasks_bracket_lead_and_support_it() -> None:
    text = TEXT.replace(
        "不少于160人，开展农业技术培训100场以上。",
        "不少于160人。（责任科室：农村科技科；配合科室：高新技术科）",
    )
    task = small_plan(text=text).tasks.get(no="3")
    assert (task.lead.name, task.supporting) == ("农村科技科", "高新技术科")
    assert task.details["divisions"] == ["农村科技科", "高新技术科"]


def test_a_division_the_bureau_does_not_have_is_kept_as_words() -> None:
    text = TEXT.replace("不少于160人，开展农业技术培训100场以上。", "不少于160人。（责任科室：远洋渔业科）")
    task = small_plan(text=text).tasks.get(no="3")
    assert (task.lead, task.supporting) == (None, "远洋渔业科")
