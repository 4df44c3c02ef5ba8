"""An issued plan in July with one target behind, one met, one divided among two counties, and its pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from tests.cast import SINCE, actor
from tests.workplan.disclosure.making import published
from tests.workplan.duties.making import issued_plan, second_county
from tests.workplan.progress.making import confirmed, county, target_of
from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import SYSTEM
from yaodian.foundation.people import actions as people
from yaodian.foundation.people.models import Organisation, User
from yaodian.foundation.people.roles import Role
from yaodian.workplan.disclosure.actions.releasing import decide_release, propose_release
from yaodian.workplan.disclosure.models import Release
from yaodian.workplan.plans.models import Plan, Target, Task

TODAY = datetime(2026, 7, 5, 10, tzinfo=clock.SHANGHAI)
JUNE = date(2026, 6, 30)
ARRANGEMENTS = ["section", "division", "county", "month"]

__all__ = ["JUNE", "TODAY", "actor", "confirmed", "county", "issued_plan", "signed_in", "target_of"]


@pytest.fixture(autouse=True)
def in_july() -> Iterator[None]:
    with clock.hold(TODAY):
        yield


def a_plan() -> Plan:
    """Six targets: 35家 behind, 100场 met, 450家 on its way with 青河县's part behind, the others without figures."""
    plan = issued_plan()
    confirmed(target_of(plan, "35家"), JUNE, 10)
    confirmed(target_of(plan, "100场"), JUNE, 120)
    confirmed(target_of(plan, "450家"), date(2026, 5, 31), 200)
    confirmed(target_of(plan, "450家"), JUNE, 300)
    confirmed(target_of(plan, "450家"), JUNE, 30, region=county())
    return plan


def second_officer() -> str:
    """Somebody of 永宁区 who reports its part."""
    region = second_county()
    seat = people.add_organisation("永宁区科技局", Organisation.Kind.GOVERNMENT, region, by=SYSTEM)
    user = people.add_user("second", "林小溪", by=SYSTEM)
    people.grant_role(user, Role.COUNTY, seat, by=SYSTEM, region=region, starts_on=SINCE)
    return "second"


def signed_in(login: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=login))
    return client


def page(login: str, path: str, status: int = 200) -> html.HtmlElement:
    answer = signed_in(login).get(path)
    assert answer.status_code == status
    return html.fromstring(answer.content.decode())


def words(tree: html.HtmlElement) -> str:
    return " ".join(tree.text_content().split())


def asked(client: Client, path: str) -> int:
    """The queries of a page that has been asked before."""
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def release(item: Task | Target, kind: str, channel: str = "wall") -> Release:
    """Let out by two people; the plan is made public first where it is not."""
    if not item.plan.disclosures.published().exists():
        published(item.plan)
    made = propose_release(
        item, plan=item.plan, kind=kind, channel=channel, reason="大厅展示", by=actor("chief")
    )
    return decide_release(made, True, by=actor("leader"), revision=made.revision)
