"""What belongs to the restricted register stays apart, whatever becomes of its row."""

from __future__ import annotations

import pytest

from tests.cast import actor
from tests.workplan.plans.making import TEXT, accept_all, small_plan, task_of
from tests.workplan.plans.reviewed_plan import signed_in
from tests.workplan.plans.standing import approved_plan
from yaodian.workplan.plans.actions.reshaping import merge_tasks, split_task
from yaodian.workplan.plans.actions.restricting import looks_restricted, restrict_task
from yaodian.workplan.plans.models import Plan, Task
from yaodian.workplan.restricted.access import entered
from yaodian.workplan.restricted.models import Matter

pytestmark = pytest.mark.django_db


def apart(plan: Plan, no: str) -> Task:
    task = task_of(plan, no)
    return restrict_task(task, True, by=actor("clerk"), revision=task.revision, reason="党务")


def in_register() -> set[int]:
    with entered(actor("leader")):
        return set(Matter.objects.values_list("task", flat=True))


def test_both_parts_of_a_split_task_stay_in_the_register() -> None:
    plan = accept_all(small_plan())
    task = apart(plan, "4")
    parts = split_task(
        task, by=actor("clerk"), revision=task.revision, at=task.start + 12, no="5", title="营造氛围"
    )
    assert [part.restricted for part in parts] == [True, True]
    assert in_register() == {part.pk for part in parts}


def test_a_task_merged_from_one_of_the_register_stays_in_it() -> None:
    plan = accept_all(small_plan())
    task, other = apart(plan, "4"), task_of(plan, "3")
    merged = merge_tasks([(other, other.revision), (task, task.revision)], by=actor("clerk"))
    assert merged.restricted
    assert in_register() == {merged.pk}


def test_open_work_is_split_without_the_register() -> None:
    plan = accept_all(small_plan())
    task = task_of(plan, "4")
    parts = split_task(
        task, by=actor("clerk"), revision=task.revision, at=task.start + 12, no="5", title="营造氛围"
    )
    assert [part.restricted for part in parts] == [False, False]
    assert in_register() == set()


@pytest.mark.parametrize("login", ["clerk", "auditor"])
def test_the_page_of_such_a_task_shows_its_number_alone(login: str) -> None:
    task = apart(approved_plan(), "4")
    page = signed_in(login).get(task.get_absolute_url()).content.decode()
    assert "第 4 项（专项登记）" in page
    assert task.title not in page


def test_the_pages_of_its_targets_show_no_number_either() -> None:
    plan = approved_plan()
    task = apart(plan, "3")
    target = task.targets.first()
    assert target is not None
    assert target.text not in signed_in("clerk").get(target.get_absolute_url()).content.decode()
    open_one = plan.targets.get(text__contains="35家")
    assert open_one.text in signed_in("clerk").get(open_one.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "title",
    [
        "加强党的建设",
        "坚持党的领导",
        "落实全面从严治党",
        "抓好宣传思想文化工作",
        "推进机关党务",
        "配合巡察整改",
        "开展主题教育",
    ],
)
def test_the_usual_words_for_party_matters_are_recognised(title: str) -> None:
    assert looks_restricted(Task(title=title, section=[]))


@pytest.mark.parametrize("title", ["培育高新技术企业", "建设科技创新平台", "加强知识产权保护"])
def test_ordinary_work_is_not(title: str) -> None:
    assert not looks_restricted(Task(title=title, section=["一、强化主体培育"]))


def test_the_measured_words_do_not_stand_in_the_small_plan() -> None:
    assert not any(looks_restricted(task) for task in small_plan(text=TEXT).tasks.all())
