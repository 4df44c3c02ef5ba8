"""Two people at once on one report: one decision, one report that waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import transaction

from tests.cast import actor
from tests.races.together import losers, together, winners
from tests.workplan.duties.making import issued_plan
from tests.workplan.progress.making import report, said, target_of
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common.refusal import Problems
from yaodian.foundation.flow.doors import Superseded
from yaodian.workplan.plans.models import Target
from yaodian.workplan.progress.actions.deciding import confirm_report, return_report, withdraw_report
from yaodian.workplan.progress.actions.reporting import report_progress
from yaodian.workplan.progress.models import Report

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("race_database")]
ROUNDS = 50
FIRST = date(2026, 3, 1)


def waiting(target: Target, number: int) -> Report:
    return report(target, FIRST + timedelta(days=number), number)


def test_of_a_confirmation_and_a_return_at_once_exactly_one_stands() -> None:
    target = target_of(issued_plan(), "35家")
    chief, leader = actor("chief"), actor("leader")
    for number in range(ROUNDS):
        made = waiting(target, number)
        results = together(
            partial(confirm_report, made, by=chief, revision=1),
            partial(return_report, made, by=leader, revision=1, opinion="请附名单"),
        )
        assert [type(loser) for loser in losers(results)] == [Superseded]
        made.refresh_from_db()
        assert (made.state, made.revision) == (winners(results)[0].state, 2)
        decisions = Entry.objects.about(made).exclude(action="report_progress")
        assert [entry.action for entry in decisions] == [
            "confirm_report" if made.state == "confirmed" else "return_report"
        ]
        if made.state == "returned":
            withdraw_report(made, by=actor("clerk"), revision=2)


def test_of_two_confirmations_at_once_exactly_one_counts() -> None:
    target = target_of(issued_plan(), "35家")
    people = [actor("chief"), actor("leader")]
    for number in range(ROUNDS):
        made = waiting(target, number)
        results = together(*(partial(confirm_report, made, by=by, revision=1) for by in people))
        assert [type(loser) for loser in losers(results)] == [Superseded]
        assert Entry.objects.about(made).filter(action="confirm_report").count() == 1


def test_of_two_reports_at_once_exactly_one_waits() -> None:
    target = target_of(issued_plan(), "35家")
    people = [actor("clerk"), actor("chief")]
    for number in range(ROUNDS):
        content = said(FIRST + timedelta(days=number), value=number)
        results = together(*(partial(report_progress, target, content, by=by) for by in people))
        assert [type(loser) for loser in losers(results)] == [Problems]
        made = Report.objects.waiting().get()
        withdraw_report(made, by=actor(made.made_by.username), revision=1)


def unguarded(made: Report, state: str) -> Callable[[], int]:
    """The control: a decision that looks first and then writes, without holding or comparing."""

    def decide() -> int:
        with transaction.atomic():
            seen = Report.objects.get(pk=made.pk)
            if seen.state != "submitted":
                raise Superseded(seen, [])
            chief = actor("chief").user
            return Report.objects.filter(pk=made.pk).update(state=state, confirmed_by=chief)

    return decide


def test_without_the_doors_both_would_get_through() -> None:
    target = target_of(issued_plan(), "35家")
    both = 0
    for number in range(ROUNDS):
        made = waiting(target, number)
        results = together(unguarded(made, "confirmed"), unguarded(made, "returned"))
        both += len(winners(results)) == 2
        Report.objects.filter(pk=made.pk).update(state="withdrawn")
    assert both > 0
