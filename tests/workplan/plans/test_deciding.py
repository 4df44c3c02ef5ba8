"""Decisions on what was read: who may, what follows what, what the database refuses."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tests.cast import actor
from tests.workplan.plans.making import accept_all, small_plan, target_of, task_of
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common.refusal import Problems, Refused
from yaodian.foundation.flow.doors import NotInNext, Superseded
from yaodian.foundation.notices.models import Message
from yaodian.foundation.search.models import Findable
from yaodian.workplan.plans.actions.adding import add_target, add_task, suggest_target
from yaodian.workplan.plans.actions.correcting import correct_target, correct_task
from yaodian.workplan.plans.actions.deciding import accept, reject, restore
from yaodian.workplan.plans.actions.reshaping import merge_targets, merge_tasks, split_target, split_task
from yaodian.workplan.plans.actions.reviewing import finish_review, open_points, reopen_review, withdraw_plan
from yaodian.workplan.plans.models import Target

pytestmark = pytest.mark.django_db


def test_accepting_notes_who_and_when() -> None:
    target = accept(target_of(small_plan(), "450家"), by=actor("clerk"), revision=1)
    assert (target.state, target.decided_by.username, target.revision) == ("accepted", "clerk", 2)
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.before["state"], entry.after["state"]) == (
        "accept_target",
        "proposed",
        "accepted",
    )


def test_a_rejected_target_keeps_its_row_and_reason_and_leaves_search() -> None:
    plan = small_plan()
    target = reject(target_of(plan, "100场"), by=actor("clerk"), revision=1, reason="重复")
    assert target.state == "rejected"
    assert Entry.objects.latest("id").reason == "重复"
    assert not Findable.objects.filter(kind="target", object_id=target.pk).exists()


def test_a_decision_can_be_taken_back() -> None:
    target = target_of(small_plan(), "100场")
    rejected = reject(target, by=actor("clerk"), revision=1)
    restored = restore(rejected, by=actor("colleague"), revision=2)
    assert (restored.state, restored.decided_by, restored.revision) == ("proposed", None, 3)


def test_a_decision_on_an_old_page_is_refused_and_changes_nothing() -> None:
    target = target_of(small_plan(), "100场")
    accept(target, by=actor("clerk"), revision=1)
    with pytest.raises(Superseded):
        reject(target, by=actor("colleague"), revision=1)
    assert Target.objects.get(pk=target.pk).state == "accepted"


def test_accepting_twice_does_not_follow() -> None:
    target = accept(target_of(small_plan(), "100场"), by=actor("clerk"), revision=1)
    with pytest.raises(NotInNext):
        accept(target, by=actor("clerk"), revision=2)


@pytest.mark.parametrize("login", ["leader", "auditor", "county", "system_admin"])
def test_readers_cannot_decide(login: str) -> None:
    target = target_of(small_plan(), "100场")
    with pytest.raises(Refused, match="可以查看，不能修改"):
        accept(target, by=actor(login), revision=1)


def test_a_correction_also_accepts_and_is_seen_as_one() -> None:
    target = target_of(small_plan(), "450家")
    corrected = correct_target(
        target, by=actor("clerk"), revision=1, indicator="入库企业", value=Decimal(460)
    )
    assert (corrected.state, corrected.indicator, corrected.value, corrected.corrected) == (
        "accepted",
        "入库企业",
        Decimal(460),
        True,
    )
    assert corrected.found["indicator"] == "科技型中小企业"


def test_a_moved_span_takes_its_text_from_the_document() -> None:
    plan = small_plan()
    target = target_of(plan, "450家")
    corrected = correct_target(target, by=actor("clerk"), revision=1, start=target.start + 2)
    assert corrected.text == plan.text[target.start + 2 : target.end]


def test_all_problems_of_a_correction_come_at_once() -> None:
    target = target_of(small_plan(), "450家")
    wrong = {"indicator": " ", "value": None, "comparator": "?", "start": 0, "end": 9_999}
    with pytest.raises(Problems) as told:
        correct_target(target, by=actor("clerk"), revision=1, **wrong)
    assert [problem.field for problem in told.value.items] == ["indicator", "value", "comparator", "start"]


def test_a_span_may_not_reach_into_the_neighbour() -> None:
    plan = small_plan()
    target, neighbour = target_of(plan, "160人"), target_of(plan, "100场")
    with pytest.raises(Problems, match="重叠"):
        correct_target(target, by=actor("clerk"), revision=1, end=neighbour.start + 1)


def test_overlapping_live_targets_are_refused_by_the_database_itself() -> None:
    plan = small_plan()
    target, neighbour = target_of(plan, "160人"), target_of(plan, "100场")
    with pytest.raises(IntegrityError, match="target_spans_apart"), transaction.atomic():
        Target.objects.filter(pk=target.pk).update(end=neighbour.end)
    reject(neighbour, by=actor("clerk"), revision=1)
    assert Target.objects.filter(pk=target.pk).update(end=neighbour.end) == 1


def test_the_database_refuses_an_unknown_state_and_a_turned_range() -> None:
    target = target_of(small_plan(), "160人")
    for wrong in ({"state": "done"}, {"value_max": Decimal(1)}, {"kind": "sum"}, {"end": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Target.objects.filter(pk=target.pk).update(**wrong)


def test_a_target_under_another_plans_task_is_refused_by_the_database() -> None:
    target = target_of(small_plan(), "160人")
    other = small_plan(text="云岭市2025年科技工作要点\n一、重点任务\n1.做好一项工作。全年完成任务3项。\n")
    with pytest.raises(Exception, match="another plan"), transaction.atomic():
        Target.objects.filter(pk=target.pk).update(task=other.tasks.get())


def test_selected_text_is_suggested_and_added_as_a_target() -> None:
    plan = small_plan()
    old = reject(target_of(plan, "450家"), by=actor("clerk"), revision=1)
    fields = suggest_target(plan, old.start, old.end)
    assert (fields["indicator"], fields["value"], fields["task"].no) == ("科技型中小企业", Decimal(450), "2")
    del fields["text"]
    added = add_target(plan, by=actor("clerk"), **fields)
    assert (added.origin, added.state, added.text) == ("added", "accepted", old.text)


def test_selected_text_without_a_number_suggests_its_task_only() -> None:
    plan = small_plan()
    start = plan.text.index("精心组织")
    assert suggest_target(plan, start, start + 4)["indicator"] == ""
    assert suggest_target(plan, start, start + 4)["task"].no == "4"


def test_a_target_is_split_into_parts_that_inherit_the_rest() -> None:
    plan = small_plan()
    target = target_of(plan, "450家")
    middle = target.start + 4
    parts = [
        {"start": target.start, "end": middle},
        {"start": middle, "end": target.end, "value": Decimal(5)},
    ]
    first, second = split_target(target, by=actor("clerk"), revision=1, parts=parts)
    assert (first.value, second.value, second.unit, second.made_from) == (
        Decimal(450),
        Decimal(5),
        "家",
        [target.pk],
    )
    assert Target.objects.get(pk=target.pk).state == "replaced"


def test_targets_are_merged_from_the_first_to_the_last() -> None:
    plan = small_plan()
    one, two = target_of(plan, "160人"), target_of(plan, "100场")
    merged = merge_targets([(two, 1), (one, 1)], by=actor("clerk"))
    assert (merged.start, merged.end, merged.value, merged.made_from) == (
        one.start,
        two.end,
        Decimal(160),
        [one.pk, two.pk],
    )


def test_merging_is_all_or_nothing() -> None:
    plan = small_plan()
    one, two = target_of(plan, "160人"), target_of(plan, "100场")
    accept(two, by=actor("colleague"), revision=1)
    with pytest.raises(Superseded), transaction.atomic():
        merge_targets([(one, 1), (two, 1)], by=actor("clerk"))
    assert Target.objects.get(pk=one.pk).state == "proposed"


def test_a_task_is_split_and_its_targets_follow_their_text() -> None:
    plan = small_plan()
    task = task_of(plan, "3")
    at = plan.text.index("开展农业技术培训")
    first, second = split_task(task, by=actor("clerk"), revision=1, at=at, no="3之二", title="开展培训")
    assert target_of(plan, "160人").task_id == first.pk
    assert target_of(plan, "100场").task_id == second.pk


def test_tasks_are_merged_with_the_targets_of_all() -> None:
    plan = small_plan()
    merged = merge_tasks([(task_of(plan, "1"), 1), (task_of(plan, "2"), 1)], by=actor("clerk"))
    assert merged.targets.count() == 3
    assert (merged.no, merged.title) == ("1", "培育高新技术企业")


def test_a_task_needs_a_title_and_text_of_its_own() -> None:
    plan = small_plan()
    task = task_of(plan, "1")
    with pytest.raises(Problems, match="请填写任务名称"):
        correct_task(task, by=actor("clerk"), revision=1, title="  ")
    with pytest.raises(Problems, match="重叠"):
        add_task(plan, by=actor("clerk"), start=task.start, end=task.end, no="9", title="重复的")


def test_a_review_with_open_items_cannot_be_finished_and_says_how_many() -> None:
    plan = small_plan()
    with pytest.raises(Problems, match="还有 4 项任务、6 项指标没有核对"):
        finish_review(plan, by=actor("clerk"), revision=1)


def test_a_target_whose_task_was_rejected_keeps_the_review_open() -> None:
    plan = accept_all(small_plan())
    task = task_of(plan, "2")
    reject(task, by=actor("clerk"), revision=task.revision)
    assert [point.words for point in open_points(plan)] == [
        "指标“全年入库科技型中小企业450家以上”所属的任务已剔除，请改归其他任务，或一并剔除。"
    ]


def test_finishing_tells_chiefs_and_leaders_and_closes_the_items() -> None:
    plan = accept_all(small_plan())
    finished = finish_review(plan, by=actor("clerk"), revision=plan.revision)
    assert (finished.state, finished.reviewed_by.username) == ("reviewed", "clerk")
    assert set(Message.objects.values_list("user__username", flat=True)) == {"chief", "leader"}
    target = target_of(plan, "160人")
    with pytest.raises(Refused, match="已核对"):
        reject(target, by=actor("clerk"), revision=target.revision)


def test_only_a_chief_opens_a_reviewed_plan_again_and_says_why() -> None:
    plan = accept_all(small_plan())
    finished = finish_review(plan, by=actor("clerk"), revision=plan.revision)
    with pytest.raises(Refused):
        reopen_review(finished, by=actor("clerk"), revision=finished.revision, reason="补充")
    with pytest.raises(Problems, match="请写明原因"):
        reopen_review(finished, by=actor("chief"), revision=finished.revision, reason=" ")
    opened = reopen_review(finished, by=actor("chief"), revision=finished.revision, reason="补充")
    assert (opened.state, opened.reviewed_by) == ("reviewing", None)


def test_a_withdrawn_plan_leaves_search_and_its_text_may_come_again() -> None:
    plan = small_plan()
    withdraw_plan(plan, by=actor("chief"), revision=1, reason="传错了")
    assert Findable.objects.count() == 0
    assert small_plan().pk != plan.pk
