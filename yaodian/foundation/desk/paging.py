"""Pages by key: the next page begins after the last row shown, however deep one is in the list."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict

SIZE = 50
CAP = 1000


@dataclass(frozen=True)
class Page:
    """One page of a list: its rows, the keys before and after it, and the count up to `CAP` + 1."""

    rows: list[Any]
    previous_key: str
    next_key: str
    count: int


def page_by_key(
    queryset: QuerySet[Any], order: Sequence[str], *, after: str = "", before: str = "", size: int = SIZE
) -> Page:
    """One page of `queryset` in `order`: field names, "-" for descending, the last one unique.

    `after` and `before` are keys that an earlier page gave; a key that cannot be read gives the first page.
    None of the ordered fields may be null.
    """
    key = _read(after or before, len(order))
    backward = bool(before and key)
    turned = [_turn(name) for name in order] if backward else list(order)
    try:
        rows = queryset.filter(_beyond(turned, key)) if key else queryset
    except (ValueError, ValidationError):  # readable, but not of the kind that these fields hold
        return page_by_key(queryset, order, size=size)
    found = list(rows.order_by(*turned)[: size + 1])
    more, shown = len(found) > size, found[:size]
    if backward:
        shown.reverse()
    has_previous, has_next = (more, True) if backward else (bool(key), more)
    return Page(
        shown,
        _write(shown[0], order) if shown and has_previous else "",
        _write(shown[-1], order) if shown and has_next else "",
        queryset.order_by()[: CAP + 1].count(),
    )


def page_address(query: QueryDict, **changes: str) -> str:
    """The query string of another page of the same list, "" when there is none."""
    if not any(changes.values()):
        return ""
    copy = query.copy()
    for name in ("after", "before"):
        copy.pop(name, None)
    copy.update(changes)
    return f"?{copy.urlencode()}"


def _turn(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(order: Sequence[str], key: Sequence[Any]) -> Q:
    """Rows that come after `key` in `order`."""
    found, equal = Q(), Q()
    for name, value in zip(order, key, strict=True):
        field = name.lstrip("-")
        found |= equal & Q(**{f"{field}__{'lt' if name.startswith('-') else 'gt'}": value})
        equal &= Q(**{field: value})
    return found


def _write(row: Model, order: Sequence[str]) -> str:
    values = [getattr(row, name.lstrip("-")) for name in order]
    return base64.urlsafe_b64encode(json.dumps(values, default=str).encode()).decode()


def _read(key: str, length: int) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(key.encode()))
    except ValueError:
        return []
    fits = isinstance(values, list) and len(values) == length
    return values if fits and all(isinstance(value, str | int) for value in values) else []
