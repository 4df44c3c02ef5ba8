"""What of plans anybody may read today, and what is kept back: nothing is let out but beside what is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from yaodian.workplan.plans.models import Plan, Task

from .models import Disclosure, PublishedPart, Redaction
from .snapshots import Item

Kind = PublishedPart.Kind


@dataclass(frozen=True)
class Readable:
    """Keys of the tasks whose words are public, and of the targets that stand in public words."""

    tasks: frozenset[int]
    targets: frozenset[int]

    def holds(self, task: int | None, target: int | None) -> bool:
        """A target of a task is read with its task; `task` is the target's own."""
        return task in self.tasks if task is not None else target in self.targets

    def has(self, item: Item) -> bool:
        return self.holds(task_key(item), None if isinstance(item, Task) else item.pk)


def readable(plans: Iterable[int]) -> Readable:
    """One query; nothing of a plan without a published page."""
    parts = PublishedPart.objects.in_public().filter(disclosure__plan__in=list(plans))
    rows = list(parts.filter(kind__in=[Kind.TASK, Kind.PARAGRAPH]).values_list("task_key", "targets"))
    return Readable(
        frozenset(key for key, _ in rows if key is not None),
        frozenset(target["key"] for _, targets in rows for target in targets),
    )


def withheld(plan: Plan) -> set[int]:
    """Keys of the tasks that are redacted on the page, or in the page under way."""
    parts = PublishedPart.objects.in_public().filter(disclosure__plan=plan, kind=Kind.REDACTED)
    coming = Redaction.objects.filter(disclosure__in=Disclosure.objects.under_way().filter(plan=plan))
    redacted = {key for key in parts.values_list("task_key", flat=True) if key is not None}
    return redacted | set(coming.values_list("task_id", flat=True))


def task_key(item: Item) -> int | None:
    return item.pk if isinstance(item, Task) else item.task_id
