"""Programs read plans by the API exactly as their token's person sees them on the pages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests.cast import actor
from tests.workplan.plans.making import small_plan, target_of, task_of
from tests.workplan.plans.standing import approved_plan
from yaodian.foundation.people import tokens
from yaodian.workplan.plans.actions.restricting import restrict_task
from yaodian.workplan.plans.models import Plan

pytestmark = pytest.mark.django_db


def program(login: str, *scopes: str) -> Client:
    by = actor(login)
    secret = tokens.make_token(by.membership, "测试程序", list(scopes or ["plans:read"]), by=by)[1]
    return Client(headers={"Authorization": f"Bearer {secret}"})


def items(client: Client, address: str) -> list[dict[str, Any]]:
    answer = client.get(f"/api/v1/plans/{address}")
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def test_a_plan_is_read_with_its_state_and_version() -> None:
    plan = approved_plan()
    (found,) = items(program("clerk"), "")
    assert {name: found[name] for name in ("id", "title", "state", "state_label", "version")} == {
        "id": plan.pk,
        "title": plan.title,
        "state": "approved",
        "state_label": "已审定",
        "version": 1,
    }


def test_a_target_comes_with_its_number_and_its_sentence() -> None:
    plan = approved_plan()
    target = target_of(plan, "35家")
    found = program("leader").get(f"/api/v1/plans/{plan.pk}/targets/{target.pk}").json()
    assert (Decimal(found["value"]), found["unit"], found["comparator"]) == (Decimal(35), "家", ">=")
    assert found["text"] == plan.text[found["start"] : found["end"]]


def test_tasks_come_in_the_order_of_the_text_without_the_restricted_register() -> None:
    plan = approved_plan()
    task = task_of(plan, "4")
    restrict_task(task, True, by=actor("chief"), revision=task.revision, reason="列入专项登记")
    assert [found["no"] for found in items(program("auditor"), f"{plan.pk}/tasks")] == ["1", "2", "3"]


def test_the_versions_of_a_plan_are_read() -> None:
    plan = approved_plan()
    (version,) = items(program("clerk"), f"{plan.pk}/versions")
    assert (version["number"], version["basis"], version["decided_on"]) == (
        1,
        "局党组会议（2026年第3次）",
        "2026-01-20",
    )


@pytest.mark.parametrize("address", ["{pk}", "{pk}/tasks", "{pk}/targets", "{pk}/versions"])
def test_who_sees_no_plans_finds_none(address: str) -> None:
    plan = small_plan()
    county = program("county")
    assert county.get(f"/api/v1/plans/{address.format(pk=plan.pk)}").status_code == 404
    assert items(county, "") == []


def test_a_token_without_the_scope_is_told_so() -> None:
    small_plan()
    answer = program("clerk", "progress:read").get("/api/v1/plans/")
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")


def test_reading_costs_the_same_for_few_and_many_tasks(django_assert_num_queries: Any) -> None:
    plan: Plan = approved_plan()
    client = program("clerk")
    client.get(f"/api/v1/plans/{plan.pk}/tasks")
    with django_assert_num_queries(4):
        client.get(f"/api/v1/plans/{plan.pk}/tasks", {"limit": 1})
    with django_assert_num_queries(4):
        client.get(f"/api/v1/plans/{plan.pk}/tasks", {"limit": 50})
