"""收回: what was released, or asked for, goes when its place on the public page goes."""

from __future__ import annotations

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.flow.doors import move
from yaodian.workplan.plans.models import Plan

from ..models import Release, ReleaseQuerySet
from ..readable import readable
from ..snapshots import item_of
from ..states import RELEASE_STANDING, ReleaseState


def take_back_unreadable(plan: Plan, *, by: Actor, reason: str) -> None:
    """Runs in the transaction that changes or removes the page; the plan's row is held."""
    page = readable([plan.pk])
    rows = plan.releases.filter(state__in=RELEASE_STANDING).select_related("task", "target")
    gone = [row.pk for row in rows if not page.has(item_of(row))]
    take_back_all(Release.objects.filter(pk__in=gone), by=by, reason=reason)


def take_back_all(releases: ReleaseQuerySet, *, by: Actor, reason: str) -> None:
    """Those of them that are out or asked for, each with its audit entry."""
    standing = releases.filter(state__in=RELEASE_STANDING)
    for row in standing.select_for_update(of=("self",)).order_by("id"):
        move(row, ReleaseState.WITHDRAWN, by=by, action="take_back_release", reason=reason)
