"""A milestone of an issued task is reached, or was marked so by mistake."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Problem, insist, insist_none
from yaodian.foundation.flow.doors import edit
from yaodian.workplan.duties.models import Milestone

from ..access import may_report
from .reporting import hold_subject


@transaction.atomic
def reach_milestone(step: Milestone, done_on: date | None, *, by: Actor, revision: int) -> Milestone:
    """Note the day on which the step was reached; None takes it back. Raises `Refused`, `Problems`, `Superseded`."""
    task = hold_subject(step.duty.task)
    insist(may_report(by, task))
    insist_none(_problems(step, done_on))
    action = "reach_milestone" if done_on else "reopen_milestone"
    return edit(step, by=by, revision=revision, action=action, done_on=done_on)


def _problems(step: Milestone, done_on: date | None) -> list[Problem]:
    if step.dropped:
        return [Problem("", f"节点“{step.title}”已不再计算，不用登记完成。")]
    if done_on is not None and done_on > clock.today():
        return [Problem("done_on", "完成日期还没有到，请在完成以后再登记。")]
    return []
