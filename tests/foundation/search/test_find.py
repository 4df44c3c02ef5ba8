"""Finding on PostgreSQL: two-character words, any width, within what a person may see, by the index."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from tests.cast import actor
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.people.models import User
from yaodian.foundation.search import register
from yaodian.foundation.search.grams import tsquery
from yaodian.foundation.search.models import Findable

pytestmark = pytest.mark.django_db

TEXTS = {
    "一": "支持5G网络和ＡＩ大模型应用，兑付科技创新券400万元以上",
    "二": "新建创新平台，发放券种三类；国家级实验室",
    "三": "研发经费投入强度达到1.55%，推进北斗＋农业",
}


def seen_by_bureau(who: Actor):
    users = User.objects.order_by("order")[: len(TEXTS)]
    keys = list(users.values_list("pk", flat=True))
    return User.objects.filter(pk__in=keys if who.role == "clerk" else keys[:1])


def rows() -> list[register.Row]:
    keys = User.objects.order_by("order").values_list("pk", flat=True)
    return [
        (key, title, text, f"/{title}/", "") for key, (title, text) in zip(keys, TEXTS.items(), strict=False)
    ]


@pytest.fixture(autouse=True)
def kind(monkeypatch: pytest.MonkeyPatch) -> Iterator[register.Kind]:
    """One kind alone: users stand for records, the clerk sees all three and others the first."""
    sample = register.Kind("sample", "样例", seen_by_bureau, rows)
    monkeypatch.setattr(register, "_kinds", {"sample": sample})
    register.put("sample", rows())
    return sample


def titles(words: str, who: str = "clerk") -> list[str]:
    return sorted(register.find(words, actor(who)).values_list("title", flat=True))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("创新", ["一", "二"]),
        ("创新券", ["一"]),
        ("北斗", ["三"]),
        ("券", ["一", "二"]),
        ("网", ["一"]),
        ("G网", ["一"]),
        ("5g网", ["一"]),
        ("Ｇ网络", ["一"]),
        ("ai大", ["一"]),
        ("AI", ["一"]),
        ("斗+", ["三"]),
        ("+农", ["三"]),
        ("400", ["一"]),
        ("４００万", ["一"]),
        ("00万元", ["一"]),
        ("1.55", ["三"]),
        ("55%", ["三"]),
        ("平台 实验室", ["二"]),
        ("创新 农业", []),
        ("新券网", []),
        ("%", []),
        ("_", []),
        ("'; drop", []),
    ],
)
def test_words_find_the_texts_in_which_they_stand(words: str, found: list[str]) -> None:
    assert titles(words) == found


def test_a_person_finds_only_what_they_may_see() -> None:
    assert titles("创新", "company") == ["一"]
    assert titles("北斗", "company") == []


def test_another_kind_finds_nothing_here() -> None:
    assert list(register.find("创新", actor("clerk"), "plan")) == []


def test_what_was_removed_is_not_found() -> None:
    register.remove("sample", [rows()[0][0]])
    assert titles("创新") == ["二"]


def test_what_was_entered_again_is_found_by_its_new_text_alone() -> None:
    key = rows()[0][0]
    register.put("sample", [(key, "新", "量子通信", "/", "")])
    assert (titles("量子"), titles("5G")) == (["新"], [])


def test_the_index_is_used_for_two_characters() -> None:
    register.put("sample", [(10**6 + n, f"第{n}项", f"任务{n}的内容", "/", "") for n in range(1000)])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Findable.objects.filter(grams__holds=tsquery("创新")).explain()
    assert "Bitmap Index Scan on findable_grams" in plan
    assert "::tsquery" in str(register.find("创新", actor("clerk")).query)


def test_the_register_is_rebuilt_from_what_the_apps_hold() -> None:
    Findable.objects.filter(title="二").delete()
    register.put("sample", [(10**9, "留下的", "", "/", "")])
    out = StringIO()
    call_command("rebuild_search", stdout=out)
    assert out.getvalue() == "样例：3 条\n"
    assert set(Findable.objects.values_list("title", flat=True)) == set(TEXTS)
