"""The living page is what pages are built from: complete, sound and without anything inline."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from django.test import RequestFactory

from yaodian.site.living import FINDINGS, PARTS, living

pytestmark = pytest.mark.django_db


@pytest.fixture
def html() -> str:
    response = living(RequestFactory().get("/components"))
    assert response.status_code == 200
    return response.content.decode()


def test_every_part_has_its_place_and_its_entry_in_the_index(html: str) -> None:
    missing = [name for name, _title in PARTS if f'id="{name}"' not in html or f'href="#{name}"' not in html]
    assert missing == []


def test_no_id_is_given_twice(html: str) -> None:
    twice = [name for name, times in Counter(re.findall(r'\bid="([^"]+)"', html)).items() if times > 1]
    assert twice == []


def test_labels_descriptions_and_links_lead_to_something_on_the_page(html: str) -> None:
    ids = set(re.findall(r'\bid="([^"]+)"', html))
    wanted = set(re.findall(r'(?:for="|href="#)([^"]+)"', html))
    for names in re.findall(r'aria-(?:describedby|labelledby)="([^"]+)"', html):
        wanted |= set(names.split())
    assert wanted - ids == set()


def test_what_was_typed_stays_beside_the_words_that_say_what_to_do(html: str) -> None:
    assert 'value="二〇二六"' in html
    assert html.count("“年份”请填整数，例如 12") == 2
    assert html.count("请填写“计划名称”") == 2


def test_the_non_secret_line_stands_on_the_page(html: str) -> None:
    assert html.count("本系统为非涉密系统，严禁处理、存储国家秘密") == 1


def test_the_interface_never_calls_anything_illegal_or_void(html: str) -> None:
    assert [word for word in ("非法", "无效") if word in html] == []


def test_the_review_shows_all_four_states_on_both_sides(html: str) -> None:
    assert {finding.state for finding in FINDINGS} == {"proposed", "accepted", "corrected", "rejected"}
    for finding in FINDINGS:
        assert f'id="hit-{finding.id}"' in html
        assert f'id="item-{finding.id}"' in html


def test_large_type_follows_the_cookie() -> None:
    request = RequestFactory().get("/components")
    request.COOKIES["type_size"] = "large"
    assert '<html lang="zh-CN" class="large-type">' in living(request).content.decode()
