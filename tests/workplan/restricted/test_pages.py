"""专项登记 in the browser's words."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from tests import cast
from tests.workplan.disclosure.making import TEXT
from tests.workplan.plans.reviewed_plan import signed_in
from tests.workplan.plans.standing import approved_plan
from tests.workplan.restricted.making import REFERENCE, TITLE, named, party_clerk
from yaodian.workplan.restricted.access import entered
from yaodian.workplan.restricted.models import Matter

pytestmark = pytest.mark.django_db
MENU = 'href="/restricted/"'


def test_what_looks_like_a_party_matter_is_offered_and_entered_in_one_go() -> None:
    plan = approved_plan(TEXT)
    clerk, task = signed_in("clerk"), plan.tasks.get(no="5")
    url = reverse("restricted:choose", args=[plan.pk])
    html = clerk.get(url).content.decode()
    assert f'value="{task.pk}:{task.revision}" checked' in html
    assert html.count(" checked") == 1
    assert clerk.post(url, {"task": f"{task.pk}:{task.revision}"}).status_code == 422
    done = clerk.post(url, {"task": f"{task.pk}:{task.revision}", "reason": "党务事项"}, follow=True)
    assert "已变动 1 项" in done.content.decode()
    assert TITLE not in clerk.get(url).content.decode()


def test_the_list_is_by_reference_for_its_keeper_and_for_who_is_named() -> None:
    named("colleague")
    party_clerk()
    for who in ("leader", "party", "colleague"):
        html = signed_in(who).get("/restricted/").content.decode()
        assert (REFERENCE in html, TITLE in html, MENU in html, "%" in html) == (True, False, True, False)


@pytest.mark.parametrize("who", ["clerk", "chief", "auditor", "county", "system_admin"])
def test_for_others_there_is_no_page_and_no_entry_of_the_menu(who: str) -> None:
    matter, client = named("colleague"), signed_in(who)
    assert client.get("/restricted/").status_code == 404
    assert client.get(f"/restricted/{matter.pk}/").status_code == 404
    assert MENU not in client.get("/").content.decode()


def test_the_person_named_sees_only_the_day_of_the_end() -> None:
    matter, client = named("colleague"), signed_in("colleague")
    url = f"/restricted/{matter.pk}/"
    html = client.get(url).content.decode()
    assert ('name="done_on"' in html, 'name="person"' in html, 'name="due_on"' in html) == (
        True,
        False,
        False,
    )
    client.post(url, {"done_on": "2026-03-01", "revision": matter.revision, "due_on": "2030-01-01"})
    with entered(cast.actor("leader")):
        stored = Matter.objects.get(pk=matter.pk)
    assert (stored.done_on, stored.due_on) == (date(2026, 3, 1), None)


def test_a_keeper_who_was_late_is_told_and_changes_nothing() -> None:
    matter, client = named("colleague"), signed_in("leader")
    answer = client.post(
        f"/restricted/{matter.pk}/", {"due_on": "2026-09-30", "revision": matter.revision - 1}, follow=True
    )
    assert "刚刚被别人改过" in answer.content.decode()
    with entered(cast.actor("leader")):
        assert Matter.objects.get(pk=matter.pk).due_on is None
