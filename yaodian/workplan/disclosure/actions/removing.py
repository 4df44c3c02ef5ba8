"""A task that enters the restricted register leaves the public page at once, and so does all that was released of it.

The page becomes a further one of the same approval, with that part missing; nothing is added to it.
"""

from __future__ import annotations

from django.db.models import Q

from yaodian.foundation.audit.log import record
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.flow.doors import move
from yaodian.workplan.plans.models import Task

from ..models import Disclosure, PublishedPart, Release
from ..states import DisclosureState, ReleaseState
from .publishing import replace_published

Kind = PublishedPart.Kind
KEPT = ("attribute", "attribute_reason", "index_no", "prepared_at", "checked_at", "check_opinion",
        "checked_sha256", "approved_at", "published_on", "title", "issuer", "document_no")  # fmt: skip
PEOPLE = ("prepared_by", "prepared_for", "checked_by", "checked_for", "approved_by", "approved_for")


def take_off_page(task: Task, by: Actor) -> None:
    """Runs in the transaction that restricts the task; does nothing when one is taken out of the register."""
    if not task.restricted:
        return
    live = Q(task=task) | Q(target__task=task)
    for release in Release.objects.filter(live, state__in=[ReleaseState.PROPOSED, ReleaseState.RELEASED]):
        move(release, ReleaseState.WITHDRAWN, by=by, action="take_back_release", reason="转入专项登记")
    standing = task.plan.disclosures.published().first()
    if standing is not None and standing.parts.filter(task_key=task.pk).exists():
        _again_without(standing, task.pk, by)


def _again_without(standing: Disclosure, task_key: int, by: Actor) -> None:
    parts = _left(list(standing.parts.all()), task_key)
    replace_published(standing.plan, by=by)
    same = {name: getattr(standing, name) for name in (*KEPT, *PEOPLE)}
    page = Disclosure.objects.create(
        plan=standing.plan, version=standing.version, state=DisclosureState.PUBLISHED, **same
    )
    for order, part in enumerate(parts):
        part.pk, part.disclosure, part.order = None, page, order
    PublishedPart.objects.bulk_create(parts)
    after = {"state": page.state, "version": page.version_id}
    record("take_off_page", page, by=by, before=dict.fromkeys(after), after=after, group=page.plan)


def _left(parts: list[PublishedPart], task_key: int) -> list[PublishedPart]:
    """Without the task, and without headings below which nothing is left."""
    left = [part for part in parts if part.task_key != task_key]
    return [part for place, part in enumerate(left) if part.kind != Kind.HEADING or _leads(left, place)]


def _leads(parts: list[PublishedPart], place: int) -> bool:
    """Whether something stands between this heading and the next one of its level or above."""
    for part in parts[place + 1 :]:
        if part.kind != Kind.HEADING:
            return True
        if part.level <= parts[place].level:
            return False
    return False
