"""Pages by key: every row once, there and back, however the list is ordered."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from yaodian.foundation.desk.paging import page_address, page_by_key
from yaodian.foundation.people.models import Division, Organisation

pytestmark = pytest.mark.django_db
ORDERS = [("id",), ("-id",), ("-order", "id"), ("name", "-id")]


@pytest.fixture(autouse=True)
def twenty() -> None:
    bureau = Organisation.objects.get(kind="bureau")
    names = [f"科{number % 4}-{number}" for number in range(20)]
    Division.objects.bulk_create(
        [Division(organisation=bureau, name=name, order=number % 3) for number, name in enumerate(names)]
    )


def walk(order: tuple[str, ...], size: int) -> list[list[int]]:
    pages, key = [], ""
    while True:
        page = page_by_key(Division.objects.all(), order, after=key, size=size)
        pages.append([row.pk for row in page.rows])
        key = page.next_key
        if not key:
            return pages


@pytest.mark.parametrize("order", ORDERS, ids=",".join)
@pytest.mark.parametrize("size", [1, 7, 24, 50])
def test_every_row_comes_once_in_order(order: tuple[str, ...], size: int) -> None:
    expected = list(Division.objects.order_by(*order).values_list("pk", flat=True))
    assert [key for page in walk(order, size) for key in page] == expected


@pytest.mark.parametrize("order", ORDERS, ids=",".join)
def test_the_way_back_shows_the_same_pages(order: tuple[str, ...]) -> None:
    rows = Division.objects.all()
    first = page_by_key(rows, order, size=7)
    second = page_by_key(rows, order, after=first.next_key, size=7)
    back = page_by_key(rows, order, before=second.previous_key, size=7)
    assert (back.rows, back.previous_key, back.next_key) == (first.rows, "", first.next_key)


def test_the_first_page_has_no_page_before_and_the_last_none_after() -> None:
    page = page_by_key(Division.objects.all(), ("id",), size=100)
    assert (page.previous_key, page.next_key) == ("", "")
    assert page.count == len(page.rows) == Division.objects.count()


@pytest.mark.parametrize(
    "key", ["nonsense", "W10=", "e30=", "WyJhIiwiYiJd", "WzEuNV0=", "W251bGxd", "é", "a" * 9, "WyJhIl0="]
)
def test_a_key_that_cannot_be_read_gives_the_first_page(key: str) -> None:
    assert page_by_key(Division.objects.all(), ("id",), after=key, size=3).rows == list(
        Division.objects.order_by("id")[:3]
    )


def test_the_address_of_another_page_keeps_the_filters_and_drops_the_old_key() -> None:
    assert page_address(QueryDict("q=a&after=old"), before="new") == "?q=a&before=new"
    assert page_address(QueryDict("q=a"), after="") == ""
