"""What of progress waits for a person: one query for all of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.notices.todos import Todo
from yaodian.foundation.people.models import User
from yaodian.foundation.people.roles import Role
from yaodian.workplan.duties.models import Duty
from yaodian.workplan.duties.states import DutyState
from yaodian.workplan.plans.access import WRITERS
from yaodian.workplan.plans.states import PlanState

from .finding import awaiting
from .models import Report
from .states import ReportState

QUIET_DAYS = 35


@dataclass(frozen=True)
class Waiting:
    """How many reports came back, how many wait to be confirmed, how many tasks have been quiet for long."""

    returned: int
    awaiting: int
    quiet: int


def todos(actor: Actor) -> Iterator[Todo]:
    """Chiefs are asked to confirm, makers to put right; a quiet task is named once, not every month anew."""
    if actor.role not in WRITERS | {Role.COUNTY, Role.PARK}:
        return
    here, found = reverse("progress:list"), waiting_for(actor)
    if found.returned:
        words = "按意见修改后再报，或者撤回"
        yield Todo("修改退回的进展", f"{here}?show=returned", f"{found.returned} 条，{words}", found.returned)
    if found.awaiting:
        detail = f"{found.awaiting} 条填报等待确认"
        yield Todo("确认进展", reverse("progress:confirming"), detail, found.awaiting)
    if found.quiet:
        detail = f"{found.quiet} 项任务超过 {QUIET_DAYS} 天没有填报，没有变化的可以一键报无变化"
        yield Todo("填报进展", f"{here}?show=quiet", detail, found.quiet)


def waiting_for(actor: Actor) -> Waiting:
    confirms = awaiting(actor) if actor.role == Role.CHIEF else Report.objects.none()
    counted: Any = (
        User.objects.filter(pk=actor.user.pk)
        .annotate(
            n_returned=_count(returned_to(actor)),
            n_awaiting=_count(confirms),
            n_quiet=_count(quiet_of(actor)),
        )
        .values_list("n_returned", "n_awaiting", "n_quiet")
    )
    return Waiting(*counted[0])


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def returned_to(actor: Actor) -> QuerySet[Report]:
    """Reports that came back to the division, or to the county."""
    rows = Report.objects.visible_to(actor).filter(state=ReportState.RETURNED)
    if actor.role not in WRITERS:
        return rows
    division = actor.membership.division_id
    own = Q(task__duty__lead=division) | Q(target__task__duty__lead=division) | Q(made_by=actor.user)
    return rows.of_city().filter(own)


def quiet_of(actor: Actor) -> QuerySet[Duty]:
    """Unfinished tasks of the division about which nothing was reported for more than five weeks."""
    if actor.role not in WRITERS or actor.membership.division_id is None:
        return Duty.objects.none()
    since = clock.today() - timedelta(days=QUIET_DAYS)
    about = Report.objects.exclude(state=ReportState.WITHDRAWN).filter(
        Q(task=OuterRef("task_id")) | Q(target__task=OuterRef("task_id"))
    )
    duties = Duty.objects.filter(
        lead=actor.membership.division_id,
        state=DutyState.ISSUED,
        starts_on__lt=since,
        task__plan__state=PlanState.ISSUED,
        task__restricted=False,
    )
    return duties.filter(~Exists(about.filter(as_of__gte=since)), ~Exists(about.filter(percent=100)))
