"""A plan to review, imported through the action, and small ways to speak to its pages."""

from __future__ import annotations

import uuid
from typing import Any

from django.test import Client

from tests.cast import actor
from yaodian.foundation.people.models import User
from yaodian.workplan.plans.actions.importing import import_plan
from yaodian.workplan.plans.models import Plan, Target, Task

TEXT = """云岭市科学技术局2026年工作要点

2026年，全市科技工作要新认定高新技术企业30家以上，实现技术合同登记额6.5亿元以上。

一、培育创新主体

1.梯次培育科技企业。全年入库科技型中小企业400家以上，新认定高新技术企业30家以上，兑付科技创新券500万元。

2.建设创新平台。新增省级创新平台3家、市级创新平台12家，建成科技特派员工作站20个。

二、转化科技成果

3.办好成果对接活动。每季度举办成果对接会1场，促成签约项目50项，签约金额超过8亿元。

4.用好技术市场。培养技术经理人60名，技术合同登记额增长15%以上。
"""


def imported(text: str = TEXT, by: str = "clerk") -> Plan:
    return import_plan(text.encode(), "2026年工作要点.txt", by=actor(by))


def long_text(tasks: int) -> str:
    """A plan with as many tasks as asked for, each with one target."""
    lines = ["云岭市科学技术局2026年工作要点", "", "一、主要任务", ""]
    lines += [
        f"{n}.推进第{n}项科技工作。全年完成科技项目{n + 10}项以上，做好服务保障。\n"
        for n in range(1, tasks + 1)
    ]
    return "\n".join(lines)


def signed_in(key: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=key))
    return client


def target(plan: Plan, words: str) -> Target:
    """The live target whose words in the plan contain `words`."""
    return plan.targets.live().select_related("plan", "task").get(text__contains=words)


def task(plan: Plan, title: str) -> Task:
    return plan.tasks.live().select_related("plan").get(title__contains=title)


def fields(item: Task | Target, **changes: Any) -> dict[str, Any]:
    """What the item's form would send, with `changes` typed into it."""
    from yaodian.workplan.plans.presenting.items import form_values

    return {**form_values(item), "revision": item.revision, "key": uuid.uuid4().hex, **changes}


def address(item: Task | Target, verb: str = "") -> str:
    return f"{item.get_absolute_url()}{verb and verb + '/'}"


JSON = {"headers": {"accept": "application/json"}}
