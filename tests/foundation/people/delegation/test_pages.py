"""The pages of handing over: by HTTP, as the people themselves use them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests import cast
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common import clock
from yaodian.foundation.people.delegating import TAKEN
from yaodian.foundation.people.models import Delegation, Membership, User

pytestmark = pytest.mark.django_db


def signed_in(key: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=key))
    return client


def filled(**changes: str) -> dict[str, str]:
    today = clock.today()
    form = {
        "membership": str(cast.actor("chief").membership.pk),
        "delegate": str(User.objects.get(username="clerk").pk),
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=9)).isoformat(),
        "reason": "赴省厅培训",
    }
    return form | changes


def give(**changes: str):
    return signed_in("chief").post("/mine/delegations/give/", filled(**changes))


def act_for_the_chief() -> Client:
    """The clerk, acting in the chief's place."""
    give()
    client = signed_in("clerk")
    client.post("/acting/", {"membership": cast.actor("chief").membership.pk})
    return client


def test_a_role_is_handed_over_and_both_pages_show_it() -> None:
    answer = give()
    assert (answer.status_code, answer["Location"]) == (302, "/mine/delegations/")
    given = signed_in("chief").get("/mine/delegations/").content.decode()
    held = signed_in("clerk").get("/mine/delegations/").content.decode()
    assert ("周文静" in given, "收回" in given, "退回" in given) == (True, True, False)
    assert ("郑立新" in held, "退回" in held, "收回</button>" in held) == (True, True, False)
    assert "赴省厅培训" not in signed_in("leader").get("/mine/delegations/").content.decode()


def test_the_delegate_chooses_the_role_and_every_page_says_for_whom() -> None:
    client = act_for_the_chief()
    answer = client.get("/")
    actor = answer.wsgi_request.actor
    assert (actor.user.name, actor.on_behalf_of.name, actor.role) == ("周文静", "郑立新", "chief")
    page = answer.content.decode()
    assert ("代郑立新 · 高新技术科 · 科室负责人" in page, ">代郑立新</span>" in page) == (True, True)
    assert ">代郑立新</span>" not in signed_in("clerk").get("/").content.decode()


def test_what_the_delegate_does_names_both_people() -> None:
    client = act_for_the_chief()
    client.post("/messages/read/")
    entry = Entry.objects.filter(path="/messages/read/").latest("id")
    assert (entry.actor_label, entry.behalf_label, entry.role) == ("周文静", "郑立新", "chief")


def test_in_matters_of_ones_own_the_delegate_is_oneself() -> None:
    client = act_for_the_chief()
    assert "科室负责人</option>" not in client.get("/mine/delegations/give/").content.decode()
    given = Delegation.objects.get()
    assert client.post(f"/mine/delegations/{given.pk}/end/").status_code == 302
    entry = Entry.objects.about(given).get(action="end_delegation")
    assert (entry.actor_label, entry.behalf_label) == ("周文静", "")
    assert client.get("/").wsgi_request.actor.on_behalf_of is None


def test_a_role_that_was_not_handed_over_cannot_be_chosen() -> None:
    assert (
        signed_in("clerk").post("/acting/", {"membership": cast.actor("chief").membership.pk}).status_code
        == 404
    )


def test_a_delegate_who_has_not_chosen_acts_as_oneself() -> None:
    give()
    assert signed_in("clerk").get("/").wsgi_request.actor.role == "clerk"


def test_days_that_are_taken_are_told_in_one_sentence() -> None:
    give()
    answer = give(delegate=str(User.objects.get(username="colleague").pk))
    assert (answer.status_code, answer.content.decode().count(TAKEN) > 0) == (422, True)
    assert Delegation.objects.count() == 1


def test_a_form_with_troubles_tells_all_of_them() -> None:
    answer = give(delegate="", starts_on="明天", ends_on="", reason="")
    page = answer.content.decode()
    words = ("请选择受托人", "请填写到哪一天为止", "请写明事由")
    assert (answer.status_code, [each in page for each in words]) == (422, [True] * 3)


def test_colleagues_of_the_organisation_are_offered_and_nobody_else() -> None:
    page = signed_in("chief").get("/mine/delegations/give/").content.decode()
    offered = {name: f">{name}</option>" in page for name in ("周文静", "王海峰", "冯小梅", "秦系", "郑立新")}
    assert offered == {"周文静": True, "王海峰": True, "冯小梅": False, "秦系": False, "郑立新": False}


def test_somebody_elses_delegation_is_not_there() -> None:
    give()
    assert (
        signed_in("leader").post(f"/mine/delegations/{Delegation.objects.get().pk}/end/").status_code == 404
    )


def test_ending_twice_is_told_and_changes_nothing() -> None:
    give()
    client, path = signed_in("chief"), f"/mine/delegations/{Delegation.objects.get().pk}/end/"
    client.post(path)
    assert "先前已经结束" in client.post(path, follow=True).content.decode()
    assert Entry.objects.filter(action="end_delegation").count() == 1


def test_who_has_only_an_administrators_role_is_told_why_nothing_can_be_handed_over() -> None:
    assert Membership.objects.filter(user__username="system_admin").count() == 1
    page = signed_in("system_admin").get("/mine/delegations/").content.decode()
    assert ("管理员身份不能委托" in page, "委托同事代办" in page) == (True, False)
