"""A task that enters the restricted register leaves the public page at once, and so does all that was released of it.

The page becomes a further one of the same approval, with that part missing; nothing is added to it.
"""

from __future__ import annotations

from django.db.models import Q

from yaodian.foundation.audit.log import record
from yaodian.foundation.common.actor import Actor
from yaodian.workplan.plans.models import Task

from ..composing import SPOKEN_OF
from ..models import Disclosure, PublishedPart, Release
from ..states import DisclosureState
from .publishing import replace_published
from .taking_back import take_back_all

Kind = PublishedPart.Kind
KEPT = ("attribute", "attribute_reason", "index_no", "prepared_at", "checked_at", "check_opinion",
        "checked_sha256", "approved_at", "published_on", "title", "issuer", "document_no")  # fmt: skip
PEOPLE = ("prepared_by", "prepared_for", "checked_by", "checked_for", "approved_by", "approved_for")


def take_off_page(task: Task, by: Actor) -> None:
    """Runs in the transaction that restricts the task; does nothing when one is taken out of the register."""
    if not task.restricted:
        return
    its_own = Release.objects.filter(Q(task=task) | Q(target__task=task))
    take_back_all(its_own, by=by, reason="转入专项登记")
    standing = task.plan.disclosures.published().first()
    if standing is None:
        return
    gone = {part.pk for part in standing.parts.all() if _is_of(part, task)}
    if gone:
        _again_without(standing, gone, by)


def _is_of(part: PublishedPart, task: Task) -> bool:
    """A task that the plan does not speak of as a task stands on the page in plain paragraphs."""
    if part.task_key is not None or task.state in SPOKEN_OF:
        return part.task_key == task.pk
    lines = [line.strip() for line in task.plan.text[task.start : task.end].splitlines()]
    return any(line in part.text or part.text in line for line in lines if line)


def _again_without(standing: Disclosure, gone: set[int], by: Actor) -> None:
    parts = _left(list(standing.parts.all()), gone)
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


def _left(parts: list[PublishedPart], gone: set[int]) -> list[PublishedPart]:
    """Without the task, and without headings below which nothing is left."""
    left = [part for part in parts if part.pk not in gone]
    return [part for place, part in enumerate(left) if part.kind != Kind.HEADING or _leads(left, place)]


def _leads(parts: list[PublishedPart], place: int) -> bool:
    """Whether something stands between this heading and the next one of its level or above."""
    for part in parts[place + 1 :]:
        if part.kind != Kind.HEADING:
            return True
        if part.level <= parts[place].level:
            return False
    return False
