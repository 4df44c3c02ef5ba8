"""Who sees reported progress, who reports it, who confirms it."""

from __future__ import annotations

from yaodian.foundation.common.actor import Actor
from yaodian.workplan.duties.access import sees_all_duties, sees_shares_of


def sees_all_reports(actor: Actor | None) -> bool:
    return sees_all_duties(actor)


def reports_of_region(actor: Actor | None) -> int | None:
    """The region whose figures the actor sees."""
    return sees_shares_of(actor)
