"""Two people approving one plan, and two amending it: fifty rounds, one winner each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import actor
from tests.races.together import losers, together, winners
from tests.workplan.plans.making import TEXT
from tests.workplan.plans.standing import DECISION, approved_plan, reviewed_plan
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common import clock
from yaodian.foundation.common.refusal import Refused
from yaodian.foundation.flow.doors import Superseded
from yaodian.workplan.plans.actions.amending import Change, amend_plan
from yaodian.workplan.plans.actions.approving import approve_plan
from yaodian.workplan.plans.models import Approval, ItemVersion, Plan, Version

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("race_database")]
ROUNDS = 50
PAPER = {
    "reason": "省里下达的任务数调整",
    "basis": "局党组会议（2026年第8次）",
    "decided_on": date(2026, 4, 1),
}


def text_of_round(number: int) -> str:
    return TEXT.replace("210家", f"{210 + number}家")


def test_of_two_people_approving_one_plan_exactly_one_does() -> None:
    people = [actor("chief"), actor("leader")]
    for number in range(ROUNDS):
        plan = reviewed_plan(text_of_round(number))
        results = together(
            *(partial(approve_plan, plan, DECISION, by=by, revision=plan.revision) for by in people)
        )
        assert [type(loser) for loser in losers(results)] in ([Refused], [Superseded])
        assert Entry.objects.about(plan).filter(action="approve_plan").count() == 1
        assert (Approval.objects.filter(plan=plan).count(), plan.versions.count()) == (1, 1)


def test_of_two_people_amending_one_plan_exactly_one_does() -> None:
    people = [actor("chief"), actor("leader")]
    plan = approved_plan()
    target = plan.targets.get(text__contains="35家")
    for number in range(ROUNDS):
        plan.refresh_from_db()
        target.refresh_from_db()
        wanted = [Decimal(36 + 2 * number), Decimal(37 + 2 * number)]
        results = together(
            *(amending(plan, target, value, by) for value, by in zip(wanted, people, strict=True))
        )
        assert [type(loser) for loser in losers(results)] == [Superseded]
        (version,) = winners(results)
        target.refresh_from_db()
        assert (version.number, target.version) == (number + 2, number + 2)
        assert target.value == wanted[results.index(version)]
    assert ItemVersion.objects.filter(target=target).count() == ROUNDS + 1
    assert ItemVersion.objects.get(target=target, version__number=1).content["value"] == "35"


def amending(plan: Plan, target: Any, value: Decimal, by: Any) -> Callable[[], Any]:
    change = Change(target, {"value": value})
    return partial(amend_plan, plan, [change], by=by, revision=plan.revision, **PAPER)


def test_the_harness_sees_two_amendments_that_do_not_compare_revisions() -> None:
    """Negative control: without holding the plan and comparing its revision, both people win."""
    plan = approved_plan()

    def bare(number: int) -> int:
        with transaction.atomic():
            seen = Plan.objects.get(pk=plan.pk).version
            told = {"reason": "调整", "basis": "会议", "made_by": actor("chief").user, "made_at": clock.now()}
            Version.objects.create(plan=plan, number=seen + number, decided_on=date(2026, 4, 1), **told)
        return seen

    results = together(partial(bare, 1), partial(bare, 2))
    assert len(winners(results)) == 2


def test_the_database_refuses_a_second_version_of_one_number() -> None:
    plan = approved_plan()
    told = {"reason": "调整", "basis": "会议", "made_by": actor("chief").user, "made_at": clock.now()}
    results = together(
        *(
            partial(Version.objects.create, plan=plan, number=2, decided_on=date(2026, 4, 1), **told)
            for _ in "ab"
        )
    )
    assert [type(loser) for loser in losers(results)] == [IntegrityError]
