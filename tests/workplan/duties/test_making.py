"""An approved plan gets a duty for each task, which follows its task from then on."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import actor
from tests.workplan.duties.making import divided_plan, duty_of, issued_plan
from tests.workplan.plans.making import task_of
from tests.workplan.plans.standing import DECISION, approved_plan, reviewed_plan
from yaodian.workplan.duties.models import Duty
from yaodian.workplan.plans.actions.amending import Change, amend_plan
from yaodian.workplan.plans.actions.approving import approve_plan
from yaodian.workplan.plans.actions.restricting import restrict_task
from yaodian.workplan.plans.models import Plan

pytestmark = pytest.mark.django_db


def amend(plan: Plan, *changes: Change) -> None:
    amend_plan(
        Plan.objects.get(pk=plan.pk),
        changes,
        by=actor("chief"),
        revision=Plan.objects.get(pk=plan.pk).revision,
        reason="省里调整了任务",
        basis="局长办公会",
        decided_on=date(2026, 6, 1),
    )


def restrict(plan: Plan, no: str, yes: bool) -> None:
    task = plan.tasks.get(no=no)
    restrict_task(task, yes, by=actor("chief"), revision=task.revision, reason="党务工作")


def test_approval_makes_one_prepared_duty_for_each_task() -> None:
    plan = approved_plan()
    assert list(Duty.objects.values_list("task__no", "state")) == [
        ("1", "prepared"), ("2", "prepared"), ("3", "prepared"), ("4", "prepared"),
    ]  # fmt: skip
    assert Duty.objects.filter(task__plan=plan).exclude(lead=None).count() == 0


def test_what_the_task_table_says_is_prefilled_and_strange_names_are_kept_in_words() -> None:
    plan = reviewed_plan()
    task = task_of(plan, "1")
    plan.tasks.filter(pk=task.pk).update(
        supporting="办公室、农村科技科，市财政局", leader="王海峰副局长", due_on=date(2026, 9, 30)
    )
    approve_plan(plan, DECISION, by=actor("chief"), revision=plan.revision)
    duty = duty_of(plan, "1")
    assert [str(one) for one in duty.supporting.all()] == ["办公室", "农村科技科"]
    assert (duty.supporting_others, str(duty.leader), duty.due_on) == (
        "市财政局",
        "王海峰",
        date(2026, 9, 30),
    )
    assert duty.starts_on is None


def test_a_restricted_task_gets_no_duty() -> None:
    plan = reviewed_plan()
    restrict(plan, "4", True)
    plan.refresh_from_db()
    approve_plan(plan, DECISION, by=actor("chief"), revision=plan.revision)
    assert list(Duty.objects.values_list("task__no", flat=True)) == ["1", "2", "3"]


def test_restricting_a_task_cancels_its_duty_and_taking_it_out_brings_it_back() -> None:
    plan = approved_plan()
    restrict(plan, "4", True)
    assert duty_of(plan, "4").state == "cancelled"
    assert Duty.objects.standing().count() == 3
    restrict(plan, "4", False)
    assert duty_of(plan, "4").state == "prepared"


def test_a_task_taken_out_of_the_register_after_approval_gets_its_duty_then() -> None:
    plan = reviewed_plan()
    restrict(plan, "4", True)
    plan.refresh_from_db()
    approve_plan(plan, DECISION, by=actor("chief"), revision=plan.revision)
    restrict(plan, "4", False)
    assert duty_of(plan, "4").state == "prepared"


@pytest.mark.parametrize(("made", "home"), [(divided_plan, "prepared"), (issued_plan, "issued")])
def test_cancelling_a_task_cancels_its_duty_and_reinstating_brings_it_back(made, home: str) -> None:
    plan = made()
    amend(plan, Change(plan.tasks.get(no="2"), cancel=True))
    assert duty_of(plan, "2").state == "cancelled"
    amend(plan, Change(plan.tasks.get(no="2"), reinstate=True))
    assert duty_of(plan, "2").state == home


def test_a_cancelled_task_taken_out_of_the_register_stays_cancelled() -> None:
    plan = approved_plan()
    restrict(plan, "4", True)
    amend(plan, Change(plan.tasks.get(no="4"), cancel=True))
    restrict(plan, "4", False)
    assert duty_of(plan, "4").state == "cancelled"


def test_an_amended_title_leaves_the_duty_as_it_is() -> None:
    plan = issued_plan()
    before = duty_of(plan, "2")
    amend(plan, Change(plan.tasks.get(no="2"), {"title": "壮大科技企业"}))
    assert (duty_of(plan, "2").state, duty_of(plan, "2").revision) == ("issued", before.revision)
