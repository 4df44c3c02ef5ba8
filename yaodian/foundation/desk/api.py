"""Lists of the HTTP API: a page at a time, the next one by the key that the last one gave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import QuerySet
from ninja import Query, Schema
from pydantic import Field

from yaodian.foundation.common.api import ApiProblem

from .paging import page_by_key

Item = TypeVar("Item")
LARGEST = 200

# The two parameters that every list takes.
NextKey = Annotated[str, Query("", description="上一页给出的 next；不填从头开始", max_length=1000)]
Limit = Annotated[int, Query(50, description="每页条数", ge=1, le=LARGEST)]


class Listing(Schema, Generic[Item]):
    """One page of a list; `next` is null on the last one."""

    items: list[Item]
    next: str | None = Field(description="下一页的键；没有下一页时为 null")


def listed(queryset: QuerySet[Any], order: Sequence[str], next_key: str, limit: int) -> dict[str, Any]:
    """The page of `queryset` after `next_key`, in `order` (the last field unique)."""
    page = page_by_key(queryset, order, after=next_key, size=limit)
    if next_key and page.rows and not page.previous_key:
        raise bad_key()
    return {"items": page.rows, "next": page.next_key or None}


def bad_key() -> ApiProblem:
    return ApiProblem(422, "bad_next", "next 不是上一页给出的键。请原样传回，或不填从头开始。")
