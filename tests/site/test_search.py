"""The search page: hits with their words marked, by kind, a page at a time, for those who may see them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import actor
from yaodian.foundation.people.models import User
from yaodian.foundation.search import register
from yaodian.workplan.plans.actions.deciding import reject
from yaodian.workplan.plans.actions.importing import import_plan
from yaodian.workplan.plans.models import Plan

pytestmark = pytest.mark.django_db
TEXT = """云岭市2026年科技工作要点

一、培育主体
1.壮大高新技术企业。全年新认定高新技术企业30家以上。
2.用好ＡＩ大模型。兑付科技创新券400万元以上。
"""


@pytest.fixture
def plan(db: None) -> Plan:
    return import_plan(TEXT.encode(), "要点.txt", by=actor("clerk"))


@pytest.fixture
def clerk(db: None, client: Client) -> Client:
    client.force_login(User.objects.get(username="clerk"))
    return client


def hits(client: Client, **query: str) -> list[tuple[str, str]]:
    found = client.get("/search/", query).context["hits"]
    return [(hit["kind"], "".join(words for words, _is_hit in hit["title"])) for hit in found]


def test_a_word_is_found_in_tasks_and_targets_and_marked(clerk: Client, plan: Plan) -> None:
    assert hits(clerk, q="创新券") == [("任务", "2 用好ＡＩ大模型"), ("指标", "科技创新券")]
    assert "<mark>创新券</mark>" in clerk.get("/search/?q=创新券").content.decode()


def test_half_width_finds_full_width_and_marks_it_as_written(clerk: Client, plan: Plan) -> None:
    assert hits(clerk, q="ai大模型") == [("任务", "2 用好ＡＩ大模型")]
    assert "<mark>ＡＩ大模型</mark>" in clerk.get("/search/?q=ai大模型").content.decode()


def test_a_kind_narrows_the_hits(clerk: Client, plan: Plan) -> None:
    assert hits(clerk, q="创新券", kind="task") == [("任务", "2 用好ＡＩ大模型")]
    assert hits(clerk, q="创新券", kind="nothing") == []


def test_each_hit_leads_to_its_page(clerk: Client, plan: Plan) -> None:
    found = clerk.get("/search/?q=科技工作&kind=plan").context["hits"]
    assert [hit["url"] for hit in found] == [f"/plans/{plan.pk}/"]


@pytest.mark.parametrize("who", ["company", "farmer", "bank"])
def test_those_who_may_not_see_plans_find_nothing(client: Client, plan: Plan, who: str) -> None:
    client.force_login(User.objects.get(username=who))
    assert hits(client, q="创新券") == []


def test_a_rejected_target_is_not_found(clerk: Client, plan: Plan) -> None:
    target = plan.targets.get(indicator="科技创新券")
    reject(target, by=actor("clerk"), revision=target.revision)
    assert hits(clerk, q="创新券", kind="target") == []


@pytest.mark.parametrize("words", ["", "  ", "。", "没有这样的词", "%", "'", "\\", "\x00", "a" * 300])
def test_words_that_find_nothing_get_a_page_that_says_what_to_do(
    clerk: Client, plan: Plan, words: str
) -> None:
    answer = clerk.get("/search/", {"q": words})
    assert (answer.status_code, answer.context["hits"]) == (200, [])
    assert 'class="y-state-title"' in answer.content.decode()


def enter(plan: Plan, count: int) -> None:
    """`count` findable texts of records that are seen: the plan's tasks under other keys are not."""
    task = plan.tasks.first()
    assert task is not None
    for number in range(count):
        register.register(register.Kind(f"sample{number}", "样例", type(task).objects.visible_to))
        register.put(f"sample{number}", [(task.pk, f"样例{number:02}", "量子通信", "/", "")])


@pytest.fixture
def own_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register, "_kinds", dict(register._kinds))


def asked(client: Client) -> int:
    client.get("/search/?q=量子")
    with CaptureQueriesContext(connection) as captured:
        client.get("/search/?q=量子")
    return len(captured)


def test_fifty_hits_cost_as_many_queries_as_five(clerk: Client, plan: Plan, own_kinds: None) -> None:
    enter(plan, 5)
    few = asked(clerk)
    enter(plan, 50)
    assert len(hits(clerk, q="量子")) == 20
    assert asked(clerk) == few <= 8


def test_hits_are_paged_by_key_there_and_back(clerk: Client, plan: Plan, own_kinds: None) -> None:
    enter(plan, 25)
    first = clerk.get("/search/?q=量子")
    second = clerk.get(f"/search/{first.context['next_url']}")
    back = clerk.get(f"/search/{second.context['previous_url']}")
    assert [len(page.context["hits"]) for page in (first, second)] == [20, 5]
    assert back.context["hits"] == first.context["hits"]
    assert first.context["count"] == "25"
