"""Other documents that bind the bureau go the same way as its annual plan."""

from __future__ import annotations

import pytest

from tests.journeys.clerk import accept_the_rest, finish, hand_in, plan_address
from tests.journeys.documents import CORPUS
from tests.journeys.visitor import signed_in

pytestmark = pytest.mark.django_db
KINDS = {
    "dongling_agreement": ("agreement", "合作协议"),
    "qingping_action": ("action_plan", "三年行动计划"),
    "hechuan_lists": ("task_list", "任务清单"),
    "liuhe_rectify": ("rectification", "整改清单"),
}


@pytest.mark.parametrize(("name", "kind"), KINDS.items(), ids=KINDS.keys())
def test_a_document_of_another_kind_is_imported_listed_and_reviewed(name: str, kind: tuple[str, str]) -> None:
    code, words = kind
    clerk = signed_in("clerk")
    review = hand_in(clerk, (CORPUS / f"{name}.txt").read_bytes(), f"{name}.txt")
    plan = plan_address(review)
    (row,) = clerk.open("/plans/").tree.iterfind(".//tbody/tr")
    assert [cell.text_content() for cell in row.findall("td") if cell.get("data-label") == "类别"] == [words]
    assert len(clerk.open(f"/plans/?kind={code}").tree.findall(".//tbody/tr")) == 1
    accept_the_rest(clerk, plan)
    done = finish(clerk, plan)
    assert (done.url, done.texts("span", "y-tag")[0]) == (plan, "已核对")
