"""One duty is assigned, by whom and with what, before and after the issue."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.cast import actor
from tests.workplan.duties.making import END, START, assign, complete, division, duty_of, issued_plan, person
from tests.workplan.plans.standing import approved_plan
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common.refusal import Problems, Refused
from yaodian.foundation.flow.doors import Superseded
from yaodian.foundation.notices.models import Message
from yaodian.workplan.duties.actions.assigning import Step, assign_duty, keep_open
from yaodian.workplan.duties.models import Duty
from yaodian.workplan.plans.models import Plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return approved_plan()


def faults(duty: Duty, steps: list[Step] | None = None, **values: Any) -> list[str]:
    """The fields at which assigning finds faults; nothing may have been written then."""
    with pytest.raises(Problems) as told:
        assign(duty, steps=steps, **values)
    assert Duty.objects.get(pk=duty.pk).revision == duty.revision
    return [problem.field for problem in told.value.items]


def test_a_clerk_says_who_does_a_task_until_when_and_how_it_is_proved(plan: Plan) -> None:
    values = complete() | {
        "supporting": [division("办公室")],
        "handler": person("clerk"),
        "weight": Decimal("12.5"),
        "evidence": "reference",
        "evidence_words": "印发文件的文号",
        "rhythm": "points",
        "rhythm_points": [{"month": 6, "share": 40}, {"month": 12, "share": 100}],
    }
    stored = assign(duty_of(plan, "1"), **values)
    assert [getattr(stored, name) for name in values if name != "supporting"] == [
        value for name, value in values.items() if name != "supporting"
    ]
    assert [str(one) for one in stored.supporting.all()] == ["办公室"]
    assert (stored.state, stored.revision) == ("prepared", 2)


def test_what_stays_the_same_writes_nothing(plan: Plan) -> None:
    duty = assign(duty_of(plan, "1"), **complete(), supporting=[division("办公室")])
    before = Entry.objects.count()
    again = assign(duty, **complete(), supporting=[division("办公室")])
    assert (again.revision, Entry.objects.count()) == (duty.revision, before)


def test_all_faults_are_told_at_once(plan: Plan) -> None:
    found = faults(
        duty_of(plan, "1"),
        lead=division("高新技术科"),
        supporting=[division("高新技术科")],
        leader=person("clerk"),
        handler=person("colleague"),
        starts_on=END,
        due_on=START,
        weight=Decimal(101),
        rhythm="points",
        rhythm_points=[],
    )
    assert found == ["due_on", "weight", "supporting", "leader", "handler", "rhythm_points"]


def test_a_handler_works_in_the_lead_division(plan: Plan) -> None:
    duty = duty_of(plan, "1")
    assert faults(duty, handler=person("clerk")) == ["handler"]
    assert faults(duty, lead=division("农村科技科"), handler=person("clerk")) == ["handler"]
    assert assign(duty, lead=division(), handler=person("clerk")).handler == person("clerk")


def test_a_new_lead_needs_a_new_handler(plan: Plan) -> None:
    duty = assign(duty_of(plan, "1"), lead=division(), handler=person("clerk"))
    assert faults(duty, lead=division("农村科技科")) == ["handler"]


def test_an_even_rhythm_has_no_points(plan: Plan) -> None:
    points = [{"month": 12, "share": 100}]
    duty = assign(duty_of(plan, "1"), rhythm="points", rhythm_points=points)
    assert assign(duty, rhythm="even", rhythm_points=points).rhythm_points == []


def test_several_milestones_are_added_changed_and_dropped_at_once(plan: Plan) -> None:
    duty = duty_of(plan, "1")
    first = [
        Step("印发方案", date(2026, 3, 31), place=0),
        Step("中期评估", date(2026, 6, 30), place=1),
        Step("组织验收", date(2026, 11, 30), place=2),
    ]
    assign(duty, steps=first)
    plan_step, middle, last = duty.milestones.all()
    assign(
        duty,
        steps=[
            Step("印发方案", date(2026, 4, 15), key=plan_step.pk, revision=1),
            Step("中期评估", date(2026, 6, 30), key=middle.pk, revision=1, dropped=True),
            Step("组织验收", date(2026, 11, 30), key=last.pk, revision=1),
            Step("总结", date(2026, 12, 20)),
        ],
    )
    assert list(duty.milestones.values_list("title", "due_on", "dropped", "revision")) == [
        ("印发方案", date(2026, 4, 15), False, 2),
        ("中期评估", date(2026, 6, 30), True, 2),
        ("组织验收", date(2026, 11, 30), False, 1),
        ("总结", date(2026, 12, 20), False, 1),
    ]


def test_milestones_need_words_and_a_day_within_the_task_s_time(plan: Plan) -> None:
    duty = assign(duty_of(plan, "1"), **complete())
    steps = [
        Step("", date(2026, 3, 1), place=0),
        Step("中期评估", None, place=1),
        Step("验收", date(2027, 1, 5), place=2),
    ]
    assert faults(duty, steps) == ["steps-0-title", "steps-1-due_on", "steps-2-due_on"]
    assert duty.milestones.count() == 0


def test_a_milestone_of_another_task_is_not_changed(plan: Plan) -> None:
    other = duty_of(plan, "2")
    assign(other, steps=[Step("印发方案", date(2026, 3, 31))])
    step = Step("改掉", date(2026, 4, 1), key=other.milestones.get().pk, revision=1)
    assert faults(duty_of(plan, "1"), [step]) == [""]
    assert other.milestones.get().title == "印发方案"


def test_the_second_of_two_editors_is_told_what_has_changed(plan: Plan) -> None:
    seen = duty_of(plan, "1")
    assign(seen, lead=division())
    with pytest.raises(Superseded) as other:
        assign_duty(seen, {"lead": division("办公室")}, by=actor("colleague"), revision=1)
    assert [(one.field, one.wanted) for one in other.value.differences] == [("lead", division("办公室").pk)]
    assert duty_of(plan, "1").lead == division()


def test_the_second_editor_of_a_milestone_is_told_and_nothing_else_is_written(plan: Plan) -> None:
    duty = duty_of(plan, "1")
    assign(duty, steps=[Step("印发方案", date(2026, 3, 31))])
    key = duty.milestones.get().pk
    assign(duty, steps=[Step("印发实施方案", date(2026, 3, 31), key=key, revision=1)])
    with pytest.raises(Superseded):
        assign(duty, steps=[Step("别的说法", date(2026, 3, 31), key=key, revision=1)], lead=division())
    assert (duty.milestones.get().title, duty_of(plan, "1").lead) == ("印发实施方案", None)


@pytest.mark.parametrize("login", ["clerk", "colleague", "chief"])
def test_writers_divide_before_the_issue(plan: Plan, login: str) -> None:
    assert assign(duty_of(plan, "1"), login, lead=division()).lead == division()


@pytest.mark.parametrize("login", ["leader", "auditor", "county", "company", "system_admin"])
def test_others_do_not_divide(plan: Plan, login: str) -> None:
    with pytest.raises(Refused):
        assign(duty_of(plan, "1"), login, lead=division())


def test_a_cancelled_duty_is_not_assigned(plan: Plan) -> None:
    duty = duty_of(plan, "1")
    Duty.objects.filter(pk=duty.pk).update(state="cancelled")
    assert faults(duty, lead=division()) == [""]


def adjust(duty: Duty, login: str = "chief", reason: str = "分工调整", **values: Any) -> Duty:
    return assign_duty(duty, values, by=actor(login), revision=duty.revision, reason=reason)


@pytest.mark.parametrize("login", ["chief", "leader"])
def test_after_the_issue_a_reason_is_kept_and_old_and_new_lead_are_told(login: str) -> None:
    duty = duty_of(issued_plan(), "1")
    before = Message.objects.count()
    stored = adjust(duty, login, lead=division("农村科技科"))
    assert stored.lead == division("农村科技科")
    entry = Entry.objects.about(duty).filter(action="assign_duty").latest("id")
    assert entry.reason == "分工调整"
    told = set(Message.objects.order_by("id")[before:].values_list("user__username", flat=True))
    assert told == {"clerk", "chief", "colleague", "leader"} - {login}


def test_after_the_issue_nothing_changes_without_a_reason() -> None:
    duty = duty_of(issued_plan(), "1")
    with pytest.raises(Problems) as told:
        adjust(duty, reason=" ", lead=division("农村科技科"))
    assert [problem.field for problem in told.value.items] == ["reason"]


@pytest.mark.parametrize("name", ["lead", "leader", "starts_on", "due_on"])
def test_an_issued_duty_never_loses_what_it_must_name(name: str) -> None:
    duty = duty_of(issued_plan(), "1")
    with pytest.raises(Problems) as told:
        adjust(duty, **{name: None})
    assert [problem.field for problem in told.value.items] == [name]


@pytest.mark.parametrize("login", ["clerk", "auditor", "county"])
def test_clerks_do_not_adjust_after_the_issue(login: str) -> None:
    duty = duty_of(issued_plan(), "1")
    with pytest.raises(Refused):
        adjust(duty, login, lead=division("农村科技科"))


def test_a_duty_that_comes_late_is_issued_when_it_is_complete() -> None:
    plan = issued_plan()
    duty = duty_of(plan, "1")
    Duty.objects.filter(pk=duty.pk).update(state="prepared", lead=None)
    stored = adjust(duty_of(plan, "1"), **complete())
    assert stored.state == "issued"


def test_a_task_that_speaks_of_party_matters_is_kept_as_ordinary_work(plan: Plan) -> None:
    duty = duty_of(plan, "4")
    assert keep_open(duty, by=actor("clerk"), revision=1).kept_open
    with pytest.raises(Refused):
        keep_open(duty, by=actor("auditor"), revision=2)
