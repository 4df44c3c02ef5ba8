"""What a clerk does with a document, one step a function, all through the pages."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.journeys.visitor import Page, Visitor, text_of, within

CLAUSE = re.compile(r"[^，,。；;：:、\s]{4,}")


def hand_in(clerk: Visitor, data: bytes, name: str, **typed: Any) -> Page:
    """Upload a file on the import page; the page it led to."""
    page = clerk.open("/plans/import/")
    document = SimpleUploadedFile(name, data)
    return clerk.submit(page, holds="document", document=document, **{"not_secret": "on", **typed})


def plan_address(review: Page) -> str:
    assert review.url.endswith("/review/"), f"{review.url}: {review.words[:500]}"
    return review.url.removesuffix("review/")


def listed(review: Page, kind: str) -> list[str]:
    """The keys of the tasks or targets in the list of the review."""
    keys = [item.get("data-key") for item in review.all("li", "y-item")]
    return [key for key in keys if key.startswith(f"{kind}-")]


def marked(review: Page, kind: str) -> dict[str, str]:
    """The marked words of the document by the key of their task or target, in the order of the text."""
    found: dict[str, str] = {}
    for mark in review.all("mark", "y-hit", kind=kind):
        found[mark.get("data-key")] = found.get(mark.get("data-key"), "") + mark.text_content()
    return found


def item_address(plan: str, key: str) -> str:
    kind, _dash, pk = key.partition("-")
    return f"{plan}{kind}s/{pk}/"


def correct(clerk: Visitor, address: str, **typed: str) -> Page:
    return clerk.submit(clerk.open(address), holds="start", **typed)


def select_and_add(clerk: Visitor, plan: str, **typed: str) -> tuple[str, Page]:
    """Select the first clause of the first task without a target and make it one; (the words, its page)."""
    start, words = _selection(clerk.open(f"{plan}review/"))
    page = clerk.open(f"{plan}targets/add/?start={start}&end={start + len(words)}")
    assert page.texts("blockquote", "y-quote") == [words]
    return words, clerk.submit(page, holds="indicator", **typed)


def _selection(review: Page) -> tuple[int, str]:
    """Where a person's hand could select: the first clause of a paragraph that holds a task's head and no target."""
    (document,) = review.all("article", "y-review-doc")
    for paragraph in within(document, "p"):
        marks = within(paragraph, "mark", "y-hit")
        words = paragraph.text_content()
        clause = CLAUSE.search(words, len(marks[0].text_content())) if marks else None
        if clause and [mark.get("data-kind") for mark in marks] == ["task"]:
            return int(paragraph.get("data-start")) + clause.start(), clause[0]
    raise AssertionError("every task holds a target")


def accept_the_rest(clerk: Visitor, plan: str) -> int:
    """From one waiting item to the next, as the pages lead; a task takes its waiting targets along."""
    waiting = clerk.open(f"{plan}review/").all("li", "y-item", state="proposed")
    page = clerk.open(item_address(plan, waiting[0].get("data-key"))) if waiting else None
    steps = 0
    while page is not None and not page.url.endswith("/review/"):
        together = page.has_form("/accept-all/")
        page = clerk.submit(page, action="/accept-all/" if together else "/accept/")
        assert page.status == 200
        steps += 1
    return steps


def finish(clerk: Visitor, plan: str) -> Page:
    return clerk.submit(clerk.open(f"{plan}finish/"), holds="revision")


def record_of(clerk: Visitor, plan: str) -> list[tuple[str, str, str]]:
    """The plan's whole record, newest first: what, who, opinion."""
    told: list[tuple[str, str, str]] = []
    page = clerk.open(f"{plan}?tab=log")
    while True:
        (timeline,) = page.all("ol", "y-timeline")
        for event in within(timeline, "li"):
            parts = (within(event, "p", f"y-timeline-{part}") for part in ("what", "who", "opinion"))
            told.append(tuple(text_of(found[0]) if found else "" for found in parts))
        if "更早的记录" not in page.words:
            return told
        page = clerk.open(page.link("更早的记录"))
