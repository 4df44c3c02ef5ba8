"""The reports and tasks that concern a person."""

from __future__ import annotations

from django.db.models import Q

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.people.roles import Role

from .access import people_of
from .models import Report, ReportQuerySet
from .states import ReportState

SUBJECTS = ("plan", "region", "made_by", "made_for", "file", "task__duty__lead", "target__task__duty__lead")


def awaiting(actor: Actor) -> ReportQuerySet:
    """Reports that the actor may confirm: of the chief's division or the leader's tasks, made by others.

    Targets that belong to no task wait for every chief and leader.
    """
    people = people_of(actor)
    rows = Report.objects.visible_to(actor).filter(state=ReportState.SUBMITTED)
    rows = rows.exclude(made_by__in=people).exclude(made_for__in=people)
    whole = Q(task=None, target__task=None)
    if actor.role == Role.CHIEF:
        division = actor.membership.division_id
        return rows.filter(whole | Q(task__duty__lead=division) | Q(target__task__duty__lead=division))
    if actor.role == Role.LEADER:
        return rows.filter(
            whole | Q(task__duty__leader__in=people) | Q(target__task__duty__leader__in=people)
        )
    return rows.none()
