"""Two people at once on a plan as a whole: one import, one finish, no late decision."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import pytest
from django.db import transaction

from tests.cast import actor
from tests.races.together import losers, together, winners
from tests.workplan.plans.making import TEXT, accept_all, small_plan
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common.refusal import Refused
from yaodian.foundation.files import store
from yaodian.foundation.flow.doors import Superseded
from yaodian.workplan.plans.actions.correcting import correct_target
from yaodian.workplan.plans.actions.deciding import reject
from yaodian.workplan.plans.actions.importing import AlreadyImported, import_plan
from yaodian.workplan.plans.actions.reviewing import finish_review
from yaodian.workplan.plans.models import Plan, Target
from yaodian.workplan.plans.states import LIVE

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("race_database")]
ROUNDS = 50


def text_of_round(number: int) -> str:
    return TEXT.replace("210家", f"{210 + number}家")


def reviewed_but_open(text: str) -> Plan:
    return accept_all(small_plan(text=text))


def test_of_two_imports_of_one_file_exactly_one_makes_a_plan() -> None:
    people = [actor("clerk"), actor("colleague")]
    for number in range(ROUNDS):
        data = text_of_round(number).encode()
        results = together(*(partial(import_plan, data, "要点.txt", by=by) for by in people))
        assert [type(loser) for loser in losers(results)] == [AlreadyImported]
        assert store.get(winners(results)[0].source.sha256) == data
    assert Plan.objects.count() == ROUNDS


def test_of_two_people_finishing_one_review_exactly_one_does() -> None:
    people = [actor("clerk"), actor("chief")]
    for number in range(ROUNDS):
        plan = reviewed_but_open(text_of_round(number))
        results = together(*(partial(finish_review, plan, by=by, revision=plan.revision) for by in people))
        assert [type(loser) for loser in losers(results)] in ([Refused], [Superseded])
        assert Entry.objects.about(plan).filter(action="finish_review").count() == 1


def test_a_decision_never_lands_in_a_finished_review() -> None:
    clerk, chief = actor("clerk"), actor("chief")
    for number in range(ROUNDS):
        plan = reviewed_but_open(text_of_round(number))
        target = plan.targets.first()
        together(
            partial(finish_review, plan, by=chief, revision=plan.revision),
            partial(reject, target, by=clerk, revision=target.revision),
        )
        assert order_is_right(plan)


def order_is_right(plan: Plan) -> bool:
    """Whether no decision stands in the record after the review was finished."""
    actions = list(
        Entry.objects.filter(group_id=str(plan.pk)).order_by("id").values_list("action", flat=True)
    )
    own = list(Entry.objects.about(plan).values_list("action", flat=True))
    rejected = "reject_target" in actions
    if "finish_review" not in own:
        return False
    finished = Entry.objects.about(plan).get(action="finish_review").pk
    late = Entry.objects.filter(group_id=str(plan.pk), action="reject_target", id__gt=finished)
    return not (rejected and late.exists())


def test_the_harness_sees_a_decision_that_does_not_hold_the_plan() -> None:
    """Negative control: deciding by a bare update while the review is being finished does land late."""
    plan = reviewed_but_open(TEXT)
    target = plan.targets.first()
    finish_review(plan, by=actor("chief"), revision=plan.revision)
    with transaction.atomic():
        Target.objects.filter(pk=target.pk).update(state="rejected")
        Entry.objects.create(
            at=plan.imported_at,
            actor_label="x",
            action="reject_target",
            group_type="plans.plan",
            group_id=str(plan.pk),
        )
    assert not order_is_right(plan)


def test_live_targets_never_overlap_however_many_move_at_once() -> None:
    plan = small_plan()
    one, two = plan.targets.get(text__contains="160人"), plan.targets.get(text__contains="100场")
    middle = plan.text.index("，", one.end)
    together(
        lambda: correct_target(one, by=actor("clerk"), revision=1, end=middle + 5),
        lambda: correct_target(two, by=actor("colleague"), revision=1, start=middle - 5),
    )
    spans = sorted(plan.targets.filter(state__in=LIVE).values_list("start", "end"))
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
