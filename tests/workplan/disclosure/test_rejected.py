"""A task of the restricted register that was rejected in the review stays out of every text."""

from __future__ import annotations

from typing import Any

import pytest

from tests import cast
from tests.workplan.disclosure.making import TEXT, published
from tests.workplan.outputs.files import taken, word_text
from tests.workplan.plans.making import accept_all, small_plan
from tests.workplan.plans.standing import DECISION
from yaodian.workplan.disclosure.composing import compose
from yaodian.workplan.disclosure.pieces import pieces_of
from yaodian.workplan.plans.actions.approving import approve_plan
from yaodian.workplan.plans.actions.deciding import reject
from yaodian.workplan.plans.actions.restricting import restrict_task
from yaodian.workplan.plans.actions.reviewing import finish_review
from yaodian.workplan.plans.models import Plan, Task

pytestmark = pytest.mark.django_db
SECRET = "党员教育培训"


def plan_without(no: str) -> Plan:
    """Approved; the task of this number was rejected in the review."""
    plan = small_plan(text=TEXT)
    turned_down: list[Any] = [*plan.targets.filter(task__no=no), *plan.tasks.filter(no=no)]
    for item in turned_down:
        reject(item, by=cast.actor("clerk"), revision=item.revision, reason="不是任务")
    plan = accept_all(plan)
    plan = finish_review(plan, by=cast.actor("clerk"), revision=plan.revision)
    return approve_plan(plan, DECISION, by=cast.actor("chief"), revision=plan.revision)


def restricted(plan: Plan, no: str) -> Task:
    task = plan.tasks.get(no=no)
    return restrict_task(task, True, by=cast.actor("chief"), revision=task.revision, reason="党务事项")


def texts(plan: Plan) -> str:
    return "\n".join(draft.text for draft in compose(plan, ()))


def test_a_rejected_task_is_plain_words_until_it_is_restricted() -> None:
    plan = plan_without("5")
    assert (SECRET in texts(plan), SECRET in word_text(taken(plan, "whole"))) == (True, True)
    assert restricted(plan, "5").state == "rejected"
    assert (SECRET in texts(plan), SECRET in word_text(taken(plan, "whole"))) == (False, False)
    page = published(plan)
    assert "党" not in "\n".join(page.parts.values_list("text", flat=True))
    assert page.parts.filter(no="4").exists()


def test_a_rejected_task_leaves_the_page_when_it_is_restricted_afterwards() -> None:
    plan = plan_without("2")
    page = published(plan)
    assert page.parts.filter(kind="paragraph", text__contains="450家").exists()
    before = list(page.parts.exclude(text__contains="450家").values_list("text", flat=True))
    restricted(plan, "2")
    now = plan.disclosures.published().get()
    assert list(now.parts.values_list("text", flat=True)) == before


def test_what_shares_words_with_a_restricted_task_goes_with_it() -> None:
    """A rejected task may lie over an accepted one: no word of it comes back through the other."""
    plan = plan_without("4")
    task, other = plan.tasks.get(no="4"), plan.tasks.get(no="3")
    task.restricted, task.start = True, other.start + 3
    tasks = [*plan.tasks.filter(no__in=["1", "2"]).order_by("start"), other, task]
    left = "\n".join(piece.text for piece in pieces_of(plan, tasks))
    assert ("科技特派员" in left, "科技活动周" in left, "450家" in left) == (False, False, True)
