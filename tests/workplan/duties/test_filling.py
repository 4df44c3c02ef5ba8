"""The same is filled into many duties, only where it is empty or over what is there."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import actor
from tests.workplan.duties.making import END, START, assign, complete, division, duty_of, issued_plan, person
from tests.workplan.plans.making import TEXT
from tests.workplan.plans.standing import approved_plan
from yaodian.foundation.common.refusal import Problems, Refused
from yaodian.foundation.flow.doors import Superseded
from yaodian.workplan.duties.actions.filling import fill_duties
from yaodian.workplan.duties.models import Duty
from yaodian.workplan.plans.models import Plan

pytestmark = pytest.mark.django_db
ALL = {"starts_on": START, "due_on": END}


@pytest.fixture
def plan() -> Plan:
    return approved_plan()


def fill(plan: Plan, values: dict[str, Any], nos: str = "1234", *, login: str = "clerk", **how: Any) -> int:
    keys = [duty_of(plan, no).pk for no in nos]
    return fill_duties(plan, keys, values, by=actor(login), **{"only_empty": True, "seen": {}} | how)


def days(plan: Plan) -> list[tuple[Any, Any]]:
    return list(Duty.objects.filter(task__plan=plan).values_list("starts_on", "due_on"))


def test_days_are_filled_into_every_chosen_duty(plan: Plan) -> None:
    assert fill(plan, ALL, "124") == 3
    assert days(plan) == [(START, END), (START, END), (None, None), (START, END)]


def test_what_is_there_stays_or_goes_as_asked(plan: Plan) -> None:
    assign(duty_of(plan, "1"), lead=division("办公室"))
    assert fill(plan, {"lead": division()}) == 3
    assert duty_of(plan, "1").lead == division("办公室")
    assert fill(plan, {"lead": division()}, only_empty=False) == 1
    assert duty_of(plan, "1").lead == division()


def test_any_evidence_counts_as_empty(plan: Plan) -> None:
    assign(duty_of(plan, "1"), evidence="link")
    assert fill(plan, {"evidence": "file"}) == 3
    assert duty_of(plan, "1").evidence == "link"


def test_one_fault_keeps_all_from_being_written(plan: Plan) -> None:
    assign(duty_of(plan, "2"), due_on=START)
    with pytest.raises(Problems) as told:
        fill(plan, {"starts_on": END})
    assert [problem.words[:12] for problem in told.value.items] == ["2 壮大科技型中小企业："[:12]]
    assert Duty.objects.exclude(starts_on=None).count() == 0


def test_nothing_to_change_is_told(plan: Plan) -> None:
    fill(plan, ALL)
    with pytest.raises(Problems):
        fill(plan, ALL)


def test_what_somebody_changed_after_the_preview_is_told(plan: Plan) -> None:
    duty = duty_of(plan, "1")
    assign(duty, lead=division())
    with pytest.raises(Superseded):
        fill(plan, ALL, seen={duty.pk: 1})
    assert days(plan)[0] == (None, None)


def test_duties_of_another_plan_are_left_alone(plan: Plan) -> None:
    other = approved_plan(TEXT.replace("2026年科技创新", "2025年科技创新"))
    foreign = Duty.objects.filter(task__plan=other).first()
    fill_duties(plan, [duty_of(plan, "1").pk, foreign.pk], ALL, only_empty=True, by=actor("clerk"), seen={})
    assert days(other)[0] == (None, None)


@pytest.mark.parametrize("login", ["leader", "auditor", "county"])
def test_others_do_not_fill(plan: Plan, login: str) -> None:
    with pytest.raises(Refused):
        fill(plan, ALL, login=login)


def test_nobody_fills_after_the_issue() -> None:
    with pytest.raises(Refused):
        fill(issued_plan(), {"leader": person("leader")}, login="chief", only_empty=False)


def test_complete_values_make_duties_that_can_be_issued(plan: Plan) -> None:
    fill(plan, complete())
    assert all(duty.complete for duty in Duty.objects.all())
