"""What splitting and merging keep, what they refuse, and who hears what of it."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse

from tests.cast import actor
from yaodian.foundation.common.refusal import Problems, Refused
from yaodian.foundation.flow.doors import Superseded
from yaodian.workplan.plans.actions.deciding import accept, accept_seen
from yaodian.workplan.plans.actions.reshaping import merge_tasks, split_target, split_task
from yaodian.workplan.plans.actions.reviewing import finish_review
from yaodian.workplan.plans.details import put_together, shared_out
from yaodian.workplan.plans.models import Plan, Target, Task

from .reviewed_plan import JSON, address, fields, imported, signed_in, target, task

pytestmark = pytest.mark.django_db

TEXT = """云岭市科学技术局2026年工作要点

一、培育创新主体

1.梯次培育科技企业。每季度走访企业，6月底前出台科技企业培育办法。（高新技术科）12月底前建成服务平台，新认定高新技术企业30家以上。（成果转化科）

2.办好成果对接活动。每月举办成果对接会，9月底前签订合作协议5份。（成果转化科）
"""


@pytest.fixture
def plan() -> Plan:
    return imported(TEXT)


def told(one: Task) -> dict[str, list[str]]:
    """Details by their words."""
    return {
        name: [each["text"] if "text" in each else each["verb"] for each in found]
        if isinstance(found[0], dict)
        else found
        for name, found in one.details.items()
    }


def test_each_part_of_a_task_gets_the_details_of_its_own_words(plan: Plan) -> None:
    whole = task(plan, "梯次培育")
    at = plan.text.index("12月底前")
    first, second = split_task(whole, by=actor("clerk"), revision=1, at=at, no="1之二", title="建设服务平台")
    assert told(first) == {
        "deadlines": ["6月底前"],
        "frequency": ["每季度"],
        "divisions": ["高新技术科"],
        "milestones": ["出台"],
    }
    assert told(second) == {
        "deadlines": ["12月底前"],
        "divisions": ["成果转化科"],
        "milestones": ["建成"],
    }


def test_the_parts_of_a_task_inherit_who_leads_it(plan: Plan) -> None:
    whole = task(plan, "梯次培育")
    at = plan.text.index("12月底前")
    parts = split_task(whole, by=actor("clerk"), revision=1, at=at, no="1之二", title="建设服务平台")
    assert whole.supporting != "" or whole.lead is not None
    assert [(part.lead, part.supporting) for part in parts] == [(whole.lead, whole.supporting)] * 2


def test_a_merged_task_has_the_details_of_all_once(plan: Plan) -> None:
    both = [task(plan, "梯次培育"), task(plan, "办好")]
    merged = merge_tasks([(one, 1) for one in both], by=actor("clerk"))
    assert told(merged)["deadlines"] == ["6月底前", "12月底前", "9月底前"]
    assert told(merged)["divisions"] == ["高新技术科", "成果转化科"]


def test_a_name_that_neither_part_holds_stays_with_the_first() -> None:
    text = "出台办法。建成平台（高新科）。"
    details = {"divisions": ["高新科", "办公室"], "milestones": [{"verb": "建成", "start": 5}]}
    first, second = shared_out(details, text, 0, 5, len(text))
    assert first == {"divisions": ["办公室"]}
    assert second == {"divisions": ["高新科"], "milestones": [{"verb": "建成", "start": 5}]}
    assert put_together([first, second, first]) == {
        "divisions": ["办公室", "高新科"],
        "milestones": [{"verb": "建成", "start": 5}],
    }


def test_the_parts_of_a_target_lie_inside_it(plan: Plan) -> None:
    whole = target(plan, "高新技术企业30家")
    middle = whole.start + 4
    for outside in (
        [{"start": whole.start - 1, "end": middle}, {"start": middle, "end": whole.end}],
        [{"start": whole.start, "end": middle}, {"start": middle, "end": whole.end + 1}],
    ):
        with pytest.raises(Problems, match="超出了原来这一条的范围"), transaction.atomic():
            split_target(whole, by=actor("clerk"), revision=1, parts=outside)
    assert Target.objects.get(pk=whole.pk).state == "proposed"


@pytest.mark.parametrize("at", ["99999999", "0", "-3", "1", "x"])
def test_a_cut_that_lies_nowhere_is_brought_inside(plan: Plan, at: str) -> None:
    client = signed_in("clerk")
    for item in (target(plan, "高新技术企业30家"), task(plan, "办好")):
        page = client.get(address(item, "split"), {"at": at})
        assert page.status_code == 200
        assert item.start < page.context["at"] < item.end
        assert client.post(address(item, "split"), {"at": at, "revision": 1}).status_code == 422
        item.refresh_from_db()
        assert item.state == "proposed"


def test_a_task_is_not_cut_outside_its_words(plan: Plan) -> None:
    item = task(plan, "办好")
    cut = {"at": "99999999", "no": "3", "title": "另一项", "revision": 1}
    answer = signed_in("clerk").post(address(item, "split"), cut, **JSON)
    assert (answer.status_code, [one["field"] for one in answer.json()["problems"]]) == (422, ["at"])


@pytest.mark.parametrize("verb", ["", "split", "merge", "accept", "accept-all"])
def test_a_reader_hears_why_before_anything_sent_is_judged(plan: Plan, verb: str) -> None:
    item = task(plan, "梯次培育")
    answer = signed_in("leader").post(address(item, verb), {}, **JSON)
    assert (answer.status_code, "您可以查看" in answer.json()["refused"]) == (403, True)


def test_what_was_saved_before_the_review_ended_is_told_as_saved_when_sent_again(plan: Plan) -> None:
    client, item = signed_in("clerk"), target(plan, "高新技术企业30家")
    sent = fields(item, value="31", key="answer-was-lost")
    assert client.post(address(item), sent, **JSON).status_code == 200
    for one in (*plan.tasks.all(), *plan.targets.filter(state="proposed")):
        accept(one, by=actor("clerk"), revision=1)
    finish_review(Plan.objects.get(pk=plan.pk), by=actor("clerk"), revision=1)
    assert client.post(address(item), sent, **JSON).status_code == 200
    other = client.post(address(item), fields(item, indicator="", key="new"), **JSON)
    assert (other.status_code, "已核对" in other.json()["refused"]) == (403, True)


def test_what_was_seen_is_accepted_all_or_none(plan: Plan) -> None:
    whole, part = task(plan, "梯次培育"), target(plan, "高新技术企业30家")
    with pytest.raises(Refused), transaction.atomic():
        accept_seen(whole, {f"task-{whole.pk}": 1}, by=actor("leader"))
    with pytest.raises(Superseded), transaction.atomic():
        accept_seen(whole, {f"task-{whole.pk}": 1, f"target-{part.pk}": 7}, by=actor("clerk"))
    assert Task.objects.get(pk=whole.pk).state == "proposed"
    done = accept_seen(whole, {f"target-{part.pk}": 1}, by=actor("clerk"))
    assert [(one.pk, one.state) for one in done] == [(part.pk, "accepted")]
    assert Task.objects.get(pk=whole.pk).state == "proposed"


def test_the_state_of_a_review_is_not_told_to_whom_it_was_not_meant_for(plan: Plan) -> None:
    url = reverse("plans:review_state", args=[plan.pk])
    answer = signed_in("colleague").get(url, {"as_user": actor("clerk").id}, **JSON)
    assert (answer.status_code, answer.json()) == (401, {"other": True})
