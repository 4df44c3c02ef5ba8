"""无变化 for many tasks and targets at once, each for itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db import transaction

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Problems, Refused
from yaodian.workplan.plans.models import Target, Task

from ..models import Report
from ..telling import tell_confirmers
from .reporting import Entry, store_entries

Left = tuple[Task | Target, str]


@transaction.atomic
def report_no_change(entries: Iterable[Entry], as_of: date, *, by: Actor) -> tuple[list[Report], list[Left]]:
    """Report 无变化 up to a day; gives the reports made, and what was left with the reason."""
    done: list[Report] = []
    left: list[Left] = []
    for entry in entries:
        try:
            with transaction.atomic():
                done += store_entries([replace(entry, said=replace(entry.said, as_of=as_of))], by)
        except Refused as refused:
            left.append((entry.subject, refused.refusal.reason))
        except Problems as problems:
            left.append((entry.subject, str(problems)))
    tell_confirmers(done, by)
    return done, left
