"""What the plans give to the floors below: to-dos and search."""

from __future__ import annotations

from yaodian.foundation.audit import words
from yaodian.foundation.notices import todos
from yaodian.foundation.people import scopes
from yaodian.foundation.search import register as search

from . import finding
from .models import Plan, Target, Task
from .waiting import plans_waiting
from .wording import ACTIONS


def register() -> None:
    words.register(ACTIONS)
    words.register_understood(Plan, "state", "reviewed_by", "reviewed_at", "version")
    for item in (Task, Target):
        words.register_understood(item, "state", "decided_by", "decided_at", "text", "version")
    scopes.register("plans:read", "工作要点及其任务、指标")
    todos.register("plans_waiting", plans_waiting)
    search.register(search.Kind("plan", "文件", Plan.objects.visible_to, finding.all_plans))
    search.register(search.Kind("task", "任务", Task.objects.visible_to, finding.all_tasks))
    search.register(search.Kind("target", "指标", Target.objects.visible_to, finding.all_targets))
