"""What the public would read of a plan: its text cut into headings, paragraphs and tasks, in its own words.

The sentence stays as it was approved; where an amendment changed a figure, a note beside it says what holds now.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import Q

from yaodian.foundation.search.grams import fold, grams
from yaodian.workplan.plans.models import Plan, Target
from yaodian.workplan.plans.states import ItemState

from .amended import Amended, notes_of
from .models import PublishedPart
from .pieces import Piece, pieces_of

Kind = PublishedPart.Kind
SPOKEN_OF = (ItemState.ACCEPTED, ItemState.CANCELLED)


@dataclass(frozen=True)
class Draft:
    """One part as it will be published."""

    kind: str
    level: int = 0
    no: str = ""
    title: str = ""
    text: str = ""
    head: int = 0
    note: str = ""
    section: str = ""
    task_key: int | None = None
    targets: list[dict[str, Any]] = field(default_factory=list)

    def part(self, order: int) -> PublishedPart:
        """The row, with what search needs; a redacted task cannot be found."""
        notes = [self.note, *(target["note"] for target in self.targets)]
        whole = "" if self.kind == Kind.REDACTED else "\n".join(filter(None, [self.text, *notes]))
        return PublishedPart(order=order, folded=fold(whole), gram_list=grams(whole), **asdict(self))


def compose(plan: Plan, redacted: Collection[int]) -> list[Draft]:
    """The plan as it stands now, without the restricted register; `redacted` are keys of tasks.

    What the register holds is left out whatever became of it in the review: rejecting a task does not open its words.
    """
    cut = plan.tasks.exclude(state=ItemState.REPLACED)
    tasks = list(cut.filter(Q(state__in=SPOKEN_OF) | Q(restricted=True)).order_by("start", "id"))
    targets = list(plan.targets.filter(state__in=SPOKEN_OF).open_work().order_by("start"))
    notes = notes_of(plan)
    section: list[str] = []
    drafts = []
    for piece in pieces_of(plan, tasks):
        if piece.level:
            section = [*section[: piece.level - 1], piece.text]
        inside = [] if piece.level else [one for one in targets if piece.holds(one)]
        drafts.append(_draft(piece, inside, redacted, notes, " › ".join(section)[:300]))
    return drafts


def _draft(
    piece: Piece, targets: list[Target], redacted: Collection[int], notes: Amended, section: str
) -> Draft:
    task = piece.task
    if task is not None and task.pk in redacted:
        return Draft(Kind.REDACTED, no=task.no, section=section, task_key=task.pk)
    marks = list(_marks(piece, targets, notes))
    if task is None:
        kind = Kind.HEADING if piece.level else Kind.PARAGRAPH
        return Draft(kind, level=piece.level, text=piece.text, section=section, targets=marks)
    return Draft(
        Kind.TASK,
        no=task.no,
        title=task.title,
        text=piece.text,
        head=_head(piece, notes.first_title(task)),
        note=notes.of(task),
        section=section,
        task_key=task.pk,
        targets=marks,
    )


def _marks(piece: Piece, targets: list[Target], notes: Amended) -> Iterator[dict[str, Any]]:
    for target in targets:
        start, end = target.start - piece.start, target.end - piece.start
        yield {"key": target.pk, "start": start, "end": end, "note": notes.of(target)}


def _head(piece: Piece, title: str) -> int:
    """How many characters at the beginning are the task's number and title; 0 where the text begins otherwise."""
    at = piece.text.find(title)
    return at + len(title) if 0 <= at <= 24 else 0


def digest(drafts: list[Draft]) -> str:
    """What says whether two people had the same words before their eyes."""
    told = json.dumps([asdict(draft) for draft in drafts], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()
