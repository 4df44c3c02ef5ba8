"""A small plan for tests, imported through the action like any other."""

from __future__ import annotations

from tests.cast import actor
from yaodian.workplan.plans.actions.deciding import accept
from yaodian.workplan.plans.actions.importing import import_plan
from yaodian.workplan.plans.models import Plan, Target, Task

TEXT = """云岭市2026年科技创新工作要点
2026年，全市科技创新工作的总体要求是加快建设省级创新型城市。主要目标是：高新技术企业总数达到210家。
一、培育创新主体
1.培育高新技术企业。建立培育库，全年新认定高新技术企业35家以上，力争高新技术企业总数达到210家。
2.壮大科技型中小企业。常态化开展评价服务，全年入库科技型中小企业450家以上。
二、服务乡村振兴
3.选派科技特派员。全市科技特派员不少于160人，开展农业技术培训100场以上。
4.办好科技活动周。精心组织送科技下乡活动，营造崇尚创新的良好氛围。
"""


def small_plan(login: str = "clerk", text: str = TEXT) -> Plan:
    return import_plan(text.encode(), "要点.txt", by=actor(login))


def long_plan(tasks: int) -> Plan:
    """A plan with as many tasks, each with one target."""
    items = [
        f"{n}.推进第{n}类重点工作。全年实施重点项目{n + 10}项以上，确保取得实效。"
        for n in range(1, tasks + 1)
    ]
    text = (
        "云岭市2026年科技创新工作要点\n为做好全年工作，制定本要点。\n一、重点任务\n" + "\n".join(items) + "\n"
    )
    return import_plan(text.encode(), "要点.txt", by=actor("clerk"))


def accept_all(plan: Plan, login: str = "clerk") -> Plan:
    """Accept every task and target that waits; the plan as it then is."""
    for item in [*plan.tasks.filter(state="proposed"), *plan.targets.filter(state="proposed")]:
        accept(item, by=actor(login), revision=item.revision)
    plan.refresh_from_db()
    return plan


def target_of(plan: Plan, words: str) -> Target:
    return plan.targets.get(text__contains=words, state__in=["proposed", "accepted", "rejected"])


def task_of(plan: Plan, no: str) -> Task:
    return plan.tasks.get(no=no, state__in=["proposed", "accepted", "rejected"])
