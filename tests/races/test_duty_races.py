"""Two people at once on the division of a plan: one issue, one assignment, nothing after the issue."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from django.db import transaction

from tests.cast import actor
from tests.races.together import losers, together, winners
from tests.workplan.duties.making import divided_plan, division, duty_of
from tests.workplan.plans.making import TEXT
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common.refusal import Problems, Refused
from yaodian.foundation.flow.doors import Superseded
from yaodian.workplan.duties.actions.assigning import assign_duty
from yaodian.workplan.duties.actions.issuing import issue_plan
from yaodian.workplan.duties.models import Duty, Issuance
from yaodian.workplan.plans.models import Plan

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("race_database")]
ROUNDS = 50
ONE_TASK = """云岭市2026年科技创新工作要点
为做好全年工作，制定本要点。
一、培育创新主体
1.培育高新技术企业。全年新认定高新技术企业35家以上。
"""


def plan_of_round(number: int) -> Plan:
    return divided_plan(ONE_TASK.replace("35家", f"{35 + number}家"))


def test_of_two_people_issuing_one_plan_exactly_one_does() -> None:
    people = [actor("chief"), actor("leader")]
    for number in range(ROUNDS):
        plan = plan_of_round(number)
        results = together(*(partial(issue_plan, plan, by=by, revision=plan.revision) for by in people))
        assert len(winners(results)) == 1
        assert [type(loser) for loser in losers(results)] in ([Refused], [Superseded])
        assert Entry.objects.about(plan).filter(action="issue_plan").count() == 1
    assert Issuance.objects.count() == ROUNDS
    assert set(Duty.objects.values_list("state", "revision")) == {("issued", 3)}


def test_of_two_people_assigning_one_duty_exactly_one_does() -> None:
    plan = divided_plan(ONE_TASK)
    for number in range(ROUNDS):
        duty = duty_of(plan, "1")
        wanted = [{"evidence_words": f"{name}第{number}次"} for name in ("周", "吴")]
        people = [actor("clerk"), actor("colleague")]
        jobs = [
            partial(assign_duty, duty, values, by=by, revision=duty.revision)
            for values, by in zip(wanted, people, strict=True)
        ]
        results = together(*jobs)
        assert [type(loser) for loser in losers(results)] == [Superseded]
        (stored,) = winners(results)
        assert duty_of(plan, "1").evidence_words == stored.evidence_words


def test_an_assignment_never_lands_after_the_issue() -> None:
    clerk, chief = actor("clerk"), actor("chief")
    for number in range(ROUNDS):
        plan = plan_of_round(number)
        duty = duty_of(plan, "1")
        results = together(
            partial(issue_plan, plan, by=chief, revision=plan.revision),
            partial(assign_duty, duty, {"due_on": None}, by=clerk, revision=duty.revision),
        )
        assert {type(loser) for loser in losers(results)} <= {Refused, Problems, Superseded}
        assert order_is_right(plan)


def order_is_right(plan: Plan) -> bool:
    """Whether an issued plan has no duty that was assigned after the issue without a reason."""
    issued = Entry.objects.about(plan).filter(action="issue_plan").first()
    if issued is None:
        return Duty.objects.filter(task__plan=plan, state="issued").count() == 0
    late = Entry.objects.filter(group_id=str(plan.pk), action="assign_duty", id__gt=issued.pk, reason="")
    return not late.exists()


def test_the_harness_sees_an_assignment_that_does_not_hold_the_plan() -> None:
    """Negative control: assigning by a bare update after the issue does land late."""
    plan = divided_plan(TEXT)
    issue_plan(plan, by=actor("chief"), revision=plan.revision)
    duty = duty_of(plan, "1")
    with transaction.atomic():
        Duty.objects.filter(pk=duty.pk).update(lead=division("办公室"))
        Entry.objects.create(
            at=plan.imported_at,
            actor_label="x",
            action="assign_duty",
            group_type="plans.plan",
            group_id=str(plan.pk),
        )
    assert not order_is_right(plan)


def test_the_harness_sees_two_issues_that_do_not_hold_the_plan() -> None:
    """Negative control: two threads that read the state first and write later both go through."""
    plan = divided_plan(ONE_TASK)

    def careless() -> bool:
        if Plan.objects.get(pk=plan.pk).state != "approved":
            return False
        both_have_looked.wait(timeout=20)
        Plan.objects.filter(pk=plan.pk).update(state="issued")
        return True

    both_have_looked = threading.Barrier(2)
    assert together(careless, careless) == [True, True]


def test_the_harness_sees_two_editors_that_do_not_compare_revisions() -> None:
    """Negative control: by bare updates both editors of one duty go through and the first is written over."""
    duty = duty_of(divided_plan(ONE_TASK), "1")

    def careless(words: str) -> int:
        return Duty.objects.filter(pk=duty.pk).update(evidence_words=words)

    results = together(*(partial(careless, words) for words in ("周", "吴")))
    assert (winners(results), losers(results)) == ([1, 1], [])
