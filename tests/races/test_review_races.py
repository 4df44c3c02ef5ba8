"""Two clerks on one item at the same moment, through HTTP (T35): one winner, nothing lost, all of it on record."""

from __future__ import annotations

import threading
from functools import partial
from typing import Any

import pytest
from django.test import Client

from tests.races.together import together
from tests.workplan.plans.reviewed_plan import JSON, address, fields, imported, long_text, signed_in
from yaodian.foundation.audit.models import Entry
from yaodian.workplan.plans.models import Plan, Target

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("race_database")]
ROUNDS = 50


def post(client: Client, address: str, told: dict[str, Any]) -> int:
    return client.post(address, told, **JSON).status_code


def plan_and_clerks() -> tuple[Plan, Client, Client]:
    return imported(long_text(ROUNDS)), signed_in("clerk"), signed_in("colleague")


def test_of_two_clerks_who_decide_differently_one_wins_and_the_other_is_told() -> None:
    plan, clerk, colleague = plan_and_clerks()
    for target in plan.targets.all():
        statuses = together(
            partial(post, clerk, address(target, "accept"), {"revision": 1}),
            partial(post, colleague, address(target, "reject"), {"revision": 1}),
        )
        target.refresh_from_db()
        won = "accepted" if statuses[0] == 200 else "rejected"
        assert (sorted(statuses), target.state, target.revision) == ([200, 409], won, 2)
        assert recorded(target) == [("accept_target" if won == "accepted" else "reject_target", won)]


def recorded(target: Target) -> list[tuple[str, str]]:
    return [(entry.action, entry.after["state"]) for entry in Entry.objects.about(target)]


def test_of_two_clerks_who_correct_one_item_one_wins_and_nothing_is_overwritten() -> None:
    plan, clerk, colleague = plan_and_clerks()
    for target in plan.targets.all():
        statuses = together(
            partial(post, clerk, address(target), fields(target, value="71")),
            partial(post, colleague, address(target), fields(target, unit="个")),
        )
        target.refresh_from_db()
        stored = (int(target.value) == 71, target.unit == "个")
        assert sorted(statuses) == [200, 409]
        assert stored == (statuses[0] == 200, statuses[1] == 200)
        assert Entry.objects.about(target).count() == 1


def test_a_decision_and_a_correction_at_once_leave_one_of_them() -> None:
    plan, clerk, colleague = plan_and_clerks()
    for target in plan.targets.all():
        statuses = together(
            partial(post, clerk, address(target, "reject"), {"revision": 1}),
            partial(post, colleague, address(target), fields(target, value="71")),
        )
        target.refresh_from_db()
        assert sorted(statuses) == [200, 409]
        assert (target.state == "rejected") == (statuses[0] == 200)
        assert (int(target.value) == 71) == (statuses[1] == 200)


def test_a_double_click_is_one_decision() -> None:
    plan, clerk, again = imported(long_text(ROUNDS)), signed_in("clerk"), signed_in("clerk")
    for target in plan.targets.all():
        told = {"revision": 1, "key": f"click-{target.pk}"}
        statuses = together(
            *(partial(post, client, address(target, "accept"), told) for client in (clerk, again))
        )
        target.refresh_from_db()
        assert (statuses, target.revision) == ([200, 200], 2)
        assert Entry.objects.about(target).count() == 1


def test_two_tabs_of_one_person_do_not_overwrite_each_other() -> None:
    plan, one, two = imported(long_text(ROUNDS)), signed_in("clerk"), signed_in("clerk")
    for target in plan.targets.all():
        statuses = together(
            partial(post, one, address(target), fields(target, value="71")),
            partial(post, two, address(target), fields(target, value="72")),
        )
        target.refresh_from_db()
        assert sorted(statuses) == [200, 409]
        assert int(target.value) == (71 if statuses[0] == 200 else 72)


def test_a_split_and_a_correction_at_once_leave_one_of_them() -> None:
    plan, clerk, colleague = plan_and_clerks()
    for target in plan.targets.all():
        cut = target.start + 4
        first = {f"first-{name}": value for name, value in fields(target, end=cut).items()}
        second = {f"second-{name}": value for name, value in fields(target, start=cut).items()}
        statuses = together(
            partial(post, clerk, address(target, "split"), {"revision": 1, "at": cut, **first, **second}),
            partial(post, colleague, address(target), fields(target, value="71")),
        )
        target.refresh_from_db()
        live = plan.targets.live().filter(start__gte=target.start, end__lte=target.end).count()
        assert sorted(statuses) == [200, 409]
        assert (target.state, live) == (("replaced", 2) if statuses[0] == 200 else ("accepted", 1))


def test_the_harness_sees_a_save_that_overwrites() -> None:
    """Negative control: reading, waiting for the other and saving whole rows loses the first one's change."""
    plan = imported(long_text(1))
    target = plan.targets.get()
    both_have_read = threading.Barrier(2)

    def save(**changes: Any) -> None:
        own = Target.objects.get(pk=target.pk)
        both_have_read.wait(timeout=20)
        for name, value in changes.items():
            setattr(own, name, value)
        own.save()

    together(partial(save, unit="个"), partial(save, value=71))
    target.refresh_from_db()
    assert (target.unit == "个", int(target.value) == 71).count(True) == 1
