"""What the restricted register gives to the floors below: it follows restrictions, and reminds who is named."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from yaodian.foundation.audit import words
from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.notices import todos
from yaodian.foundation.people.roles import BUREAU
from yaodian.workplan.plans import extending
from yaodian.workplan.plans.access import may_restrict

from .access import entered
from .actions.keeping import follow_task
from .models import Matter
from .wording import ACTIONS


def register() -> None:
    words.register(ACTIONS)
    extending.when_restricted(follow_task)
    extending.register_act(extending.Act("restrict", "专项登记", "restricted:choose", may_restrict))
    todos.register("restricted_matters", matters_waiting)


def matters_waiting(actor: Actor) -> Iterator[todos.Todo]:
    """What names the person and is not done: how many, and the first day; nothing of what it is."""
    if actor.role not in BUREAU:
        return
    with entered(actor):
        rows = list(Matter.objects.filter(person=actor.user, done_on=None).values_list("due_on", flat=True))
    if rows:
        first = min((day for day in rows if day is not None), default=None)
        fallen_due = first is not None and first <= clock.today()
        title = f"专项登记 {len(rows)} 项{'到期' if fallen_due else '待办结'}"
        yield todos.Todo(title, reverse("restricted:list"), count=len(rows), due=first)
