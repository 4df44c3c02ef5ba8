"""Two people at once on making public: one page, one release; fifty rounds, one winner each."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from django.db import transaction

from tests import cast
from tests.races.together import losers, together, winners
from tests.workplan.disclosure.making import OPINION, proposal, published, second_leader, standing_plan
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Refused
from yaodian.foundation.flow.doors import Superseded
from yaodian.workplan.disclosure.actions.checking import check_disclosure
from yaodian.workplan.disclosure.actions.preparing import prepare_disclosure
from yaodian.workplan.disclosure.actions.publishing import approve_and_publish, withdraw_disclosure
from yaodian.workplan.disclosure.actions.releasing import (
    decide_release,
    propose_release,
    take_back_release,
)
from yaodian.workplan.disclosure.models import Disclosure, PublishedPart, Release
from yaodian.workplan.plans.models import Plan

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("race_database")]
ROUNDS = 50
ONE_TASK = """云岭市2026年科技创新工作要点
为做好全年工作，制定本要点。
一、培育创新主体
1.培育高新技术企业。全年新认定高新技术企业35家以上。
"""


def checked_again(plan: Plan) -> Disclosure:
    made = prepare_disclosure(plan, proposal(plan), by=cast.actor("clerk"))
    return check_disclosure(made, by=cast.actor("chief"), revision=made.revision, opinion=OPINION)


def test_of_two_leaders_publishing_exactly_one_does() -> None:
    plan, people = standing_plan(ONE_TASK), [cast.actor("leader"), second_leader()]
    for number in range(ROUNDS):
        made = checked_again(plan)
        results = together(
            *(partial(approve_and_publish, made, by=by, revision=made.revision) for by in people)
        )
        assert [type(loser) for loser in losers(results)] in ([Superseded], [Refused])
        assert winners(results)[0].state == "published"
        assert plan.disclosures.published().count() == 1
        assert Entry.objects.about(made).filter(action="publish_disclosure").count() == 1
        assert plan.disclosures.filter(state="replaced").count() == number
    assert PublishedPart.objects.in_public().values("disclosure").distinct().count() == 1


def test_of_two_people_preparing_one_plan_exactly_one_does() -> None:
    plan, people = standing_plan(ONE_TASK), [cast.actor("clerk"), cast.actor("colleague")]
    wish = proposal(plan)
    for _round in range(ROUNDS):
        results = together(*(partial(prepare_disclosure, plan, wish, by=by) for by in people))
        assert [type(loser) for loser in losers(results)] == [Refused]
        made = winners(results)[0]
        withdraw_disclosure(made, by=cast.actor("chief"), revision=made.revision, reason="下一轮")


def test_of_two_leaders_deciding_on_a_release_exactly_one_does() -> None:
    plan, people = standing_plan(ONE_TASK), [cast.actor("leader"), second_leader()]
    published(plan)
    task = plan.tasks.get(no="1")
    ask = partial(propose_release, task, plan=plan, kind="light", channel="wall", reason="大屏展示")
    for _round in range(ROUNDS):
        row = ask(by=cast.actor("clerk"))
        yes, no = (
            partial(decide_release, row, answer, by=by, revision=row.revision, opinion="不合适")
            for answer, by in zip((True, False), people, strict=True)
        )
        results = together(yes, no)
        assert [type(loser) for loser in losers(results)] in ([Superseded], [Refused])
        won = winners(results)[0]
        assert Entry.objects.about(won).filter(action__in=["release", "refuse_release"]).count() == 1
        if won.state == "released":
            take_back_release(won, by=people[0], revision=won.revision, reason="下一轮")


def test_the_rounds_see_a_publishing_that_does_not_compare() -> None:
    """Negative control: by bare updates both leaders believe that they published."""
    plan, people = standing_plan(ONE_TASK), [cast.actor("leader"), second_leader()]
    made = checked_again(plan)

    def careless(leader: Actor) -> int:
        with transaction.atomic():
            return Disclosure.objects.filter(pk=made.pk).update(
                state="published", approved_by=leader.user, published_on=made.prepared_at.date()
            )

    results = together(*(partial(careless, leader) for leader in people))
    assert (winners(results), losers(results)) == ([1, 1], [])


def test_the_rounds_see_a_preparing_that_does_not_hold_the_plan() -> None:
    """Negative control: two who look first and go on later both believe that nothing is under way."""
    plan = standing_plan(ONE_TASK)
    both_have_looked = threading.Barrier(2)

    def careless() -> bool:
        under_way = plan.disclosures.under_way().exists()
        both_have_looked.wait(timeout=20)
        return not under_way

    assert together(careless, careless) == [True, True]


def test_the_rounds_see_a_release_decided_without_comparing() -> None:
    """Negative control: by bare updates one leader lets out what the other refuses, and both went through."""
    plan, people = standing_plan(ONE_TASK), [cast.actor("leader"), second_leader()]
    published(plan)
    row = propose_release(
        plan.tasks.get(no="1"),
        plan=plan,
        kind="light",
        channel="wall",
        reason="大屏展示",
        by=cast.actor("clerk"),
    )

    def careless(leader: Actor, state: str) -> int:
        return Release.objects.filter(pk=row.pk).update(state=state, approved_by=leader.user)

    results = together(*map(partial, [careless] * 2, people, ["released", "refused"]))
    assert (winners(results), losers(results)) == ([1, 1], [])
