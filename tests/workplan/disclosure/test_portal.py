"""The public's pages: readable without signing in, kept by caches, never more than was published."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import cast
from tests.workplan.disclosure.making import amended, published, standing_plan
from yaodian.foundation.audit.models import Entry
from yaodian.workplan.disclosure.actions.publishing import withdraw_disclosure
from yaodian.workplan.plans.actions.amending import Change
from yaodian.workplan.plans.models import Plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown() -> Any:
    return published(standing_plan(), no4="涉及内部安排")


@pytest.fixture
def public() -> Client:
    return Client()


def body(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def address(plan: Plan) -> str:
    return reverse("public:plan", args=[plan.pk])


def test_the_list_says_title_issuer_number_day_and_attribute(shown: Any, public: Client) -> None:
    html = body(public, reverse("public:plans"))
    for words in (shown.title, shown.issuer, "云科发〔2026〕3号", "主动公开", address(shown.plan)):
        assert words in html


def test_an_empty_list_says_why_and_what_to_do(public: Client) -> None:
    assert "还没有公开的文件" in body(public, reverse("public:plans"))


def test_a_redacted_task_keeps_its_number_and_nothing_else(shown: Any, public: Client) -> None:
    html = body(public, address(shown.plan))
    assert "<b>4</b> 本项不予公开" in html
    assert "科技活动周" not in html
    assert "涉及内部安排" not in html
    assert "党组织" not in html
    assert "加强党的建设" not in html


def test_each_task_has_an_address_that_the_next_version_keeps(shown: Any, public: Client) -> None:
    plan = shown.plan
    anchors = [f'id="task-{task.pk}"' for task in plan.tasks.filter(restricted=False)]
    assert [anchor in body(public, address(plan)) for anchor in anchors] == [True] * 4
    amended(plan, Change(plan.targets.get(text__contains="450家"), {"value": 400}))
    published(plan)
    html = body(public, address(plan))
    assert [anchor in html for anchor in anchors] == [True] * 4
    assert "调整后：科技型中小企业不低于 400 家（2026年6月1日）" in html
    assert "450家以上" in html


def test_a_page_taken_down_is_gone_at_once(shown: Any, public: Client) -> None:
    withdraw_disclosure(shown, by=cast.actor("chief"), revision=shown.revision, reason="有误")
    assert public.get(address(shown.plan)).status_code == 404
    assert shown.title not in body(public, reverse("public:plans"))
    assert "没有找到" in body(public, reverse("public:search") + "?q=特派员")


def test_a_plan_that_is_not_public_looks_like_none(public: Client) -> None:
    plan = standing_plan()
    there, nowhere = public.get(address(plan)), public.get("/public/plans/999999999/")
    assert (there.status_code, there.content) == (404, there.content)
    assert there.content.replace(str(plan.pk).encode(), b"") == nowhere.content.replace(b"999999999", b"")


# --- search


def test_two_characters_are_enough_and_lead_to_the_task(shown: Any, public: Client) -> None:
    html = body(public, reverse("public:search") + "?q=特派")
    task = shown.plan.tasks.get(no="3")
    assert f'{address(shown.plan)}#task-{task.pk}"' in html
    assert "<mark>特派</mark>" in html
    assert 'role="status">1 处<' in html


@pytest.mark.parametrize("words", ["活动周", "党组织", "内部安排", "加强党的建设"])
def test_what_is_not_public_is_not_found(words: str, shown: Any, public: Client) -> None:
    html = body(public, reverse("public:search") + f"?q={words}")
    assert f"没有找到“{words}”" in html


def test_a_replaced_version_is_not_found_any_more(shown: Any, public: Client) -> None:
    plan = shown.plan
    amended(plan, Change(plan.tasks.get(no="3"), {"title": "选派科技专员"}))
    published(plan)
    html = body(public, reverse("public:search") + "?q=开展农业")
    assert html.count('class="o-section"') == 1


def test_search_without_words_says_how(public: Client) -> None:
    assert "请写下要找的词" in body(public, reverse("public:search"))


# --- for anybody, without a trace


@pytest.fixture
def addresses(shown: Any) -> list[str]:
    plain = [reverse(f"public:{name}") for name in ("plans", "search", "sitemap")]
    return [*plain, reverse("public:search") + "?q=企业", address(shown.plan), reverse("robots")]


def test_nothing_is_left_with_the_visitor_and_caches_may_keep_it(
    addresses: list[str], public: Client
) -> None:
    for url in addresses:
        answer = public.get(url)
        assert (answer.status_code, answer.cookies.keys()) == (200, {}.keys())
        assert answer["Cache-Control"] == "public, max-age=60"
        again = public.get(url, headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    assert not public.cookies


def test_a_copy_is_not_kept_beyond_a_new_version(shown: Any, public: Client) -> None:
    before = public.get(address(shown.plan))["ETag"]
    amended(shown.plan, Change(shown.plan.targets.get(text__contains="450家"), {"value": 400}))
    published(shown.plan)
    answer = public.get(address(shown.plan), headers={"If-None-Match": before})
    assert (answer.status_code, "调整后" in answer.content.decode()) == (200, True)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_only_reading_is_possible(method: str, addresses: list[str]) -> None:
    """Without a token the request is stopped before the page, with one by the page."""
    careless, careful = Client(enforce_csrf_checks=True), Client()
    for url in addresses:
        assert getattr(careful, method)(url).status_code == 405
        assert getattr(careless, method)(url).status_code == 403
    assert set(Entry.objects.filter(path__in=addresses).values_list("result", flat=True)) == {"refused"}


def test_reading_by_head_is_the_same(addresses: list[str], public: Client) -> None:
    for url in addresses:
        answer = public.head(url)
        assert (answer.status_code, answer.content) == (200, b"")


def test_a_page_costs_at_most_four_queries(
    addresses: list[str], public: Client, django_assert_max_num_queries: Any
) -> None:
    for url in addresses:
        with django_assert_max_num_queries(4):
            public.get(url)


def test_large_type_is_asked_for_in_the_address_and_kept_on_the_way(shown: Any, public: Client) -> None:
    html = body(public, address(shown.plan) + "?large=1")
    assert '<html lang="zh-CN" class="large-type">' in html
    assert f'href="{reverse("public:plans")}?large=1"' in html
    assert f'href="{address(shown.plan)}" rel="nofollow">标准字' in html
    assert 'class="large-type"' not in body(public, address(shown.plan))


def test_the_words_of_a_hostile_title_are_words(public: Client) -> None:
    hostile = "1.推进<script>alert(1)</script>平台建设。全年建成3个平台。\n2.培育企业35家以上。\n"
    made = published(standing_plan(f"云岭市2026年科技创新工作要点\n一、重点任务\n{hostile}"))
    html = body(public, address(made.plan)) + body(public, reverse("public:search") + "?q=<script>alert")
    assert "<script" not in html


def test_search_engines_are_told_what_they_may_read(shown: Any, public: Client) -> None:
    assert "Disallow: /\n" in body(public, reverse("robots"))
    assert f"{address(shown.plan)}</loc>" in body(public, reverse("public:sitemap"))
