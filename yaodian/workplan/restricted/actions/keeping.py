"""Tasks enter the register and leave it with their restriction; who answers, until when, and when it was done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse

from yaodian.foundation.audit.log import record
from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Problem, insist, insist_none
from yaodian.foundation.common.row_security import rows_for
from yaodian.foundation.flow.doors import edit
from yaodian.foundation.notices.actions import tell
from yaodian.foundation.people.models import Membership, User
from yaodian.foundation.people.roles import BUREAU
from yaodian.workplan.plans.actions.restricting import restrict_task
from yaodian.workplan.plans.models import Plan, Task

from ..access import KEPT, entered, keeps_register, may_change
from ..models import Matter

TITLE_LENGTH = 40


def reference_of(task: Task) -> str:
    """《…》第35项: where it stands, never what it says."""
    title = task.plan.title
    short = title if len(title) <= TITLE_LENGTH else title[: TITLE_LENGTH - 1] + "…"
    return f"《{short}》第{task.no}项"


def follow_task(task: Task, by: Actor) -> None:
    """The register's line comes and goes with the task's restriction, in its transaction.

    Whoever restricts a task writes the line, though they may not read the register.
    """
    with rows_for(person=by.id, register=KEPT):
        if task.restricted:
            _enter(task, by)
        else:
            _leave(task, by)


def _enter(task: Task, by: Actor) -> None:
    matter, made = Matter.objects.get_or_create(task=task, defaults={"reference": reference_of(task)})
    if made:
        record("enter_register", matter, by=by, after={"reference": matter.reference})


def _leave(task: Task, by: Actor) -> None:
    for matter in Matter.objects.filter(task=task):
        record("leave_register", matter, by=by, before={"reference": matter.reference})
        matter.delete()


@transaction.atomic
def change_matter(
    matter: Matter,
    *,
    by: Actor,
    revision: int,
    done_on: date | None,
    person: User | None = None,
    due_on: date | None = None,
) -> Matter:
    """Who keeps the register changes all of it, the person named only when it was done.

    Raises `Refused`, `Problems` (all at once) or `Superseded`.
    """
    with entered(by):
        stored = Matter.objects.select_related("task__plan").get(pk=matter.pk)
        insist(may_change(by, stored))
        changes: dict[str, Any] = {"done_on": done_on}
        if keeps_register(by):
            changes |= {"person": person, "due_on": due_on}
        insist_none(_problems(stored, changes))
        changed = edit(stored, by=by, revision=revision, action="change_matter", **changes)
        newly_named = changed.person_id not in (None, stored.person_id, by.user.pk)
    if newly_named and person is not None:
        tell([person], f"您有一项专项登记：{changed.reference}", reverse("restricted:list"))
    return changed


def _problems(matter: Matter, changes: dict[str, Any]) -> Iterator[Problem]:
    person, done_on = changes.get("person"), changes["done_on"]
    if person is not None and not candidates(matter.task.plan).filter(pk=person.pk).exists():
        yield Problem("person", "责任人请从本局现在任职的工作人员中选择。")
    if done_on is not None and done_on > clock.today():
        yield Problem("done_on", "办结日期还没有到，请在办结以后再登记。")


def candidates(plan: Plan) -> Any:
    """Who may be named: people of the plan's bureau who work there today."""
    held = Membership.objects.current().filter(organisation=plan.organisation_id, role__in=list(BUREAU))
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("order", "id")


@transaction.atomic
def restrict_several(
    plan: Plan, wanted: Iterable[tuple[Task, int]], out: Iterable[tuple[Task, int]], *, by: Actor, reason: str
) -> int:
    """Put the tasks of `wanted` into the register and take those of `out` out of it, all or none; returns how many.

    Each comes with the revision that the person saw. Raises `Refused`, `Problems` (all at once) or `Superseded`.
    """
    several = [
        *((one, revision, True) for one, revision in wanted),
        *((one, revision, False) for one, revision in out),
    ]
    missing = [] if several else [Problem("", "请至少勾选一项任务。")]
    if not reason.strip():
        missing.append(Problem("reason", "请写明理由，它会留在办理记录中。"))
    insist_none(missing)
    for task, revision, restricted in several:
        restrict_task(task, restricted, by=by, revision=revision, reason=reason)
    return len(several)
