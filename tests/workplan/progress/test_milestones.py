"""The lead division notes that a milestone is reached; the light follows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils.html import escape

from tests.cast import actor
from tests.workplan.plans.reviewed_plan import signed_in
from tests.workplan.progress.making import issued_plan, milestone_of, target_of
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common import clock
from yaodian.foundation.common.refusal import Problems, Refused
from yaodian.foundation.flow.doors import Superseded
from yaodian.workplan.duties.models import Milestone
from yaodian.workplan.progress.actions.stepping import reach_milestone
from yaodian.workplan.progress.standing import standings
from yaodian.workplan.progress.states import Light

pytestmark = pytest.mark.django_db

JULY = date(2026, 7, 30)


def overdue() -> Milestone:
    """A step that was due on the last day of June, of a task whose only target has been met."""
    return milestone_of(target_of(issued_plan(), "450家"))


def test_a_reached_step_is_kept_and_told_in_the_record() -> None:
    step = overdue()
    stored = reach_milestone(step, date(2026, 6, 28), by=actor("clerk"), revision=step.revision)
    assert stored.done_on == date(2026, 6, 28)
    entry = Entry.objects.about(step).last()
    assert entry is not None
    assert (entry.action, entry.after["done_on"]) == ("reach_milestone", "2026-06-28")


def test_an_overdue_step_presses_until_it_is_reached() -> None:
    step = overdue()
    plan, task = step.duty.task.plan, step.duty.task_id
    before = standings(plan, JULY).task(task)
    reach_milestone(step, date(2026, 6, 28), by=actor("clerk"), revision=step.revision)
    after = standings(plan, JULY).task(task)
    assert before is not None
    assert after is not None
    assert (before.own.light, "完成摸底" in before.own.words) == (Light.RED, True)
    assert "完成摸底" not in after.own.words


def test_a_mistake_is_taken_back() -> None:
    step = overdue()
    done = reach_milestone(step, date(2026, 6, 28), by=actor("clerk"), revision=step.revision)
    open_again = reach_milestone(done, None, by=actor("chief"), revision=done.revision)
    assert open_again.done_on is None


def test_a_day_to_come_is_told() -> None:
    step = overdue()
    with pytest.raises(Problems, match="还没有到"):
        reach_milestone(step, clock.today() + timedelta(1), by=actor("clerk"), revision=step.revision)


@pytest.mark.parametrize("login", ["colleague", "leader", "auditor", "county"])
def test_others_do_not_note_it(login: str) -> None:
    step = overdue()
    with pytest.raises(Refused):
        reach_milestone(step, date(2026, 6, 28), by=actor(login), revision=step.revision)


def test_the_second_of_two_is_told() -> None:
    step = overdue()
    reach_milestone(step, date(2026, 6, 28), by=actor("clerk"), revision=step.revision)
    with pytest.raises(Superseded):
        reach_milestone(step, date(2026, 6, 29), by=actor("chief"), revision=step.revision)


def test_it_is_noted_on_the_page_of_the_task() -> None:
    step, client = overdue(), signed_in("clerk")
    page = f"/progress/tasks/{step.duty.task_id}/"
    assert escape("“完成摸底”的完成日期") in client.get(page).content.decode()
    sent = {"done_on": "2026-06-28", "revision": step.revision}
    answer = client.post(f"/progress/milestones/{step.pk}/", sent, follow=True)
    assert "已登记完成" in answer.content.decode()
    step.refresh_from_db()
    assert step.done_on == date(2026, 6, 28)
    assert "完成日期" not in signed_in("auditor").get(page).content.decode().partition("“完成摸底”的")[2]
