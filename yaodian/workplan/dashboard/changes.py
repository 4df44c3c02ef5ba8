"""What a county or park finds changed: plans in which it has a share, its shares, its reports.

It reads the audit, of which only the act, the day and the county's own records are told: no handler's name,
no figure of another county, nothing from before the plan was issued.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse

from yaodian.foundation.audit import words
from yaodian.foundation.audit.models import Entry, Result
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.components import Event
from yaodian.workplan.duties.models import Share
from yaodian.workplan.plans.models import Plan
from yaodian.workplan.progress.models import Report

SHOWN, LOOKED_AT = 6, 60
ISSUED = "issue_plan"
OF_PLANS = (ISSUED, "amend_plan")
OF_SHARES = ("set_share",)
OF_REPORTS = ("confirm_report", "return_report")


def changes_of_own_part(actor: Actor, since: datetime) -> list[Event]:
    """The newest first; one query."""
    shares = Share.objects.visible_to(actor)
    plans = Plan.objects.filter(pk__in=shares.order_by().values("target__plan"))
    found = _entries(plans, OF_PLANS, since).union(
        _entries(shares, OF_SHARES, since),
        _entries(Report.objects.visible_to(actor), OF_REPORTS, since),
        all=True,
    )
    return [_event(entry) for entry in _since_issued(found.order_by("-id")[:LOOKED_AT])][:SHOWN]


def _entries(rows: QuerySet[Any], actions: tuple[str, ...], since: datetime) -> QuerySet[Entry]:
    keys = rows.order_by().annotate(key=Cast("pk", CharField())).values("key")
    about = Entry.objects.filter(object_type=rows.model._meta.label_lower, object_id__in=keys)
    return about.filter(action__in=actions, at__gte=since, result=Result.DONE)


def _since_issued(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The newest first: what comes after a plan's issuing was a draft that no county was told."""
    issued: set[str] = set()
    for entry in entries:
        if entry.action == ISSUED:
            issued.add(entry.object_id)
        if entry.action not in OF_SHARES or entry.group_id not in issued:
            yield entry


def _event(entry: Entry) -> Event:
    name = "progress:list" if entry.action in OF_REPORTS else "duties:undertaken"
    return Event(entry.at, words.of_action(entry.action), entry.object_label, url=reverse(name))
