"""What can be found, by whom. Apps register each kind with its own rule of visibility."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.db.models import Case, IntegerField, Model, Q, QuerySet, Value, When

from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor

from .grams import fold, grams, phrases, tsquery
from .models import Findable

CHUNK = 500
Row = tuple[int, str, str, str, str]


@dataclass(frozen=True)
class Kind:
    """A kind of record: its Chinese name, what an actor may see, and all that belongs in the register.

    `rows` gives (key, title, text, url, context) of every record, for the register to be rebuilt from.
    """

    name: str
    label: str
    visible: Callable[[Actor], QuerySet[Model]]
    rows: Callable[[], Iterable[Row]] = tuple


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kinds() -> list[Kind]:
    return list(_kinds.values())


def put(kind: str, rows: Iterable[Row]) -> None:
    """Enter or renew records of one kind."""
    Findable.objects.bulk_create(
        [_entry(kind, row) for row in rows],
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=["title", "text", "url", "context", "folded", "gram_list", "updated_at"],
    )


def _entry(kind: str, row: Row) -> Findable:
    key, title, text, url, context = row
    whole = f"{title}\n{text}"
    return Findable(
        kind=kind,
        object_id=key,
        title=title[:300],
        text=text,
        url=url,
        context=context[:300],
        folded=fold(whole),
        gram_list=grams(whole),
        updated_at=clock.now(),
    )


def remove(kind: str, keys: Iterable[int]) -> None:
    Findable.objects.filter(kind=kind, object_id__in=list(keys)).delete()


@transaction.atomic
def rebuild(kind: Kind) -> int:
    """Throw away what is known of a kind and enter all of its records anew; returns how many."""
    Findable.objects.filter(kind=kind.name).delete()
    return sum(_put_chunk(kind.name, chunk) for chunk in _chunks(kind.rows()))


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while chunk := list(islice(left, CHUNK)):
        yield chunk


def _put_chunk(kind: str, chunk: list[Row]) -> int:
    put(kind, chunk)
    return len(chunk)


def find(words: str, actor: Actor, kind: str = "") -> QuerySet[Findable]:
    """Records `actor` may see in which every run of `words` stands as typed, wider kinds first, then the newest.

    The index narrows by pairs; whether the pairs stand next to each other, the folded text tells.
    """
    query, ranked = tsquery(words), Findable.objects.annotate(rank=_rank())
    if not query:
        return ranked.none()
    rows = ranked.filter(_allowed(actor, kind), grams__holds=query)
    for phrase in phrases(words):
        rows = rows.filter(folded__contains=phrase)
    return rows.order_by("rank", "-id")


def _rank() -> Case:
    """Kinds in the order of their registration: the wider record before its parts."""
    ranks = [When(kind=one.name, then=Value(place)) for place, one in enumerate(kinds())]
    return Case(*ranks, default=Value(len(ranks)), output_field=IntegerField())


def _allowed(actor: Actor, kind: str) -> Q:
    allowed = Q(pk__in=[])
    for one in kinds():
        if not kind or one.name == kind:
            allowed |= Q(kind=one.name, object_id__in=one.visible(actor).values("pk"))
    return allowed
