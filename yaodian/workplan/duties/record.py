"""All that was done to one duty, its milestones and the division of its targets, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q

from yaodian.foundation.audit import words
from yaodian.foundation.audit.models import Entry, Result
from yaodian.foundation.audit.timeline import Told, tell

from .lists import DividedTarget
from .models import Duty, Milestone

LIMIT = 60
SAYS_NOTHING = "assign_duty"


def record_of(duty: Duty, milestones: Iterable[Milestone], targets: Sequence[DividedTarget]) -> list[Told]:
    """Up to `LIMIT` events; refused attempts and writes without a visible change are left out."""
    keys = {
        "duties.duty": [duty.pk],
        "duties.milestone": [one.pk for one in milestones],
        "duties.pace": [one.pace.pk for one in targets if one.pace is not None],
        "duties.share": [share.pk for one in targets for share in one.shares],
    }
    about = Q()
    for kind, found in keys.items():
        if found:
            about |= Q(object_type=kind, object_id__in=[str(key) for key in found])
    entries = list(Entry.objects.filter(about, result=Result.DONE).order_by("-id")[:LIMIT])
    names = words.names_in(entries)
    told = [tell(entry, duty, names) for entry in entries]
    return [
        one for one, entry in zip(told, entries, strict=True) if one.changes or entry.action != SAYS_NOTHING
    ]
