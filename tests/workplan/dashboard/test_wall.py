"""The wall shows exactly what the office released for it."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.workplan.dashboard.scene import a_plan, actor, asked, confirmed, in_july, release, target_of
from tests.workplan.disclosure.making import published
from yaodian.foundation.common import clock
from yaodian.workplan.disclosure.actions.publishing import withdraw_disclosure
from yaodian.workplan.disclosure.actions.releasing import propose_release, take_back_release
from yaodian.workplan.disclosure.models import Release
from yaodian.workplan.plans.actions.restricting import restrict_task

pytestmark = pytest.mark.django_db
__all__ = ["in_july"]
LIGHT, VALUE, COUNTY = "滞后", "<b>10</b> / 35 家", "青河县 <b>200</b>"


def wall(**headers: str) -> str:
    """The wall as anybody sees it."""
    answer = Client().get("/wall/", headers=headers)
    assert answer.status_code == 200
    assert not answer.cookies
    return answer.content.decode()


def test_nothing_is_shown_when_nothing_is_released() -> None:
    plan = a_plan()
    shown = wall()
    assert "大屏上还没有放开的内容" in shown
    for secret in (plan.title, "高新技术企业", LIGHT, VALUE, COUNTY, "王海峰"):
        assert secret not in shown


@pytest.mark.parametrize(
    ("kind", "number", "sees"),
    [("light", "35家", [LIGHT]), ("progress", "35家", [VALUE]), ("shares", "450家", [COUNTY])],
)
def test_only_what_was_released_of_a_target_is_shown(kind: str, number: str, sees: list[str]) -> None:
    plan = a_plan()
    release(target_of(plan, number), kind)
    shown = wall()
    every = [LIGHT, VALUE, COUNTY]
    assert [one for one in every if one in shown] == sees
    assert shown.count('<li class="w-panel') == 1


def test_an_unreleased_target_beside_a_released_one_is_absent() -> None:
    plan = a_plan()
    release(target_of(plan, "35家"), "light")
    shown = wall()
    assert "高新技术企业</h2>" in shown
    assert "科技型中小企业" not in shown
    assert "王海峰" not in shown


def test_what_is_released_for_the_portal_or_only_proposed_is_not_on_the_wall() -> None:
    plan = a_plan()
    release(target_of(plan, "35家"), "light", channel="portal")
    propose_release(
        target_of(plan, "450家"), plan=plan, kind="light", channel="wall", reason="大厅", by=actor("chief")
    )
    assert "大屏上还没有放开的内容" in wall()


def test_what_is_taken_back_leaves_at_once() -> None:
    plan = a_plan()
    light = release(target_of(plan, "35家"), "light")
    release(target_of(plan, "35家"), "progress")
    assert LIGHT in wall()
    take_back_release(light, by=actor("leader"), revision=light.revision, reason="展示结束")
    shown = wall()
    assert LIGHT not in shown
    assert VALUE in shown


def test_a_task_that_becomes_restricted_leaves_the_wall_at_once() -> None:
    plan = a_plan()
    target = target_of(plan, "100场")
    release(target, "progress")
    assert target.indicator in wall()
    task = target.task
    restrict_task(task, True, by=actor("chief"), revision=task.revision, reason="专项")
    assert target.indicator not in wall()


def test_a_task_that_the_public_page_withholds_is_not_on_the_wall() -> None:
    """Even where the release itself still stands: the wall asks the page by itself."""
    plan = a_plan()
    target, beside = target_of(plan, "160人"), target_of(plan, "35家")
    rows = [release(target, "progress"), release(beside, "progress")]
    assert (target.indicator in wall(), beside.indicator in wall()) == (True, True)
    published(plan, no3="涉及内部安排")
    Release.objects.filter(pk__in=[row.pk for row in rows]).update(state="released")
    assert (target.indicator in wall(), beside.indicator in wall()) == (False, True)


def test_a_plan_whose_page_is_taken_down_is_not_on_the_wall() -> None:
    plan = a_plan()
    row = release(target_of(plan, "35家"), "progress")
    page = plan.disclosures.published().get()
    assert VALUE in wall()
    withdraw_disclosure(page, by=actor("leader"), revision=page.revision, reason="重新核对")
    Release.objects.filter(pk=row.pk).update(state="released")
    assert "大屏上还没有放开的内容" in wall()


def test_the_figures_are_those_confirmed_at_the_moment() -> None:
    plan = a_plan()
    release(target_of(plan, "35家"), "progress")
    assert VALUE in wall()
    with clock.hold(clock.now().replace(day=31)):
        confirmed(target_of(plan, "35家"), clock.today(), 36)
        assert "<b>36</b> / 35 家" in wall()


def test_the_update_brings_only_the_screen_and_asks_again_by_itself() -> None:
    shown = wall(**{"HX-Request": "true"})
    assert shown.strip().startswith('<main class="w-screen" id="wall"')
    assert 'hx-trigger="every 60s"' in shown
    assert """hx-headers='{"X-Background": "1"}'""" in shown
    assert 'id="refreshed"' in shown


def test_the_wall_asks_four_things_while_the_figures_are_kept() -> None:
    plan = a_plan()
    for number in ("35家", "450家", "160人"):
        release(target_of(plan, number), "progress")
    assert asked(Client(), "/wall/") == 4
