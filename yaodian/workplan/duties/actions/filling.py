"""Filling the same into many duties: a section, or the tasks that are ticked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from yaodian.foundation.audit.log import record
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Problem, insist, insist_none
from yaodian.foundation.flow.doors import Superseded
from yaodian.workplan.plans.actions.opening import hold_plan
from yaodian.workplan.plans.models import Plan

from ..access import may_divide
from ..checking import duty_problems
from ..models import Duty
from ..naming import Bureau
from ..states import Evidence
from .assigning import differing, write_duty

FILLABLE = ("lead", "leader", "starts_on", "due_on", "weight", "evidence", "evidence_words")
NOTHING = Problem("", "没有要改的任务：选中的任务已经是这样，或者只填空的没有空着的。")


@dataclass(frozen=True)
class Filled:
    """One duty and what would be written into it."""

    duty: Duty
    values: dict[str, Any]

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """(label, before, after) for each field."""
        return [
            (_label(name), _words(self.duty, name, getattr(self.duty, name)), _words(self.duty, name, value))
            for name, value in self.values.items()
        ]


def _label(name: str) -> str:
    return str(Duty._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _words(duty: Duty, name: str, value: Any) -> str:
    if name == "evidence":
        return str(Evidence(value).label)
    return "" if value is None else str(value)


def filling(duties: Iterable[Duty], values: Mapping[str, Any], *, only_empty: bool) -> list[Filled]:
    """What filling `values` into `duties` would change; with `only_empty` what is there stays."""
    found = []
    for duty in duties:
        wanted = {name: value for name, value in values.items() if not only_empty or _is_empty(duty, name)}
        changes = differing(duty, wanted)
        if changes:
            found.append(Filled(duty, changes))
    return found


def _is_empty(duty: Duty, name: str) -> bool:
    return getattr(duty, name) in (None, "", Evidence.ANY)


@transaction.atomic
def fill_duties(
    plan: Plan,
    keys: Sequence[int],
    values: Mapping[str, Any],
    *,
    only_empty: bool,
    by: Actor,
    seen: Mapping[int, int],
) -> int:
    """Write `values` into the duties of `keys`, all or none; returns how many changed.

    `seen` are the revisions on the person's screen. Raises `Refused`, `Problems` or `Superseded`.
    """
    held = hold_plan(plan.pk)
    insist(may_divide(by, held))
    rows = Duty.objects.standing().filter(task__plan=held, pk__in=keys)
    duties = list(rows.select_related("task", "lead", "leader", "handler"))
    wanted = filling(duties, values, only_empty=only_empty)
    _insist_seen(duties, seen)
    insist_none([*([] if wanted else [NOTHING]), *_problems(wanted, Bureau(held))])
    for one in wanted:
        write_duty(one.duty, one.values, by=by, revision=one.duty.revision)
    record("fill_duties", held, by=by, after={"duties": len(wanted)}, group=held)
    return len(wanted)


def _insist_seen(duties: Iterable[Duty], seen: Mapping[int, int]) -> None:
    for duty in duties:
        if seen.get(duty.pk, duty.revision) != duty.revision:
            raise Superseded(duty, [])


def _problems(wanted: Iterable[Filled], bureau: Bureau) -> Iterator[Problem]:
    for one in wanted:
        for problem in duty_problems(one.duty, one.values, bureau):
            yield Problem("", f"{one.duty.task}：{problem.words}")
