"""How the audit is searched."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from yaodian.foundation.audit import words
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common.clock import SHANGHAI

EXACT = {"action": "action", "kind": "object_type", "result": "result", "address": "address"}


def found(rows: QuerySet[Entry], wanted: Mapping[str, Any]) -> QuerySet[Entry]:
    """The entries that every filter leaves."""
    for name, column in EXACT.items():
        if wanted.get(name):
            rows = rows.filter(**{column: wanted[name]})
    if who := wanted.get("who"):
        rows = rows.filter(Q(actor_label__icontains=who) | Q(behalf_label__icontains=who))
    if q := wanted.get("q"):
        rows = rows.filter(Q(object_label__icontains=q) | Q(reason__icontains=q))
    return between(rows, wanted)


def between(rows: QuerySet[Entry], wanted: Mapping[str, Any]) -> QuerySet[Entry]:
    """From the first of the days to the last, both included."""
    if since := wanted.get("since"):
        rows = rows.filter(at__gte=_midnight(since))
    if until := wanted.get("until"):
        rows = rows.filter(at__lt=_midnight(until + timedelta(days=1)))
    return rows


def kinds() -> list[tuple[str, str]]:
    """The kinds of records that entries may speak of: those of the program's own models that have a Chinese name."""
    own = [model._meta.label_lower for model in apps.get_models() if model.__module__.startswith("yaodian.")]
    named = [(label, words.of_type(label)) for label in own]
    return sorted((pair for pair in named if not pair[1].isascii()), key=lambda pair: pair[1])


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)
