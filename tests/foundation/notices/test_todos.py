"""What waits for a person: gathered from the apps, the earliest due first."""

from __future__ import annotations

from datetime import date

import pytest

from yaodian.foundation.common.actor import SYSTEM
from yaodian.foundation.notices import todos
from yaodian.foundation.notices.todos import Todo

UNDATED, LATE, SOON = (
    Todo("没有期限", "/a/"),
    Todo("三月", "/b/", due=date(2026, 3, 1)),
    Todo("二月", "/c/", due=date(2026, 2, 1)),
)


@pytest.fixture(autouse=True)
def empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(todos, "_sources", {})


def test_the_earliest_due_comes_first_and_what_has_no_term_last() -> None:
    todos.register("one", lambda _actor: [UNDATED, LATE])
    todos.register("other", lambda _actor: [SOON])
    assert todos.todos_of(SYSTEM) == [SOON, LATE, UNDATED]


def test_without_terms_the_order_of_registration_stands() -> None:
    second = Todo("第二", "/d/")
    todos.register("one", lambda _actor: [UNDATED])
    todos.register("other", lambda _actor: [second])
    assert todos.todos_of(SYSTEM) == [UNDATED, second]


def test_a_source_is_asked_for_the_person_at_hand() -> None:
    asked = []
    todos.register("one", lambda actor: asked.append(actor) or [])
    assert (todos.todos_of(SYSTEM), asked) == ([], [SYSTEM])


def test_registering_the_same_source_again_changes_nothing() -> None:
    def source(_actor: object) -> list[Todo]:
        return [SOON]

    todos.register("one", source)
    todos.register("one", source)
    assert todos.todos_of(SYSTEM) == [SOON]


def test_another_source_under_the_same_name_is_a_mistake() -> None:
    todos.register("one", lambda _actor: [])
    with pytest.raises(ValueError, match="registered already"):
        todos.register("one", lambda _actor: [SOON])
