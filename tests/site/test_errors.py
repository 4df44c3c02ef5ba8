"""A refusal is told in its own sentence, with a way back; whoever is signed in keeps frame and menu."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.html import escape

from tests.cast import SINCE, actor
from tests.workplan.disclosure.making import published, standing_plan
from tests.workplan.duties.making import issued_plan
from tests.workplan.plans.reviewed_plan import signed_in
from tests.workplan.plans.standing import approved_plan
from yaodian.foundation.common.actor import SYSTEM
from yaodian.foundation.people import actions
from yaodian.foundation.people.roles import Role
from yaodian.site.errors import page_above

pytestmark = pytest.mark.django_db
SWITCH = "请在右上角切换身份"


def refused(client: Client, address: str, reason: str) -> str:
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "<h1>现在不能办理</h1>" in page
    assert f"<p>{escape(reason)}</p>" in page
    return page


def test_a_second_approval_is_told_why_not_and_led_back_to_the_plan() -> None:
    plan = approved_plan()
    reason = "这份文件已审定，核对完成以后才能登记审定，审定过的不再登记。"
    page = refused(signed_in("chief"), f"/plans/{plan.pk}/approve/", reason)
    assert f'href="/plans/{plan.pk}/">返回上一级</a>' in page
    assert 'class="y-side' in page
    assert SWITCH not in page


def test_a_second_leader_is_told_what_became_of_the_disclosure() -> None:
    disclosure = published(standing_plan())
    answer = signed_in("leader").get(f"/disclosure/{disclosure.pk}/approve/")
    page = answer.content.decode()
    assert (answer.status_code, "<h1>现在不能办理</h1>" in page) == (403, True)
    assert "您当前的身份不能" not in page


@pytest.mark.parametrize("verb", ["import", "fill"])
def test_after_issuing_the_duties_are_no_longer_divided_in_bulk(verb: str) -> None:
    plan = issued_plan()
    answer = signed_in("clerk").get(f"/plans/{plan.pk}/duties/{verb}/")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "<h1>现在不能办理</h1>" in page
    assert f'href="/plans/{plan.pk}/duties/">返回上一级</a>' in page


def test_only_who_holds_several_memberships_is_told_to_switch() -> None:
    plan, chief = approved_plan(), actor("chief")
    reason = "这份文件已审定，核对完成以后才能登记审定，审定过的不再登记。"
    told = {"by": SYSTEM, "division": chief.membership.division, "starts_on": SINCE}
    actions.grant_role(chief.user, Role.CLERK, chief.membership.organisation, **told)
    client = signed_in("chief")
    chosen = {"membership": chief.membership.pk, "next": "/"}
    assert client.post("/acting/", chosen).status_code == 302
    assert SWITCH in refused(client, f"/plans/{plan.pk}/approve/", reason)


def test_a_page_that_is_not_there_keeps_the_menu_for_who_is_signed_in() -> None:
    inside, outside = (client.get("/plans/999999/") for client in (signed_in("clerk"), Client()))
    assert (inside.status_code, outside.status_code) == (404, 302)
    assert 'class="y-side' in inside.content.decode()
    strange = Client().get("/no-such-page/")
    assert strange.status_code == 404
    assert 'class="y-side' not in strange.content.decode()


@pytest.mark.parametrize(
    ("address", "above"),
    [
        ("/plans/5/approve/", "/plans/5/"),
        ("/plans/5/review/state", "/plans/5/review/"),
        ("/plans/5/tasks/7/accept/", "/plans/5/tasks/7/"),
        ("/plans/5/tasks/add/", "/plans/5/"),
        ("/disclosure/5/approve/", ""),
        ("/plans/", ""),
        ("/", ""),
    ],
)
def test_the_page_above_is_the_nearest_at_which_one_stands(address: str, above: str) -> None:
    assert page_above(address) == above
