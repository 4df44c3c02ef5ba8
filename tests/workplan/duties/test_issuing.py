"""A divided plan is issued once: everything missing is told first, everybody concerned afterwards."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.cast import actor
from tests.workplan.duties.making import (
    assign,
    complete,
    county,
    divided_plan,
    duty_of,
    second_county,
    share,
)
from tests.workplan.plans.making import target_of
from tests.workplan.plans.standing import approved_plan
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common.refusal import Problems, Refused
from yaodian.foundation.flow.doors import Superseded
from yaodian.foundation.notices.models import Message
from yaodian.foundation.notices.todos import Todo, todos_of
from yaodian.workplan.duties.actions.issuing import duties_of, gaps, issue_plan
from yaodian.workplan.duties.models import Duty, Issuance
from yaodian.workplan.plans.actions.restricting import restrict_task
from yaodian.workplan.plans.models import Plan

pytestmark = pytest.mark.django_db


def issue(plan: Plan, login: str = "chief", **words: str) -> Plan:
    return issue_plan(plan, by=actor(login), revision=plan.revision, **words)


def faults(plan: Plan, **words: str) -> list[str]:
    with pytest.raises(Problems) as told:
        issue(plan, **words)
    plan.refresh_from_db()
    assert (plan.state, Issuance.objects.count()) == ("approved", 0)
    return [problem.words for problem in told.value.items]


@pytest.mark.parametrize("login", ["chief", "leader"])
def test_a_complete_plan_is_issued_with_all_its_duties(login: str) -> None:
    plan = issue(divided_plan(), login, document_no="云科发[2026] 8号", note="请抓紧办理")
    assert plan.state == "issued"
    assert set(Duty.objects.filter(task__plan=plan).values_list("state", flat=True)) == {"issued"}
    held = plan.issuance
    assert (held.document_no, held.note, held.issued_by) == (
        "云科发〔2026〕8号",
        "请抓紧办理",
        actor(login).user,
    )
    assert (held.overloads, held.overload_reason) == ([], "")
    assert Entry.objects.about(plan).filter(action="issue_plan").count() == 1


@pytest.mark.parametrize("login", ["clerk", "auditor", "county", "company"])
def test_others_do_not_issue(login: str) -> None:
    plan = divided_plan()
    with pytest.raises(Refused):
        issue(plan, login)


def test_everything_missing_is_told_at_once() -> None:
    plan = approved_plan()
    assign(duty_of(plan, "1"), **complete())
    assign(duty_of(plan, "2"), **complete() | {"leader": None, "due_on": None})
    found = [(gap.duty.task.no, gap.field) for gap in gaps(duties_of(plan)) if gap.duty]
    four = ["lead", "leader", "starts_on", "due_on"]
    assert found == [
        ("2", "leader"), ("2", "due_on"), *(("3", name) for name in four), *(("4", name) for name in four),
    ]  # fmt: skip
    assert len(faults(plan)) == 10


def test_weights_are_all_empty_or_sum_to_a_hundred() -> None:
    plan = divided_plan()
    for no, weight in zip("123", (40, 30, 20), strict=True):
        assign(duty_of(plan, no), weight=Decimal(weight))
    told = faults(plan)
    assert len(told) == 2
    assert told[0].startswith("4 办好科技活动周：有的任务填了权重")
    assert told[1] == "全部任务的权重合计 90，应当是 100，请调整。"
    assign(duty_of(plan, "4"), weight=Decimal(10))
    assert issue(plan).state == "issued"


def test_a_restricted_task_is_neither_missed_nor_issued() -> None:
    plan = divided_plan()
    task = plan.tasks.get(no="4")
    restrict_task(task, True, by=actor("chief"), revision=task.revision, reason="党务")
    plan.refresh_from_db()
    issue(plan)
    assert list(Duty.objects.values_list("task__no", "state")) == [
        ("1", "issued"), ("2", "issued"), ("3", "issued"), ("4", "cancelled"),
    ]  # fmt: skip


def test_overload_needs_a_reason_and_is_kept_as_it_was_told() -> None:
    plan = divided_plan()
    target = target_of(plan, "450家")
    share(target, {county(): 301, second_county(): 150})
    assert faults(plan) == ["县（市、区）分解数超过全市承诺，请写明理由，或先调整分解数。"]
    issue(plan, overload_reason="留有余量，县里同意")
    held = plan.issuance
    assert held.overloads == [{"target": target.pk, "promised": "450", "shared": "451"}]
    assert held.overload_reason == "留有余量，县里同意"


def test_a_document_number_of_another_form_is_told() -> None:
    assert faults(divided_plan(), document_no="8号") == [
        "发文字号请写成 云科发〔2026〕3号 的样子，从办公系统照抄。"
    ]


def test_the_second_issue_is_refused() -> None:
    plan = divided_plan()
    issue(plan)
    with pytest.raises(Refused):
        issue(plan, "leader")
    assert Issuance.objects.count() == 1


def test_an_issue_of_what_somebody_changed_meanwhile_is_told() -> None:
    plan = divided_plan()
    with pytest.raises(Superseded):
        issue_plan(plan, by=actor("chief"), revision=plan.revision - 1)


def test_leads_leaders_and_counties_are_told_with_a_link() -> None:
    plan = divided_plan()
    before = Message.objects.count()
    issue(plan)
    told = {(one.user.username, one.url) for one in Message.objects.order_by("id")[before:]}
    address = f"/plans/{plan.pk}/duties/"
    assert told == {("clerk", address), ("leader", address), ("county", "/plans/undertaken/")}


def todo_of(login: str, words: str) -> Todo | None:
    return next((todo for todo in todos_of(actor(login)) if words in todo.title), None)


def test_writers_are_reminded_of_what_has_no_lead_until_the_plan_is_issued() -> None:
    plan = approved_plan()
    assign(duty_of(plan, "1"), **complete())
    todo = todo_of("clerk", "分解《")
    assert todo is not None
    assert (todo.detail, todo.count, todo.url) == ("还有 3 项没有牵头科室", 3, f"/plans/{plan.pk}/duties/")
    assert todo_of("leader", "分解《") is None
    for no in "234":
        assign(duty_of(plan, no), **complete())
    chief = todo_of("chief", "分解《")
    assert chief is not None
    assert (chief.detail, chief.url) == ("各项都有牵头科室，可以下达", f"/plans/{plan.pk}/duties/issue/")
    issue(plan)
    assert todo_of("clerk", "分解《") is None


def test_a_county_is_told_how_much_it_undertakes_once_the_plan_is_issued() -> None:
    plan = divided_plan()
    assert todo_of("county", plan.title) is None
    issue(plan)
    todo = todo_of("county", plan.title)
    assert todo is not None
    assert (todo.detail, todo.count, todo.url) == ("青河县承担 1 项指标", 1, "/plans/undertaken/")
    assert todo_of("company", plan.title) is None
