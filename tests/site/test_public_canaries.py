"""A crawl as the public finds none of the internal canaries; what is released one by one, and nothing else, is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.site.canaries import CANARIES, Nest, ask, hatch
from tests.site.crawl import crawl, hits
from tests.workplan.disclosure.making import second_leader
from yaodian.foundation.common.database import own_models
from yaodian.workplan.disclosure.actions.releasing import decide_release, take_back_release
from yaodian.workplan.disclosure.models import Release

pytestmark = pytest.mark.django_db


@pytest.fixture
def nest() -> Nest:
    return hatch()


def pages(nest: Nest) -> dict[str, str]:
    keys = [nest.plan.pk, nest.plan.tasks.first().pk]
    return crawl([*CANARIES.values(), "企业"], dict.fromkeys(keys))


def released(nest: Nest, kind: str) -> Release:
    if kind != "handler":
        ask(nest.plan, kind)
    row = Release.objects.get(plan=nest.plan, kind=kind)
    return decide_release(row, True, by=second_leader(), revision=row.revision)


def test_every_canary_is_really_in_the_house(nest: Nest) -> None:
    """Without this the crawl could find nothing because there is nothing."""
    kept = "\n".join(str(list(model._base_manager.values_list())) for model in own_models())
    assert [name for name, word in CANARIES.items() if word not in kept] == []


def test_the_public_finds_no_canary(nest: Nest) -> None:
    found = pages(nest)
    address = f"/public/plans/{nest.plan.pk}/"
    assert hits(found, CANARIES) == set()
    assert "调整后：高新技术企业不低于 33 家（2026年6月1日）" in found[address]
    assert "<b>3</b> 本项不予公开" in found[address]
    assert "大屏上还没有放开的内容" in found["/wall/"]
    assert len([url for url in found if url.startswith("/static/")]) > 5
    public = {("public", address), ("public", "/public/search/?q=%E4%BC%81%E4%B8%9A")}
    assert hits(found, {"public": "培育库"}) == public


@pytest.mark.parametrize(
    ("kind", "canary"),
    [("handler", "handler"), ("weight", "weight"), ("shares", "share"), ("progress", "reported value")],
)
def test_releasing_one_thing_makes_exactly_that_appear(kind: str, canary: str, nest: Nest) -> None:
    address = f"/public/plans/{nest.plan.pk}/"
    row = released(nest, kind)
    assert hits(pages(nest), CANARIES) == {(canary, address)}
    take_back_release(row, by=second_leader(), revision=row.revision, reason="到此为止")
    assert hits(pages(nest), CANARIES) == set()


def test_the_wall_shows_what_was_released_for_it_and_nothing_of_a_redacted_task(nest: Nest) -> None:
    """Rows that no action would make: the crawl sees the allowed one and not the withheld one."""
    row = released(nest, "progress")
    redacted = nest.plan.tasks.get(no="3")
    Release.objects.filter(pk=row.pk).update(channel="wall", content={})
    Release.objects.filter(plan=nest.plan, kind="handler").update(
        kind="light",
        channel="wall",
        state="released",
        task=redacted,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
    )
    assert hits(pages(nest), CANARIES) == {("reported value", "/wall/")}


LEAKS = {
    "disclosure.prepared_by.name": "preparer",
    "disclosure.check_opinion": "checker's opinion",
    "disclosure.plan.approval.meeting": "meeting",
    "disclosure.plan.text": "redacted task",
}


@pytest.mark.parametrize("leak", LEAKS)
def test_the_crawl_sees_a_leaky_template(leak: str, nest: Nest, settings: Any, tmp_path: Path) -> None:
    folder = tmp_path / "public"
    folder.mkdir()
    (folder / "gone.html").write_text("gone", encoding="utf-8")
    (folder / "plan.html").write_text(f"{{{{ {leak} }}}}", encoding="utf-8")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    found = hits(pages(nest), CANARIES)
    assert (LEAKS[leak], f"/public/plans/{nest.plan.pk}/") in found
