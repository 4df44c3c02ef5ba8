"""Addresses of the review: its page, its items, and every write on them."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, path

from .views import items, review, shaping


def _of(kind: str) -> Iterator[URLPattern]:
    """The addresses of one kind of item, `targets/…` or `tasks/…`."""
    base, told = f"<int:plan_id>/{kind}s/", {"kind": kind}
    yield path(f"{base}add/", shaping.add, told, name=f"{kind}_add")
    yield path(f"{base}<int:pk>/", items.item, told, name=kind)
    for verb in ("accept", "reject", "restore"):
        yield path(f"{base}<int:pk>/{verb}/", items.decide, {**told, "verb": verb}, name=f"{kind}_{verb}")
    yield path(f"{base}<int:pk>/split/", shaping.split, told, name=f"{kind}_split")
    yield path(f"{base}<int:pk>/merge/", shaping.merge, told, name=f"{kind}_merge")


urlpatterns: list[URLPattern] = [
    path("signed-in/", review.signed_in_again, name="signed_in_again"),
    path("<int:plan_id>/review/", review.review, name="review"),
    path("<int:plan_id>/review/state", review.state, name="review_state"),
    path("<int:plan_id>/review/suggest", review.suggest, name="review_suggest"),
    path("<int:plan_id>/tasks/<int:pk>/accept-all/", items.accept_all, name="task_accept_all"),
    *_of("target"),
    *_of("task"),
]
