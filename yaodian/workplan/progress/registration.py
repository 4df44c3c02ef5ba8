"""What progress gives to the floors below: words, to-dos, the plan's tab, what follows from an amendment."""

from __future__ import annotations

from yaodian.foundation.audit import words
from yaodian.foundation.notices import todos
from yaodian.foundation.people import scopes
from yaodian.workplan.plans import extending

from . import waiting
from .access import may_see_plan_progress
from .actions.closing import close_of_task, close_of_version
from .models import Report
from .wording import ACTIONS


def register() -> None:
    words.register(ACTIONS)
    scopes.register("progress:read", "已确认的进展和进度灯")
    words.register_understood(
        Report, "state", "made_by", "made_at", "confirmed_by", "confirmed_at", "opinion"
    )
    todos.register("progress", waiting.todos)
    extending.register_tab(extending.Tab("progress", "进展", "progress:plan", may_see_plan_progress, 30))
    extending.when_restricted(close_of_task)
    extending.when_amended(close_of_version)
