"""What the plans give to the floors below: to-dos and search."""

from __future__ import annotations

from collections.abc import Iterator

from yaodian.foundation.audit import words
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.notices import todos
from yaodian.foundation.people import scopes
from yaodian.foundation.search import register as search

from . import finding
from .access import WRITERS
from .models import Plan, Target, Task
from .states import PlanState
from .wording import ACTIONS


def register() -> None:
    words.register(ACTIONS)
    words.register_understood(Plan, "state", "reviewed_by", "reviewed_at", "version")
    for item in (Task, Target):
        words.register_understood(item, "state", "decided_by", "decided_at", "text", "version")
    scopes.register("plans:read", "工作要点及其任务、指标")
    todos.register("plans_to_review", plans_to_review)
    search.register(search.Kind("plan", "文件", Plan.objects.visible_to, finding.all_plans))
    search.register(search.Kind("task", "任务", Task.objects.visible_to, finding.all_tasks))
    search.register(search.Kind("target", "指标", Target.objects.visible_to, finding.all_targets))


def plans_to_review(actor: Actor) -> Iterator[todos.Todo]:
    """Plans under review, for those who may decide on them."""
    if actor.role not in WRITERS:
        return
    plans = Plan.objects.visible_to(actor).filter(state=PlanState.REVIEWING).with_counts()
    for plan in plans.defer("text"):
        waiting: int = plan.n_open  # type: ignore[attr-defined]
        detail = f"还有 {waiting} 项待核对" if waiting else "已全部核对，可以完成"
        yield todos.Todo(f"核对《{plan.title}》", f"{plan.get_absolute_url()}review/", detail, waiting)
