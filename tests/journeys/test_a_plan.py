"""From the sign-in form to a reviewed plan whose every number leads back to its sentence, all through HTTP."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urldefrag

import pytest

from tests.journeys.clerk import (
    accept_the_rest,
    correct,
    finish,
    hand_in,
    item_address,
    listed,
    marked,
    plan_address,
    record_of,
    select_and_add,
)
from tests.journeys.documents import MAIN, Document
from tests.journeys.visitor import Page, signed_in

pytestmark = pytest.mark.django_db
WHY = "口径与统计部门不一致"
ADDED = {"indicator": "人工补充的指标", "value": "100", "unit": "%", "kind": "ratio"}


def states(review: Page) -> Counter[str]:
    return Counter(item.get("data-state") for item in review.all("li", "y-item"))


@pytest.mark.parametrize("document", MAIN, ids=str)
def test_a_plan_is_uploaded_reviewed_and_every_number_leads_back_to_its_sentence(document: Document) -> None:
    clerk = signed_in("clerk")
    review = hand_in(clerk, document.data, "工作要点.txt")
    plan = plan_address(review)

    tasks, targets = listed(review, "task"), listed(review, "target")
    assert (len(tasks), len(targets)) == (document.tasks, document.targets)
    assert (set(marked(review, "task")), set(marked(review, "target"))) == (set(tasks), set(targets))
    assert states(review) == {"proposed": document.tasks + document.targets}

    sentences = marked(review, "target")
    first, second, third = list(sentences)[:3]
    assert correct(clerk, item_address(plan, first), value="１，234.5", unit="万元").status == 200
    assert correct(clerk, item_address(plan, second), indicator="改过的指标").status == 200
    assert clerk.submit(clerk.open(item_address(plan, third)), holds="reason", reason=WHY).status == 200
    words, added = select_and_add(clerk, plan, **ADDED)
    assert added.texts("h1") == ["人工补充的指标"]
    assert added.texts("mark", "y-hit") == [words]

    assert "还不能完成" in clerk.open(f"{plan}finish/").words
    accept_the_rest(clerk, plan)
    decided = {"accepted": document.tasks + document.targets - 2, "corrected": 2, "rejected": 1}
    assert states(clerk.open(f"{plan}review/")) == decided
    done = finish(clerk, plan)
    assert (done.status, done.url, done.texts("span", "y-tag")[0]) == (200, plan, "已核对")

    assert_the_way_to_the_sentence_and_back(clerk, plan, first, sentences[first])
    assert_the_record_tells_all(clerk, plan, document)


def assert_the_way_to_the_sentence_and_back(clerk, plan: str, key: str, sentence: str) -> None:
    """Target → its sentence, marked → the place in the document → its line in the list → the target."""
    page = clerk.open(item_address(plan, key))
    assert page.texts("mark", "y-hit") == [sentence]
    (quote,) = page.all("blockquote", "y-quote")
    address, place = urldefrag(quote.xpath(".//footer/a/@href")[0])
    document = clerk.open(address)
    (anchor,) = document.tree.xpath(f"//*[@id='{place}']")
    assert anchor.text_content() == sentence
    (line,) = document.tree.xpath(f"//*[@id='{anchor.get('href').removeprefix('#')}']")
    assert line.xpath(".//a/@href")[0] == page.url


def assert_the_record_tells_all(clerk, plan: str, document: Document) -> None:
    told = record_of(clerk, plan)
    kinds = Counter(what.split("：")[0].split("（")[0] for what, _who, _why in told)
    assert kinds == {
        "导入文件": 1,
        "更正指标": 2,
        "剔除指标": 1,
        "补充指标": 1,
        "采纳任务": document.tasks,
        "采纳指标": document.targets - 3,
        "完成核对": 1,
    }
    assert (told[0][0].startswith("完成核对"), told[-1][0].startswith("导入文件")) == (True, True)
    assert [why for what, _who, why in told if what.startswith("剔除指标")] == [WHY]
    assert all("周文静" in who for _what, who, _why in told)
    assert any("→ 1234.5" in what and "→ 万元" in what for what, _who, _why in told)
