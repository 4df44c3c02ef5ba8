"""The review through the HTTP client: every decision, told once, with and without scripts."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.cast import actor
from yaodian.foundation.audit.models import Entry
from yaodian.workplan.plans.actions.deciding import accept
from yaodian.workplan.plans.models import Plan, Target, Task
from yaodian.workplan.plans.states import PlanState

from .reviewed_plan import JSON, TEXT, address, fields, imported, long_text, signed_in, target, task

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return imported()


def test_the_page_marks_each_target_in_the_text_and_lists_it_under_its_task(plan: Plan) -> None:
    page = signed_in("clerk").get(reverse("plans:review", args=[plan.pk])).content.decode()
    platform = target(plan, "省级创新平台")
    assert f'id="hit-target-{platform.pk}" href="#item-target-{platform.pk}"' in page
    home = page.index(f'id="item-task-{task(plan, "建设创新平台").pk}"')
    assert (
        home
        < page.index(f'id="item-target-{platform.pk}"')
        < page.index(f'id="item-task-{task(plan, "办好").pk}"')
    )


def test_the_paragraphs_of_the_page_hold_exactly_the_text_of_the_plan(plan: Plan) -> None:
    from yaodian.workplan.plans.presenting.document import paragraphs
    from yaodian.workplan.plans.presenting.items import shown_items

    for paragraph in paragraphs(plan, shown_items(plan)):
        assert "".join(part.text for part in paragraph.segments) == plan.text[paragraph.start : paragraph.end]


@pytest.mark.parametrize(("who", "offered"), [("clerk", True), ("leader", False)])
def test_only_who_may_review_is_offered_to_add_items(plan: Plan, who: str, offered: bool) -> None:
    client = signed_in(who)
    page = client.get(reverse("plans:review", args=[plan.pk])).content.decode()
    for name in ("plans:task_add", "plans:target_add"):
        address = reverse(name, args=[plan.pk])
        assert (f'href="{address}"' in page) is offered
        assert client.get(address).status_code == (200 if offered else 403)


@pytest.mark.parametrize(("verb", "state"), [("accept", "accepted"), ("reject", "rejected")])
def test_a_decision_is_stored_with_who_made_it(plan: Plan, verb: str, state: str) -> None:
    item = target(plan, "省级创新平台")
    answer = signed_in("clerk").post(address(item, verb), {"revision": 1, "reason": "口径不同"}, **JSON)
    item.refresh_from_db()
    assert (answer.status_code, item.state, item.decided_by_id) == (200, state, actor("clerk").user.pk)
    assert answer.json()["items"][0]["state"] == state


def test_a_rejected_item_can_be_restored(plan: Plan) -> None:
    item, client = target(plan, "省级创新平台"), signed_in("clerk")
    client.post(address(item, "reject"), {"revision": 1}, **JSON)
    answer = client.post(address(item, "restore"), {"revision": 2}, **JSON)
    assert answer.json()["items"][0]["state"] == "proposed"


def test_a_correction_accepts_and_shows_as_corrected(plan: Plan) -> None:
    item = target(plan, "省级创新平台")
    answer = signed_in("clerk").post(address(item), fields(item, value="４"), **JSON)
    item.refresh_from_db()
    assert (answer.status_code, item.state, int(item.value)) == (200, "accepted", 4)
    assert answer.json()["items"][0]["look"] == "corrected"


def test_a_task_is_corrected_with_its_division_and_date(plan: Plan) -> None:
    item = task(plan, "建设创新平台")
    division = plan.organisation.divisions.get(name="高新技术科")
    changed = fields(item, lead=division.pk, due_on="2026-06-30", title="建好创新平台")
    assert signed_in("clerk").post(address(item), changed, **JSON).status_code == 200
    item.refresh_from_db()
    assert (item.title, item.lead, str(item.due_on)) == ("建好创新平台", division, "2026-06-30")


def test_what_is_missing_is_told_all_at_once(plan: Plan) -> None:
    item = target(plan, "省级创新平台")
    answer = signed_in("clerk").post(address(item), fields(item, indicator="", value="三家"), **JSON)
    assert answer.status_code == 422
    assert [problem["field"] for problem in answer.json()["problems"]] == ["indicator", "value"]


def test_selected_words_become_a_target_with_what_the_reader_finds(plan: Plan) -> None:
    client = signed_in("clerk")
    words = "签约金额超过8亿元"
    old = target(plan, words)
    client.post(address(old, "reject"), {"revision": 1}, **JSON)
    span = {"start": plan.text.index(words), "end": plan.text.index(words) + len(words)}
    suggested = client.get(reverse("plans:review_suggest", args=[plan.pk]), span).json()["fields"]
    assert (suggested["value"], suggested["unit"], suggested["comparator"]) == ("8", "亿元", ">")
    answer = client.post(reverse("plans:target_add", args=[plan.pk]), {**suggested, "key": "add-1"}, **JSON)
    (made,) = answer.json()["made"]
    added = Target.objects.get(pk=made.removeprefix("target-"))
    assert (added.text, added.state, added.origin) == (words, "accepted", "added")
    assert f"item-{made}" in answer.json()["list"]


def test_words_without_a_number_suggest_only_their_place_and_task(plan: Plan) -> None:
    start = plan.text.index("促成签约")
    span = {"start": start, "end": start + 4}
    suggested = signed_in("clerk").get(reverse("plans:review_suggest", args=[plan.pk]), span).json()["fields"]
    home = str(task(plan, "办好").pk)
    assert suggested == {"start": str(start), "end": str(start + 4), "task": home}


def test_selected_words_become_a_task_in_the_section_around_them(plan: Plan) -> None:
    client = signed_in("clerk")
    old = task(plan, "用好技术市场")
    client.post(address(old, "reject"), {"revision": 1}, **JSON)
    span = {"start": old.start, "end": old.end, "kind": "task"}
    suggested = client.get(reverse("plans:review_suggest", args=[plan.pk]), span).json()["fields"]
    assert (suggested["no"], suggested["title"]) == ("4", "用好技术市场")
    made = client.post(reverse("plans:task_add", args=[plan.pk]), suggested, **JSON).json()["made"][0]
    assert Task.objects.get(pk=made.removeprefix("task-")).section == ["二、转化科技成果"]


def test_a_target_is_split_at_a_character(plan: Plan) -> None:
    client, item = signed_in("clerk"), target(plan, "省级创新平台")
    cut = item.start + 4
    first = {f"first-{name}": value for name, value in fields(item, end=cut).items()}
    second = {f"second-{name}": value for name, value in fields(item, start=cut, indicator="平台").items()}
    answer = client.post(address(item, "split"), {"revision": 1, "at": cut, **first, **second}, **JSON)
    made = Target.objects.filter(pk__in=[key.removeprefix("target-") for key in answer.json()["made"]])
    assert [(part.start, part.end) for part in made] == [(item.start, cut), (cut, item.end)]
    item.refresh_from_db()
    assert (item.state, [part.made_from for part in made]) == ("replaced", [[item.pk], [item.pk]])


def test_a_task_is_split_and_its_targets_follow(plan: Plan) -> None:
    client, item = signed_in("clerk"), task(plan, "建设创新平台")
    at = plan.text.index("建成科技特派员工作站")
    answer = client.post(
        address(item, "split"), {"revision": 1, "at": at, "no": "2之二", "title": "建站"}, **JSON
    )
    assert answer.status_code == 200
    assert target(plan, "科技特派员工作站").task.title == "建站"


def test_two_targets_are_merged(plan: Plan) -> None:
    client = signed_in("clerk")
    one, two = target(plan, "省级创新平台"), target(plan, "市级创新平台")
    told = {
        "seen": [f"target-{one.pk}:1", f"target-{two.pk}:1"],
        **fields(one, indicator="创新平台", value="15"),
    }
    answer = client.post(address(one, "merge"), told, **JSON)
    merged = Target.objects.get(pk=answer.json()["made"][0].removeprefix("target-"))
    assert (merged.start, merged.end, int(merged.value)) == (one.start, two.end, 15)


def test_a_task_and_its_waiting_targets_are_accepted_together(plan: Plan) -> None:
    item = task(plan, "建设创新平台")
    seen = [f"task-{item.pk}:1", *(f"target-{one.pk}:1" for one in item.targets.all())]
    answer = signed_in("clerk").post(address(item, "accept-all"), {"seen": seen}, **JSON)
    assert {one["state"] for one in answer.json()["items"]} == {"accepted"}
    assert len(answer.json()["items"]) == len(seen)


def test_accepting_all_takes_none_when_one_was_changed_meanwhile(plan: Plan) -> None:
    item = task(plan, "建设创新平台")
    other = item.targets.first()
    signed_in("colleague").post(address(other), fields(other, value="9"), **JSON)
    signed_in("colleague").post(address(other, "restore"), {"revision": 2}, **JSON)
    seen = [f"task-{item.pk}:1", *(f"target-{one.pk}:1" for one in item.targets.all())]
    answer = signed_in("clerk").post(address(item, "accept-all"), {"seen": seen}, **JSON)
    item.refresh_from_db()
    assert (answer.status_code, item.state) == (409, "proposed")


def test_whoever_comes_second_sees_the_differences_and_overwrites_nothing(plan: Plan) -> None:
    item = target(plan, "省级创新平台")
    mine = fields(item, value="5", unit="个")
    signed_in("colleague").post(address(item), fields(item, value="4"), **JSON)
    answer = signed_in("clerk").post(address(item), mine, **JSON)
    item.refresh_from_db()
    told = answer.json()["superseded"]
    assert (answer.status_code, int(item.value), item.unit) == (409, 4, "家")
    assert (told["who"], told["conflict"], told["item"]["revision"]) == ("吴建国", True, 2)
    rows = {row["field"]: (row["seen"], row["now"], row["wanted"]) for row in told["rows"]}
    assert rows == {"value": ("3", "4", "5"), "unit": ("家", "家", "个")}


def test_a_correction_of_what_somebody_rejected_shows_the_rejection(plan: Plan) -> None:
    item = target(plan, "省级创新平台")
    mine = fields(item, value="5")
    signed_in("colleague").post(address(item, "reject"), {"revision": 1}, **JSON)
    told = signed_in("clerk").post(address(item), mine, **JSON).json()["superseded"]
    rows = {row["field"]: (row["seen"], row["now"], row["wanted"]) for row in told["rows"]}
    assert rows == {"value": ("3", "3", "5"), "state": ("待核对", "已剔除", "已采纳")}


def test_insisting_changes_only_what_the_person_had_changed(plan: Plan) -> None:
    item = target(plan, "省级创新平台")
    mine = fields(item, unit="个")
    signed_in("colleague").post(address(item), fields(item, value="4"), **JSON)
    told = signed_in("clerk").post(address(item), mine, **JSON).json()["superseded"]
    again = {**told["merged"], "revision": told["item"]["revision"], "key": "again"}
    assert signed_in("clerk").post(address(item), again, **JSON).status_code == 200
    item.refresh_from_db()
    assert (int(item.value), item.unit) == (4, "个")


def test_two_who_decide_alike_do_not_disturb_each_other(plan: Plan) -> None:
    item = target(plan, "省级创新平台")
    signed_in("colleague").post(address(item, "accept"), {"revision": 1}, **JSON)
    answer = signed_in("clerk").post(address(item, "accept"), {"revision": 1}, **JSON)
    assert (answer.status_code, answer.json()["superseded"]["conflict"]) == (409, False)
    assert Entry.objects.about(item).filter(action="accept_target").count() == 1


def test_the_same_submission_twice_is_done_once(plan: Plan) -> None:
    client = signed_in("clerk")
    item = target(plan, "省级创新平台")
    told = {"revision": 1, "key": "double-click"}
    statuses = [client.post(address(item, "accept"), told, **JSON).status_code for _ in range(2)]
    item.refresh_from_db()
    assert (statuses, item.revision) == ([200, 200], 2)


def test_adding_twice_with_one_key_adds_one(plan: Plan) -> None:
    client = signed_in("clerk")
    item = target(plan, "签约金额")
    client.post(address(item, "reject"), {"revision": 1}, **JSON)
    told = fields(item, key="add-twice")
    made = [
        client.post(reverse("plans:target_add", args=[plan.pk]), told, **JSON).json()["made"]
        for _ in range(2)
    ]
    assert made[0] == made[1]


def test_the_back_button_sends_an_old_revision_and_changes_nothing(plan: Plan) -> None:
    client = signed_in("clerk")
    item = target(plan, "省级创新平台")
    first = fields(item, value="4")
    client.post(address(item), first)
    page = client.post(address(item), {**first, "value": "7", "key": "after-going-back"})
    item.refresh_from_db()
    assert (page.status_code, int(item.value)) == (409, 4)
    assert "改用我的" in page.content.decode()


def test_one_key_with_other_content_is_told_apart(plan: Plan) -> None:
    client = signed_in("clerk")
    item = target(plan, "省级创新平台")
    first = fields(item, value="4", key="same")
    client.post(address(item), first)
    answer = client.post(address(item), {**first, "value": "7"})
    item.refresh_from_db()
    assert (answer.status_code, int(item.value)) == (422, 4)


def test_what_waited_for_one_person_is_not_sent_as_another(plan: Plan) -> None:
    item = target(plan, "省级创新平台")
    told = {"revision": 1, "as_user": actor("clerk").id}
    answer = signed_in("colleague").post(address(item, "accept"), told, **JSON)
    item.refresh_from_db()
    assert (answer.status_code, answer.json()["other"], item.state) == (401, True, "proposed")


def test_scripts_are_told_when_the_session_has_ended(plan: Plan, client) -> None:
    item = target(plan, "省级创新平台")
    answer = client.post(address(item, "accept"), {"revision": 1}, **JSON)
    assert (answer.status_code, answer.json()["other"]) == (401, False)
    assert client.get(item.get_absolute_url()).status_code == 302


@pytest.mark.parametrize(("who", "status"), [("leader", 403), ("auditor", 403), ("company", 404)])
def test_only_clerks_and_chiefs_decide(plan: Plan, who: str, status: int) -> None:
    item = target(plan, "省级创新平台")
    assert signed_in(who).post(address(item, "accept"), {"revision": 1}, **JSON).status_code == status


def test_a_leader_reads_the_review_without_buttons(plan: Plan) -> None:
    page = signed_in("leader").get(reverse("plans:review", args=[plan.pk])).content.decode()
    assert "您可以查看，不能修改" in page
    assert "actions-template" not in page


def test_the_page_has_one_name_wherever_it_is_named(plan: Plan) -> None:
    review, item = reverse("plans:review", args=[plan.pk]), target(plan, "省级创新平台")
    for who in ("clerk", "leader"):
        client = signed_in(who)
        assert "<h1>对照原文</h1>" in client.get(review).content.decode()
        for page in (plan.get_absolute_url(), address(item)):
            names = re.findall(rf'<a[^>]*href="{review}"[^>]*>([^<]*)</a>', client.get(page).content.decode())
            assert set(names) == {"对照原文"}


def test_an_item_of_another_plan_is_not_found(plan: Plan) -> None:
    other = imported(TEXT.replace("云岭市科学技术局2026", "云岭市科学技术局2025"))
    item = target(other, "省级创新平台")
    assert signed_in("clerk").get(f"/plans/{plan.pk}/targets/{item.pk}/").status_code == 404


def test_nothing_new_is_answered_with_nothing(plan: Plan) -> None:
    client = signed_in("clerk")
    page = client.get(reverse("plans:review", args=[plan.pk]))
    told = {"version": page.context["version"]}
    assert client.get(reverse("plans:review_state", args=[plan.pk]), told).status_code == 204


def test_another_persons_decision_arrives_with_their_name(plan: Plan) -> None:
    client = signed_in("clerk")
    version = client.get(reverse("plans:review", args=[plan.pk])).context["version"]
    item = target(plan, "省级创新平台")
    signed_in("colleague").get(reverse("plans:review_state", args=[plan.pk]))
    accept(item, by=actor("colleague"), revision=1)
    state = client.get(reverse("plans:review_state", args=[plan.pk]), {"version": version}).json()
    assert state["people"] == ["吴建国"]
    assert state["news"] == [{"key": f"target-{item.pk}", "who": "吴建国", "did": "采纳"}]
    assert [one["key"] for one in state["items"]] == [f"target-{item.pk}"]
    assert "list" not in state


@pytest.mark.parametrize("tasks", [5, 50])
def test_page_and_state_cost_the_same_queries_for_few_and_many_items(
    tasks: int, django_assert_max_num_queries
) -> None:
    plan = imported(long_text(tasks))
    assert plan.targets.count() == tasks
    client = signed_in("clerk")
    client.get("/plans/")
    with django_assert_max_num_queries(12) as page:
        client.get(reverse("plans:review", args=[plan.pk]))
    accept(plan.targets.first(), by=actor("colleague"), revision=1)
    with django_assert_max_num_queries(12) as state:
        assert client.get(reverse("plans:review_state", args=[plan.pk]), {"version": 1}).status_code == 200
    assert (len(page), len(state)) == (9, 9)


def test_the_whole_journey_by_plain_forms(plan: Plan) -> None:
    """Without scripts: correct two, reject one, add one, accept the rest page by page, finish."""
    client = signed_in("clerk")
    for words, value in (("省级创新平台", "4"), ("市级创新平台", "13")):
        item = target(plan, words)
        assert client.get(address(item)).status_code == 200
        assert client.post(address(item), fields(item, value=value)).status_code == 302
    wrong = target(plan, "签约金额")
    assert client.post(address(wrong, "reject"), {"revision": 1, "reason": "重复"}).status_code == 302
    form = client.get(reverse("plans:target_add", args=[plan.pk]), {"words": "签约金额超过8亿元"}).context[
        "form"
    ]
    told = {name: form[name].value() or "" for name in form.fields}
    assert client.post(reverse("plans:target_add", args=[plan.pk]), told).status_code == 302
    assert client.post(reverse("plans:finish", args=[plan.pk]), {"revision": 1}).status_code == 422
    at = task(plan, "梯次培育").get_absolute_url()
    while "/review/" not in at:
        at = client.post(f"{at}accept/", {"revision": 1}).headers["Location"]
    assert client.post(reverse("plans:finish", args=[plan.pk]), {"revision": 1}).status_code == 302
    plan.refresh_from_db()
    assert plan.state == PlanState.REVIEWED


@pytest.mark.parametrize("verb", ["", "split", "merge"])
def test_the_pages_of_an_item_open_without_scripts(plan: Plan, verb: str) -> None:
    client = signed_in("clerk")
    for item in (target(plan, "省级创新平台"), task(plan, "建设创新平台")):
        page = client.get(address(item, verb))
        assert page.status_code == 200
        assert (f"#hit-{item._meta.model_name}-{item.pk}" in page.content.decode()) == (verb == "")


def test_words_that_are_not_in_the_text_are_asked_for_again(plan: Plan) -> None:
    answer = signed_in("clerk").get(reverse("plans:task_add", args=[plan.pk]), {"words": "没有这句话"})
    assert answer.status_code == 422
    assert "原样复制" in answer.content.decode()
