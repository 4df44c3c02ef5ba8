"""放开: nothing is let out, on either channel, but beside what the public reads."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from lxml import html

from tests import cast
from tests.workplan.disclosure.making import prepared, published, standing_plan
from tests.workplan.plans.reviewed_plan import signed_in
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common import clock
from yaodian.foundation.common.refusal import Problems, Refused
from yaodian.workplan.disclosure.access import NOT_PUBLIC
from yaodian.workplan.disclosure.actions.publishing import withdraw_disclosure
from yaodian.workplan.disclosure.actions.releasing import (
    KEPT_BACK,
    NOT_THERE,
    decide_release,
    propose_release,
)
from yaodian.workplan.disclosure.models import Release
from yaodian.workplan.plans.actions.restricting import restrict_task
from yaodian.workplan.plans.models import Plan, Target, Task

pytestmark = pytest.mark.django_db
CHANNELS = ["portal", "wall"]
both = pytest.mark.parametrize("channel", CHANNELS)


@pytest.fixture
def plan() -> Plan:
    return standing_plan()


def ask(item: Task | Target, channel: str, kind: str = "light") -> Release:
    told: dict[str, Any] = {"plan": item.plan, "kind": kind, "channel": channel, "reason": "便于监督"}
    return propose_release(item, **told, by=cast.actor("clerk"))


def refused(item: Task | Target, channel: str, kind: str = "light") -> list[tuple[str, str]]:
    with pytest.raises(Problems) as problems:
        ask(item, channel, kind)
    return [(problem.field, problem.words) for problem in problems.value.items]


def let_out(item: Task | Target, channel: str) -> Release:
    """Released as a leader would; the portal would ask for figures first."""
    row = ask(item, channel)
    leader = cast.actor("leader").user
    Release.objects.filter(pk=row.pk).update(state="released", approved_by=leader, approved_at=clock.now())
    return row


def states() -> list[tuple[str, str]]:
    return list(Release.objects.order_by("id").values_list("channel", "state"))


@both
def test_a_plan_that_is_not_public_is_disclosed_first(channel: str, plan: Plan) -> None:
    with pytest.raises(Refused, match=NOT_PUBLIC):
        ask(plan.tasks.get(no="1"), channel)
    prepared(plan)
    with pytest.raises(Refused, match=NOT_PUBLIC):
        ask(plan.tasks.get(no="1"), channel)


@both
def test_a_redacted_task_and_its_targets_are_released_on_no_channel(channel: str, plan: Plan) -> None:
    published(plan, no3="正在谈判")
    task = plan.tasks.get(no="3")
    for item in (task, *task.targets.all()):
        assert refused(item, channel) == [("item", KEPT_BACK)]
    assert ask(plan.tasks.get(no="4"), channel).state == "proposed"


@both
def test_what_is_being_prepared_as_redacted_is_not_released_meanwhile(channel: str, plan: Plan) -> None:
    published(plan)
    row = ask(plan.tasks.get(no="3"), channel)
    prepared(plan, no3="正在谈判")
    target = plan.targets.filter(task__no="3").first()
    assert refused(target, channel) == [("item", KEPT_BACK)]
    with pytest.raises(Problems) as problems:
        decide_release(row, True, by=cast.actor("leader"), revision=row.revision)
    assert KEPT_BACK in [problem.words for problem in problems.value.items]


@both
def test_a_task_that_came_back_from_the_register_waits_for_a_new_page(channel: str, plan: Plan) -> None:
    published(plan)
    task = plan.tasks.get(no="5")
    task = restrict_task(task, False, by=cast.actor("chief"), revision=task.revision, reason="一般任务")
    assert refused(task, channel) == [("item", NOT_THERE)]
    published(plan)
    assert ask(task, channel).state == "proposed"


def test_a_page_that_redacts_a_task_takes_back_what_was_released_of_it(plan: Plan) -> None:
    published(plan)
    task = plan.tasks.get(no="3")
    for channel in CHANNELS:
        let_out(task, channel)
        let_out(task.targets.first(), channel)
    ask(task, "wall", "progress")
    kept = [let_out(plan.tasks.get(no="4"), channel) for channel in CHANNELS]
    published(plan, no3="正在谈判")
    gone = Release.objects.exclude(pk__in=[row.pk for row in kept])
    assert list(gone.values_list("state", flat=True)) == ["withdrawn"] * 5
    assert [state for _, state in states()[-2:]] == ["released"] * 2
    told = Entry.objects.about(gone.first()).get(action="take_back_release")
    assert told.reason == "新版公开页面上没有这一项，放开随之收回"


def test_a_withdrawn_page_takes_back_everything_released_beside_it(plan: Plan) -> None:
    page = published(plan)
    for channel in CHANNELS:
        let_out(plan.tasks.get(no="1"), channel)
        ask(plan.tasks.get(no="2"), channel)
    withdraw_disclosure(page, by=cast.actor("chief"), revision=page.revision, reason="重新核对")
    assert [state for _, state in states()] == ["withdrawn"] * 4
    told = Entry.objects.filter(action="take_back_release").values_list("reason", flat=True)
    assert list(told) == ["公开页面撤下，放开随之收回"] * 4


def test_giving_up_a_new_page_takes_nothing_back(plan: Plan) -> None:
    published(plan)
    let_out(plan.tasks.get(no="1"), "wall")
    made = prepared(plan, no3="正在谈判")
    withdraw_disclosure(made, by=cast.actor("chief"), revision=made.revision, reason="不办了")
    assert states() == [("wall", "released")]


@pytest.mark.parametrize(("kind", "label"), [("handler", "责任人"), ("weight", "权重")])
def test_the_wall_names_nobody_and_weighs_nothing(kind: str, label: str, plan: Plan) -> None:
    published(plan)
    task = plan.tasks.get(no="1")
    words = f"大屏不显示“{label}”，请改选门户，或改选其他内容。"
    assert refused(task, "wall", kind) == [("channel", words)]
    assert ask(task, "portal", kind).state == "proposed"


def test_the_form_chooses_nothing_beforehand_and_offers_nothing_redacted(plan: Plan) -> None:
    published(plan, no3="正在谈判")
    prepared(plan, no4="涉及内部安排")
    answer = signed_in("clerk").get(reverse("disclosure:propose", args=[plan.pk]))
    page = html.fromstring(answer.content.decode())
    first = page.xpath("//select[@name='kind']/option")[0]
    assert (first.get("value"), first.text) == ("", "请选择")
    assert page.xpath("//select[@name='kind']/option[@selected][@value!='']") == []
    assert page.xpath("//input[@name='channel'][@checked]") == []
    open_tasks = plan.tasks.filter(no__in=["1", "2"])
    wanted = [f"task-{task.pk}" for task in open_tasks]
    wanted += [f"target-{target.pk}" for target in plan.targets.filter(task__in=open_tasks)]
    assert page.xpath("//select[@name='item']/option/@value") == ["", *wanted]
