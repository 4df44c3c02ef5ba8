"""The restricted register: by reference alone, kept by few, guarded by the database itself (T11)."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from tests import cast
from tests.workplan.disclosure.making import published, standing_plan
from tests.workplan.restricted.making import REFERENCE, TITLE, matter_of, named, party_clerk
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Problems, Refused
from yaodian.foundation.common.row_security import rows_for
from yaodian.foundation.flow.doors import Superseded
from yaodian.foundation.notices.models import Message
from yaodian.foundation.notices.todos import todos_of
from yaodian.foundation.search.register import find
from yaodian.workplan.disclosure.actions.releasing import propose_release
from yaodian.workplan.plans.actions.restricting import restrict_task
from yaodian.workplan.plans.models import Plan, Task
from yaodian.workplan.restricted.access import entered
from yaodian.workplan.restricted.actions.keeping import change_matter, reference_of, restrict_several
from yaodian.workplan.restricted.models import Matter, is_known_in_register

pytestmark = pytest.mark.django_db


def raw() -> list[str]:
    """What the table holds for whoever asks in bare SQL."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reference FROM restricted_matter")
        return [reference for (reference,) in cursor.fetchall()]


def seen_by(actor: Actor) -> list[str]:
    with entered(actor):
        return [row.reference for row in Matter.objects.visible_to(actor)]


# --- rows that the database itself keeps back


def test_without_a_context_there_are_no_rows() -> None:
    matter_of()
    assert list(Matter.objects.all()) == []
    assert raw() == []


def test_keepers_see_all_and_others_what_names_them_by_raw_sql_too() -> None:
    named("colleague")
    seen = {}
    for actor in (cast.actor("leader"), party_clerk(), cast.actor("colleague"), cast.actor("chief")):
        with entered(actor):
            seen[actor.user.username] = raw()
    assert seen == {"leader": [REFERENCE], "party": [REFERENCE], "colleague": [REFERENCE], "chief": []}


def test_the_context_ends_with_its_block() -> None:
    matter_of()
    with entered(cast.actor("leader")):
        with entered(cast.actor("clerk")):
            assert raw() == []
        assert raw() == [REFERENCE]
    assert raw() == []


def test_a_context_that_fails_leaves_nothing_behind() -> None:
    matter_of()
    with pytest.raises(ValueError, match="stop"), entered(cast.actor("leader")):
        raise ValueError("stop")
    assert raw() == []


def test_a_person_may_not_write_a_line_into_the_register_by_themselves() -> None:
    matter = matter_of()
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        rows_for(person=cast.actor("clerk").id, register=""),
    ):
        Matter.objects.create(task=matter.task.plan.tasks.get(no="1"), reference="x")


def test_a_person_named_does_not_hand_their_line_to_another() -> None:
    matter, colleague = named("colleague"), cast.actor("colleague")
    with pytest.raises(DatabaseError), transaction.atomic(), entered(colleague):
        Matter.objects.filter(pk=matter.pk).update(person=cast.actor("clerk").user)
    with entered(cast.actor("clerk")):
        assert Matter.objects.filter(pk=matter.pk).update(done_on=date(2026, 6, 1)) == 0


def test_the_table_has_nothing_to_grade_by() -> None:
    columns = {field.column for field in Matter._meta.concrete_fields}
    assert columns == {"id", "revision", "task_id", "reference", "person_id", "due_on", "done_on"}


# --- coming and going with the task


def test_a_task_comes_into_the_register_and_goes_again() -> None:
    plan = standing_plan()
    assert seen_by(cast.actor("leader")) == [REFERENCE]
    task = plan.tasks.get(no="5")
    restrict_task(task, False, by=cast.actor("clerk"), revision=task.revision, reason="不是党务")
    assert seen_by(cast.actor("leader")) == []


def test_the_record_carries_the_reference_and_never_the_title() -> None:
    named("colleague")
    entries = Entry.objects.filter(object_type="restricted.matter").order_by("id")
    assert list(entries.values_list("action", "object_label", "group_id")) == [
        ("enter_register", REFERENCE, ""),
        ("change_matter", REFERENCE, ""),
    ]
    assert not any(TITLE in str([entry.before, entry.after, entry.reason]) for entry in entries)


def test_a_long_title_is_shortened_in_the_reference() -> None:
    plan = Plan(title="云岭市科学技术局关于" + "深入实施" * 12 + "2026年工作要点")
    reference = reference_of(Task(no="12", plan=plan))
    assert (len(reference), reference[:4], reference[-7:]) == (46, "《云岭市", "深…》第12项")


# --- person, day, done


def test_its_keeper_names_a_person_who_is_told_and_reminded() -> None:
    matter, colleague = matter_of(), cast.actor("colleague")
    changed = change_matter(
        matter, by=party_clerk(), revision=matter.revision, person=colleague.user,
        due_on=date(2026, 6, 30), done_on=None,
    )  # fmt: skip
    assert (changed.person, changed.due_on) == (colleague.user, date(2026, 6, 30))
    assert list(Message.objects.filter(user=colleague.user).values_list("words", flat=True)) == [
        f"您有一项专项登记：{REFERENCE}"
    ]
    todo = next(one for one in todos_of(colleague) if "专项登记" in one.title)
    assert (todo.title, todo.due) == ("专项登记 1 项到期", date(2026, 6, 30))
    assert not any("专项登记" in one.title for one in todos_of(cast.actor("clerk")))


def test_the_person_named_says_when_it_was_done_and_nothing_else() -> None:
    matter, colleague = named("colleague"), cast.actor("colleague")
    done = change_matter(
        matter, by=colleague, revision=matter.revision, done_on=date(2026, 3, 1),
        person=None, due_on=date(2030, 1, 1),
    )  # fmt: skip
    assert (done.done_on, done.person, done.due_on) == (date(2026, 3, 1), colleague.user, None)


@pytest.mark.parametrize("who", ["clerk", "chief", "auditor", "audit_admin"])
def test_for_others_the_line_is_not_there(who: str) -> None:
    matter = named("colleague")
    with pytest.raises(Matter.DoesNotExist):
        change_matter(matter, by=cast.actor(who), revision=matter.revision, done_on=None)
    assert (is_known_in_register(cast.actor(who)), seen_by(cast.actor(who))) == (False, [])


def test_the_second_of_two_changes_is_told() -> None:
    matter = named("colleague")
    change_matter(matter, by=cast.actor("colleague"), revision=matter.revision, done_on=date(2026, 3, 1))
    with pytest.raises(Superseded):
        change_matter(matter, by=cast.actor("leader"), revision=matter.revision, done_on=None)


def test_a_stranger_is_not_named_and_a_day_to_come_is_not_done() -> None:
    matter = matter_of()
    with pytest.raises(Problems) as wrong:
        change_matter(
            matter, by=cast.actor("leader"), revision=matter.revision,
            person=cast.actor("company").user, done_on=date(2999, 1, 1),
        )  # fmt: skip
    assert [problem.field for problem in wrong.value.items] == ["person", "done_on"]


# --- nowhere else


def test_a_restricted_task_is_not_found_by_search() -> None:
    plan = standing_plan()
    leader = cast.actor("leader")
    assert not find("基层党组织", leader).exists()
    task = plan.tasks.get(no="5")
    restrict_task(task, False, by=leader, revision=task.revision, reason="转出")
    assert find("基层党组织", leader).exists()


def test_nothing_of_it_is_released() -> None:
    plan = standing_plan()
    published(plan)
    task = plan.tasks.get(no="5")
    for item in (task, *task.targets.all()):
        with pytest.raises(Problems) as refused:
            propose_release(
                item, plan=plan, kind="light", channel="wall", reason="大屏", by=cast.actor("clerk")
            )
        (problem,) = refused.value.items
        assert problem.words == "请选择这份文件中的一项任务或一个指标；专项登记的任务不能放开。"


# --- several at once


def test_several_enter_together_or_none() -> None:
    plan, clerk = standing_plan(), cast.actor("clerk")
    one, two = plan.tasks.get(no="1"), plan.tasks.get(no="2")
    with pytest.raises(Superseded):
        restrict_several(plan, [(one, one.revision), (two, two.revision + 1)], [], by=clerk, reason="专项")
    assert seen_by(cast.actor("leader")) == [REFERENCE]
    restrict_several(plan, [(one, one.revision), (two, two.revision)], [], by=clerk, reason="专项")
    assert len(seen_by(cast.actor("leader"))) == 3


def test_it_takes_a_tick_and_a_reason() -> None:
    with pytest.raises(Problems) as missing:
        restrict_several(standing_plan(), [], [], by=cast.actor("clerk"), reason="")
    assert [problem.field for problem in missing.value.items] == ["", "reason"]


def test_who_does_not_work_in_the_bureau_restricts_nothing() -> None:
    plan = standing_plan()
    task = plan.tasks.get(no="1")
    with pytest.raises(Refused):
        restrict_several(plan, [(task, task.revision)], [], by=cast.actor("auditor"), reason="专项")
