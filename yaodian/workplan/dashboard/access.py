"""Who sees the whole of a plan, and who only their own county's part."""

from __future__ import annotations

from yaodian.foundation.common.actor import Actor
from yaodian.workplan.duties.access import sees_all_duties, sees_shares_of


def sees_whole(actor: Actor | None) -> bool:
    """The bureau and auditors."""
    return sees_all_duties(actor)


def own_county(actor: Actor | None) -> int | None:
    """The region whose part the actor sees, when it is a county or park and nothing more."""
    return sees_shares_of(actor)


def sees_any(actor: Actor | None) -> bool:
    return sees_whole(actor) or own_county(actor) is not None
