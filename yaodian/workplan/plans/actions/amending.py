"""Amendments: the promise changes by a further version with its reason; what was promised first stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Problem, insist, insist_none
from yaodian.foundation.flow.doors import Superseded, edit, move
from yaodian.foundation.notices.actions import tell

from .. import extending
from ..access import may_amend
from ..checking import target_problems, task_problems
from ..finding import refresh
from ..models import ItemVersion, Plan, Target, Task, Version
from ..states import ItemState
from .approving import content_of, made
from .opening import hold_plan
from .reviewing import interested

AMENDABLE = {
    Target: ("indicator", "comparator", "value", "value_max", "unit", "kind", "modality", "year"),
    Task: ("title",),
}


@dataclass(frozen=True)
class Change:
    """What an amendment does to one item: new values of fields, or its cancelling, or its return."""

    item: Task | Target
    fields: dict[str, Any] = field(default_factory=dict)
    cancel: bool = False
    reinstate: bool = False

    @property
    def effective(self) -> dict[str, Any]:
        """The fields that become different."""
        return {name: value for name, value in self.fields.items() if getattr(self.item, name) != value}

    @property
    def does_something(self) -> bool:
        if self.item.state == ItemState.CANCELLED:
            return self.reinstate
        return self.cancel or bool(self.effective)


@transaction.atomic
def amend_plan(
    plan: Plan,
    changes: Sequence[Change],
    *,
    by: Actor,
    revision: int,
    reason: str,
    basis: str,
    decided_on: date | None,
) -> Version:
    """Make the next version of an approved plan. Raises `Refused`, `Problems` (all at once) or `Superseded`."""
    held = hold_plan(plan.pk)
    insist(may_amend(by, held))
    if held.revision != revision:
        raise Superseded(held, [])
    real = _with_their_targets([change for change in changes if change.does_something])
    insist_none([*_paper_problems(reason, basis, decided_on), *_change_problems(held, real)])
    decided: dict[str, Any] = {"reason": reason.strip(), "basis": basis.strip(), "decided_on": decided_on}
    version = Version.objects.create(plan=held, number=held.version + 1, **decided, **made(by))
    edit(held, by=by, revision=revision, action="amend_plan", reason=version.reason, version=version.number)
    for change in real:
        _apply(change, version, by)
    extending.amended(version, by)
    words = f"《{held.title}》有调整（{version}，{len(real)} 项）：{version.reason[:80]}"
    tell(interested(held, by), words, held.get_absolute_url())
    return version


def _with_their_targets(changes: list[Change]) -> list[Change]:
    """A cancelled task takes its targets with it."""
    gone = [change.item.pk for change in changes if change.cancel and isinstance(change.item, Task)]
    named = {change.item.pk for change in changes if isinstance(change.item, Target)}
    theirs = Target.objects.promised().filter(task__in=gone).exclude(pk__in=named)
    return [*changes, *(Change(target, cancel=True) for target in theirs.select_related("task"))]


def _paper_problems(reason: str, basis: str, decided_on: date | None) -> Iterator[Problem]:
    if not reason.strip():
        yield Problem("reason", "请写明调整的原因，它会和原来的承诺一起留存。")
    if not basis.strip():
        yield Problem("basis", "请写明调整的依据，例如会议名称或文号。")
    elif len(basis.strip()) > 120:
        yield Problem("basis", "依据最多 120 个字，请缩短。")
    if decided_on is None:
        yield Problem("decided_on", "请填写议定调整的日期。")
    elif decided_on > clock.today():
        yield Problem("decided_on", "议定日期还没有到，请在议定以后再登记。")


def _change_problems(plan: Plan, changes: Iterable[Change]) -> Iterator[Problem]:
    some = False
    for change in changes:
        some = True
        item = change.item
        if item.plan_id != plan.pk:
            yield Problem("", f"“{item}”不在这份文件中，请重新选择。")
        elif unknown := set(change.fields) - set(AMENDABLE[type(item)]):
            yield Problem("", f"“{item}”的{'、'.join(sorted(unknown))}不能调整。")
        elif isinstance(item, Target):
            yield from target_problems(plan, item, change.effective)
        else:
            yield from task_problems(plan, item, change.effective)
    if not some:
        yield Problem("", "没有任何变化。请改动至少一项任务或指标，再提交。")


def _apply(change: Change, version: Version, by: Actor) -> None:
    item, kind = change.item, change.item._meta.model_name
    same: dict[str, Any] = {
        "by": by,
        "revision": item.revision,
        "reason": version.reason,
        "version": version.number,
    }
    if change.cancel:
        stored: Any = move(item, ItemState.CANCELLED, action=f"cancel_{kind}", **same)
    elif item.state == ItemState.CANCELLED:
        stored = move(item, ItemState.ACCEPTED, action=f"reinstate_{kind}", **same, **change.effective)
    else:
        stored = edit(item, action=f"amend_{kind}", **same, **change.effective)
    ItemVersion.objects.create(
        version=version, state=stored.state, content=content_of(stored), **{str(kind): stored}
    )
    refresh(stored)
