"""How search knows plans, tasks and targets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse

from yaodian.foundation.search import register
from yaodian.foundation.search.register import Row

from .models import Plan, Target, Task
from .states import LIVE


def enter_plan(plan: Plan) -> None:
    """Enter a plan with its live tasks and targets."""
    register.put("plan", [_plan_row(plan)])
    enter_tasks(plan, plan.tasks.live().open_work())
    enter_targets(plan, plan.targets.live().open_work())


def enter_tasks(plan: Plan, tasks: Iterable[Task]) -> None:
    register.put("task", _task_rows(plan, tasks))


def enter_targets(plan: Plan, targets: Iterable[Target]) -> None:
    register.put("target", _target_rows(plan, targets))


def leave(plan: Plan) -> None:
    """Take a withdrawn plan with all its parts out of search."""
    register.remove("plan", [plan.pk])
    register.remove("task", plan.tasks.values_list("pk", flat=True))
    register.remove("target", plan.targets.values_list("pk", flat=True))


def refresh(item: Task | Target) -> None:
    """Enter a live item anew; take out one that is rejected, replaced, cancelled or in the restricted register."""
    kind = "task" if isinstance(item, Task) else "target"
    task = item if isinstance(item, Task) else item.task
    if item.state not in LIVE or (task is not None and task.restricted):
        register.remove(kind, [item.pk])
    elif isinstance(item, Task):
        enter_tasks(item.plan, [item])
    else:
        enter_targets(item.plan, [item])


def all_plans() -> Iterator[Row]:
    """Every plan that is shown, for the register to be rebuilt from."""
    return map(_plan_row, _shown())


def all_tasks() -> Iterator[Row]:
    for plan in _shown():
        yield from _task_rows(plan, plan.tasks.live().open_work())


def all_targets() -> Iterator[Row]:
    for plan in _shown():
        yield from _target_rows(plan, plan.targets.live().open_work())


def _shown() -> Iterator[Plan]:
    return Plan.objects.shown().order_by("id").iterator()


def _plan_row(plan: Plan) -> Row:
    return plan.pk, plan.title, plan.issuer, plan.get_absolute_url(), _year(plan)


def _task_rows(plan: Plan, tasks: Iterable[Task]) -> Iterator[Row]:
    for task in tasks:
        text = plan.text[task.start : task.end]
        context = " › ".join([plan.title, *task.section])
        yield task.pk, str(task), text, _address(plan, "task", task.pk), context


def _target_rows(plan: Plan, targets: Iterable[Target]) -> Iterator[Row]:
    for target in targets:
        address = _address(plan, "target", target.pk)
        yield target.pk, target.indicator, target.text, address, plan.title


def _address(plan: Plan, kind: str, pk: int) -> str:
    return reverse(f"plans:{kind}", args=[plan.pk, pk])


def _year(plan: Plan) -> str:
    return f"{plan.year}年 · {plan.get_kind_display()}" if plan.year else plan.get_kind_display()
