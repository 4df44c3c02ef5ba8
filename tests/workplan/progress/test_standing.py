"""Where an issued plan stands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import actor
from tests.workplan.plans.making import task_of
from tests.workplan.plans.standing import approved_plan
from tests.workplan.progress.making import JUNE, confirmed, county, issued_plan, report, share_of, target_of
from yaodian.workplan.duties.models import Milestone, Pace
from yaodian.workplan.plans.models import Target, Task
from yaodian.workplan.progress.actions.deciding import withdraw_report
from yaodian.workplan.progress.standing import (
    Figure,
    TargetStanding,
    TaskStanding,
    series,
    standings,
    standings_of,
)
from yaodian.workplan.progress.states import Light

pytestmark = pytest.mark.django_db
JULY = date(2026, 7, 15)


def standing_of(target: Target) -> TargetStanding:
    found = standings(target.plan, JULY).target(target.pk)
    assert found is not None
    return found


def standing_of_task(task: Task) -> TaskStanding:
    found = standings(task.plan, JULY).task(task.pk)
    assert found is not None
    return found


def test_each_promised_task_and_target_stands_with_light_figure_and_reason() -> None:
    plan = issued_plan()
    report = confirmed(target_of(plan, "35家"), date(2026, 6, 30), 12)
    standing = standings(plan, JULY)
    assert [found.target.indicator for found in standing.targets] == [
        target.indicator for target in plan.targets.promised()
    ]
    assert [found.task.no for found in standing.tasks] == ["1", "2", "3", "4"]
    found = standing_of(target_of(plan, "35家"))
    assert found.figure == Figure(date(2026, 6, 30), Decimal(12), None, report.pk)
    assert found.light == Light.RED
    assert found.judgement.words == "已完成 12 家，为承诺 35 家的 34%，时间进度 49%。"


def test_no_change_moves_the_day_and_keeps_the_figure() -> None:
    plan = issued_plan()
    target = target_of(plan, "35家")
    first = confirmed(target, date(2026, 5, 31), 20)
    confirmed(target, date(2026, 6, 30))
    found = standing_of(target)
    assert found.figure == Figure(date(2026, 6, 30), Decimal(20), None, first.pk)


def test_reports_that_wait_or_were_taken_back_do_not_count() -> None:
    plan = issued_plan()
    target = target_of(plan, "35家")
    made = confirmed(target, JUNE, 34)
    withdraw_report(made, by=actor("chief"), revision=made.revision, reason="数字有误")
    report(target, JUNE, 35)
    found = standing_of(target)
    assert (found.figure, found.light) == (None, Light.RED)


def test_a_task_is_as_pressing_as_its_worst_target_or_milestone() -> None:
    plan = issued_plan()
    task = task_of(plan, "2")
    confirmed(target_of(plan, "450家"), date(2026, 6, 30), 450)
    assert standing_of_task(task).light == Light.DONE
    Milestone.objects.create(duty=task.duty, title="印发通知", due_on=date(2026, 7, 10))
    found = standing_of_task(task)
    assert found.light == Light.AMBER
    assert found.words == "以所属指标为准；节点“印发通知”已超过时限 5 天。"


def test_a_task_without_targets_is_judged_by_its_percent() -> None:
    plan = issued_plan()
    task = task_of(plan, "4")
    assert standing_of_task(task).light == Light.RED
    confirmed(task, date(2026, 6, 30), percent=50)
    found = standing_of_task(task)
    assert (found.light, found.words) == (Light.GREEN, "任务已完成 50%，时间进度 49%。")


def test_a_county_is_judged_by_its_own_share() -> None:
    plan = issued_plan()
    target = target_of(plan, "35家")
    share_of(target, 10)
    confirmed(target, date(2026, 6, 30), 4, region=county())
    found = standing_of(target)
    assert [(share.region.name, share.light, share.judgement.words) for share in found.shares] == [
        ("青河县", Light.AMBER, "已完成 4 家，为承诺 10 家的 40%，时间进度 49%。")
    ]
    assert found.figure is None


def test_a_level_is_judged_from_its_baseline() -> None:
    plan = issued_plan()
    target = plan.targets.promised().filter(task=None).get()
    Pace.objects.create(target=target, baseline=Decimal(190))
    confirmed(target, date(2026, 6, 30), 200)
    found = standing_of(target)
    assert found.judgement.words == "已达 200 家，从年初 190 家到承诺 210 家已走完 50%，时间进度 49%。"
    assert found.light == Light.GREEN


def test_the_restricted_register_never_stands_here() -> None:
    plan = issued_plan()
    task = task_of(plan, "1")
    within = set(plan.targets.filter(task=task).values_list("pk", flat=True))
    Task.objects.filter(pk=task.pk).update(restricted=True)
    standing = standings(plan, JULY)
    assert standing.task(task.pk) is None
    assert within
    assert within.isdisjoint(found.target.pk for found in standing.targets)
    assert within.isdisjoint(target for target, _ in series(plan))


def test_a_plan_that_is_not_issued_has_no_lights() -> None:
    standing = standings(approved_plan(), JULY)
    assert {found.light for found in standing.tasks} == {Light.NONE}
    assert standing.lights_of_targets()[Light.NONE] == len(standing.targets)


def test_five_queries_whatever_the_size() -> None:
    plan = issued_plan()
    for month in range(1, 7):
        for target in plan.targets.promised():
            confirmed(target, date(2026, month, 28), month)
    for target in plan.targets.promised():
        share_of(target, 5)
    other = issued_plan(
        "云岭市2026年工作安排\n为做好全年工作，制定本安排。\n一、任务\n1.建设平台。新建平台8个以上。\n"
    )
    for plans in ([plan], [other], [plan, other]):
        with CaptureQueriesContext(connection) as queries:
            found = standings_of(plans, JULY)
            assert all(one.duty and one.duty.lead for standing in found.values() for one in standing.tasks)
            assert all(one.target.plan.title for standing in found.values() for one in standing.targets)
        assert len(queries) == 5
    with CaptureQueriesContext(connection) as queries:
        series(plan)
    assert len(queries) == 1


def test_a_series_has_the_last_figure_of_each_month_and_repeats_it_for_no_change() -> None:
    plan = issued_plan()
    target = target_of(plan, "35家")
    for day, value in ((date(2026, 3, 10), 3), (date(2026, 3, 31), 5), (date(2026, 4, 30), None)):
        confirmed(target, day, value)
    share_of(target, 10)
    confirmed(target, date(2026, 4, 30), 2, region=county())
    assert series(plan) == {
        (target.pk, None): [(date(2026, 3, 31), Decimal(5)), (date(2026, 4, 30), Decimal(5))],
        (target.pk, county().pk): [(date(2026, 4, 30), Decimal(2))],
    }
