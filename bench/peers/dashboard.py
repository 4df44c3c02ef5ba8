"""The peer of the dashboard: the same page whose standing is asked row by row, as it is usually written first.

Every task asks for its duty and its milestones, every target for its pace and its newest figure, every county's
share for its own; the judgements are the product's, so that both pages must say the same.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from yaodian.workplan.duties.models import Duty, Milestone, Pace, Share
from yaodian.workplan.plans.models import Plan, Target, Task
from yaodian.workplan.progress.lights import judge_target, judge_task
from yaodian.workplan.progress.models import Report
from yaodian.workplan.progress.standing import (
    Figure,
    PlanStanding,
    ShareStanding,
    TargetStanding,
    TaskStanding,
    facts_of,
    facts_of_share,
    light_of_task,
    work_of,
)


def standings(plan: Plan, today: date) -> PlanStanding:
    targets = [_target(plan, target, today) for target in plan.targets.promised().open_work()]
    tasks = [_task(plan, task, targets, today) for task in plan.tasks.promised().open_work()]
    return PlanStanding(plan, today, tuple(tasks), tuple(targets))


def _target(plan: Plan, target: Target, today: date) -> TargetStanding:
    target = Target.objects.get(pk=target.pk)
    Pace.objects.filter(target=target).first()
    duty = Duty.objects.filter(task=target.task_id).first()
    facts = facts_of(plan, target, duty)
    figure = _figure(target=target, region=None)
    shares = tuple(_share(share, facts, today) for share in Share.objects.filter(target=target))
    return TargetStanding(target, facts, _judged(facts, figure, today), figure, shares)


def _share(share: Share, facts: Any, today: date) -> ShareStanding:
    figure = _figure(target=share.target_id, region=share.region)
    return ShareStanding(share, share.region, _judged(facts_of_share(facts, share), figure, today), figure)


def _judged(facts: Any, figure: Figure | None, today: date) -> Any:
    return judge_target(facts, figure.value if figure else None, figure.as_of if figure else None, today)


def _task(plan: Plan, task: Task, targets: list[TargetStanding], today: date) -> TaskStanding:
    duty = Duty.objects.filter(task=task).first()
    steps = list(Milestone.objects.filter(duty=duty, dropped=False))
    within = tuple(one for one in targets if one.target.task_id == task.pk)
    figure = _figure(task=task, region=None)
    work = work_of(plan, duty, steps, [one.facts for one in within])
    own = judge_task(figure.percent if figure else None, work, figure.as_of if figure else None, today)
    light = light_of_task(own, figure, within)
    loudest = next((one for one in within if one.light == light), None)
    words = (
        own.words
        if loudest is None or light == own.light
        else f"{loudest.target.indicator}：{loudest.judgement.words}"
    )
    return TaskStanding(task, duty, own, light, words, figure, within, tuple(steps))


def _figure(**about: Any) -> Figure | None:
    newest = Report.objects.confirmed().filter(**about).order_by("-as_of", "-id").first()
    return Figure(newest.as_of, newest.value, newest.percent, newest.pk) if newest else None
