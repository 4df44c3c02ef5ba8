"""Confirming, returning and withdrawing: never the maker, one winner, history stays."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests.cast import actor
from tests.workplan.duties.making import issued_plan
from tests.workplan.plans.making import task_of
from tests.workplan.progress.making import JUNE, Said, confirmed, county, report, share_of, target_of
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Problems, Refused
from yaodian.foundation.flow.doors import Superseded
from yaodian.foundation.notices.models import Message
from yaodian.foundation.people.models import Division, Membership
from yaodian.workplan.duties.models import Duty
from yaodian.workplan.plans.actions.amending import Change, amend_plan
from yaodian.workplan.plans.actions.restricting import restrict_task
from yaodian.workplan.plans.models import Plan, Task
from yaodian.workplan.progress.actions.deciding import (
    confirm_report,
    confirm_together,
    return_report,
    withdraw_report,
)
from yaodian.workplan.progress.actions.reporting import report_progress
from yaodian.workplan.progress.models import Report

pytestmark = pytest.mark.django_db


def waiting(login: str = "clerk") -> Report:
    return report(target_of(issued_plan(), "35家"), value=12, login=login)


@pytest.mark.parametrize("login", ["chief", "leader"])
def test_the_chief_or_the_responsible_leader_confirms_and_the_maker_is_told(login: str) -> None:
    made = waiting()
    done = confirm_report(made, by=actor(login), revision=made.revision)
    assert (done.state, done.confirmed_by) == ("confirmed", actor(login).user)
    words = Message.objects.filter(user=actor("clerk").user).latest("id").words
    assert words == f"“{made.subject.indicator}”的进展已确认。"  # type: ignore[union-attr]


@pytest.mark.parametrize("login", ["clerk", "colleague", "auditor", "county", "company"])
def test_others_confirm_and_return_nothing(login: str) -> None:
    made = waiting()
    with pytest.raises(Refused):
        confirm_report(made, by=actor(login), revision=made.revision)
    with pytest.raises(Refused):
        return_report(made, by=actor(login), revision=made.revision, opinion="请补充")
    made.refresh_from_db()
    assert made.state == "submitted"


def test_the_chief_of_another_division_does_not_confirm() -> None:
    made = waiting()
    rural = Division.objects.get(name="农村科技科")
    Membership.objects.filter(user=actor("chief").user).update(division=rural)
    with pytest.raises(Refused):
        confirm_report(made, by=actor("chief"), revision=made.revision)


def test_a_leader_who_does_not_answer_for_the_task_does_not_confirm() -> None:
    made = waiting()
    Duty.objects.update(leader=actor("chief").user)
    with pytest.raises(Refused):
        confirm_report(made, by=actor("leader"), revision=made.revision)


def test_nobody_confirms_what_they_made() -> None:
    made = waiting("chief")
    with pytest.raises(Refused) as caught:
        confirm_report(made, by=actor("chief"), revision=made.revision)
    assert caught.value.refusal.reason == "自己填报的（包括受托或委托填报的）由别人确认。"
    assert confirm_report(made, by=actor("leader"), revision=made.revision).state == "confirmed"


def test_standing_in_does_not_make_two_people_of_one() -> None:
    """Neither the maker in the chief's place, nor the chief in whose name the maker reported."""
    made = waiting()
    clerk, chief = actor("clerk"), actor("chief")
    with pytest.raises(Refused):
        confirm_report(made, by=Actor(clerk.user, chief.membership, chief.user), revision=made.revision)
    with pytest.raises(Refused):
        confirm_report(
            made, by=Actor(actor("colleague").user, chief.membership, clerk.user), revision=made.revision
        )
    withdraw_report(made, by=clerk, revision=made.revision)
    in_name = Actor(clerk.user, chief.membership, chief.user)
    again = report_progress(made.subject, Said(JUNE, Decimal(12), words="新增", reference="9号"), by=in_name)
    with pytest.raises(Refused):
        confirm_report(again, by=chief, revision=again.revision)


def test_the_database_itself_asks_for_two_people() -> None:
    made = waiting()
    row = Report.objects.filter(pk=made.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(state="confirmed", confirmed_by=made.made_by)
    row.update(made_for=actor("chief").user)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(state="confirmed", confirmed_by=actor("chief").user)
    assert row.update(state="confirmed", confirmed_by=actor("leader").user) == 1


def test_what_has_moved_on_is_not_confirmed() -> None:
    made = waiting()
    with pytest.raises(Superseded):
        confirm_report(made, by=actor("chief"), revision=made.revision + 1)
    confirm_report(made, by=actor("chief"), revision=made.revision)
    with pytest.raises(Superseded):
        return_report(made, by=actor("leader"), revision=made.revision, opinion="晚了")


def test_a_return_needs_an_opinion_which_the_maker_gets() -> None:
    made = waiting()
    with pytest.raises(Problems) as caught:
        return_report(made, by=actor("chief"), revision=made.revision, opinion="  ")
    assert [problem.field for problem in caught.value.items] == ["opinion"]
    back = return_report(made, by=actor("chief"), revision=made.revision, opinion="请附名单")
    assert (back.state, back.opinion) == ("returned", "请附名单")
    assert "被退回修改：请附名单" in Message.objects.filter(user=actor("clerk").user).latest("id").words


def test_the_maker_withdraws_what_waits_and_others_do_not() -> None:
    made = waiting()
    for login in ("chief", "colleague", "leader"):
        with pytest.raises(Refused):
            withdraw_report(made, by=actor(login), revision=made.revision, reason="代为撤回")
    assert withdraw_report(made, by=actor("clerk"), revision=made.revision).state == "withdrawn"


def test_a_confirmed_report_is_withdrawn_by_the_chief_with_a_reason_and_stays() -> None:
    made = waiting()
    done = confirm_report(made, by=actor("chief"), revision=made.revision)
    with pytest.raises(Refused):
        withdraw_report(done, by=actor("clerk"), revision=done.revision, reason="数字有误")
    with pytest.raises(Problems):
        withdraw_report(done, by=actor("chief"), revision=done.revision)
    gone = withdraw_report(done, by=actor("chief"), revision=done.revision, reason="数字有误")
    assert (gone.state, gone.opinion, gone.confirmed_by) == ("withdrawn", "数字有误", actor("chief").user)
    assert Entry.objects.about(made).latest("id").reason == "数字有误"
    assert report(made.subject, value=11).state == "submitted"


def test_no_change_that_refers_to_a_withdrawn_figure_is_not_confirmed() -> None:
    target = target_of(issued_plan(), "35家")
    first = confirmed(target, date(2026, 5, 31), 12)
    unchanged = report(target)
    withdraw_report(first, by=actor("chief"), revision=first.revision, reason="数字有误")
    with pytest.raises(Problems) as caught:
        confirm_report(unchanged, by=actor("chief"), revision=unchanged.revision)
    assert "已经撤回" in str(caught.value)


def test_several_are_confirmed_each_for_itself_and_what_is_left_is_named() -> None:
    plan = issued_plan()
    own = report(target_of(plan, "160人"), value=3, login="chief")
    moved = report(target_of(plan, "450家"), value=3)
    made = report(target_of(plan, "35家"), value=3)
    done, left = confirm_together(
        [(own, own.revision), (moved, moved.revision + 1), (made, made.revision)], by=actor("chief")
    )
    assert [one.pk for one in done] == [made.pk]
    assert [(one.report, one.words) for one in left] == [
        (own, "自己填报的（包括受托或委托填报的）由别人确认。"),
        (moved, "刚刚被别人处理过，请看最新情况。"),
    ]
    assert set(Report.objects.confirmed()) == {made}


def test_a_countys_report_is_confirmed_by_the_lead_division() -> None:
    target = target_of(issued_plan(), "35家")
    share_of(target, 10)
    made = report(target, value=4, region=county())
    with pytest.raises(Refused):
        confirm_report(made, by=actor("county"), revision=made.revision)
    assert confirm_report(made, by=actor("chief"), revision=made.revision).state == "confirmed"


def test_a_task_that_becomes_restricted_takes_its_waiting_reports_along() -> None:
    plan = issued_plan()
    waits = report(target_of(plan, "35家"), value=3)
    other = report(target_of(plan, "450家"), value=3)
    task = task_of(plan, "1")
    restrict_task(task, True, by=actor("chief"), revision=task.revision, reason="转入专项登记")
    waits.refresh_from_db()
    other.refresh_from_db()
    assert (waits.state, other.state) == ("withdrawn", "submitted")
    with pytest.raises(Refused):
        report(target_of(plan, "35家"), value=3)
    assert set(Report.objects.visible_to(actor("leader"))) == {other}


def test_an_amendment_that_cancels_takes_waiting_reports_along() -> None:
    plan = issued_plan()
    target = target_of(plan, "450家")
    waits, other = report(target, value=3), report(target_of(plan, "35家"), value=3)
    amend_plan(
        plan,
        [Change(target, {}, cancel=True)],
        by=actor("chief"),
        revision=Plan.objects.get(pk=plan.pk).revision,
        reason="省里不再下达",
        basis="局党组会议（2026年第9次）",
        decided_on=date(2026, 7, 1),
    )
    waits.refresh_from_db()
    other.refresh_from_db()
    assert (waits.state, other.state) == ("withdrawn", "submitted")


def raw(plan: Plan, **about: object) -> Report:
    made = {
        "as_of": JUNE,
        "words": "按月",
        "made_by": actor("clerk").user,
        "made_at": "2026-07-01T09:00+08:00",
    }
    return Report.objects.create(plan=plan, state="submitted", value=3, **made, **about)


def test_the_database_refuses_reports_about_restricted_tasks_and_takes_those_about_others() -> None:
    plan = issued_plan()
    task = task_of(plan, "1")
    target = target_of(plan, "35家")
    assert raw(plan, target=target).pk
    Report.objects.all().update(state="withdrawn")
    Task.objects.filter(pk=task.pk).update(restricted=True)
    for about in ({"target": target}, {"task": task}):
        with pytest.raises(DatabaseError, match="open work"), transaction.atomic():
            raw(plan, **about)
    with pytest.raises(DatabaseError, match="open work"), transaction.atomic():
        Report.objects.all().update(state="submitted")


def test_the_database_refuses_reports_about_plans_that_are_not_issued() -> None:
    plan = issued_plan()
    target = target_of(plan, "35家")
    assert raw(plan, target=target).pk
    Report.objects.all().update(state="withdrawn")
    Plan.objects.filter(pk=plan.pk).update(state="approved")
    with pytest.raises(DatabaseError, match="issued plans"), transaction.atomic():
        raw(plan, target=target)


def test_the_database_refuses_a_report_about_another_plans_target() -> None:
    plan = issued_plan()
    other = issued_plan(
        "云岭市2026年工作安排\n为做好全年工作，制定本安排。\n一、任务\n1.建设平台。新建平台8个以上。\n"
    )
    with pytest.raises(DatabaseError, match="open work"), transaction.atomic():
        raw(other, target=target_of(plan, "35家"))
