"""What can be found, by whom. Apps register each kind with its own rule of visibility."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Model, Q, QuerySet

from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor

from .grams import fold, grams, tsquery
from .models import Findable

CAP = 1000


@dataclass(frozen=True)
class Kind:
    """A kind of record: its Chinese name and the keys an actor may see."""

    name: str
    label: str
    visible: Callable[[Actor], QuerySet[Model]]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kinds() -> list[Kind]:
    return list(_kinds.values())


def put(kind: str, rows: Iterable[tuple[int, str, str, str, str]]) -> None:
    """Enter or renew records of one kind: (key, title, text, url, context) each."""
    entries = [
        Findable(
            kind=kind,
            object_id=key,
            title=title[:300],
            text=text,
            url=url,
            context=context[:300],
            gram_list=grams(f"{title}\n{text}"),
            updated_at=clock.now(),
        )
        for key, title, text, url, context in rows
    ]
    Findable.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=["title", "text", "url", "context", "gram_list", "updated_at"],
    )


def remove(kind: str, keys: Iterable[int]) -> None:
    Findable.objects.filter(kind=kind, object_id__in=list(keys)).delete()


def find(words: str, actor: Actor, kind: str = "") -> QuerySet[Findable]:
    """Records `actor` may see that contain every run of `words`, the newest first."""
    query = tsquery(words)
    if not query:
        return Findable.objects.none()
    rows = Findable.objects.filter(_allowed(actor, kind)).extra(where=["grams @@ %s::tsquery"], params=[query])
    for phrase in _phrases(words):
        rows = rows.filter(Q(title__icontains=phrase) | Q(text__icontains=phrase))
    return rows.order_by("-id")


def _allowed(actor: Actor, kind: str) -> Q:
    allowed = Q(pk=None)
    for one in kinds():
        if not kind or one.name == kind:
            allowed |= Q(kind=one.name, object_id__in=one.visible(actor).values("pk"))
    return allowed


def _phrases(words: str) -> list[str]:
    return [run for run in re.split(r"\s+", words.strip()) if len(fold(run)) > 2]
