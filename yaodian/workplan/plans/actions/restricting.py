"""Putting a task into the restricted register (专项登记), where only its reference is kept."""

from __future__ import annotations

import re

from django.db import transaction

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Problem, insist, insist_none
from yaodian.foundation.flow.doors import edit

from .. import extending
from ..access import may_restrict
from ..finding import refresh
from ..models import Target, Task
from .opening import hold_plan

PARTY_MATTERS = re.compile(
    r"党建|党的(?:建设|领导|政治|组织|作风|纪律|创新理论)|党组织|党支部|党员|党性|党务|党风|党纪|党费|主题党日|机关党委|统战"
    r"|廉政|廉洁|从严治党|意识形态|宣传思想|思想政治|精神文明|巡视|巡察|主题教育|中央八项规定|四风|纪检|主体责任|民主生活会"
)


def looks_restricted(task: Task) -> bool:
    """Whether heading, title or lead division are of party-building, ideological or inspection work.

    A person decides. Callers with many tasks fetch `lead` with them.
    """
    of_party = task.lead is not None and task.lead.party_affairs
    return of_party or bool(PARTY_MATTERS.search(" ".join([task.title, *task.section[-1:]])))


@transaction.atomic
def restrict_task(task: Task, restricted: bool, *, by: Actor, revision: int, reason: str) -> Task:
    """Put a task into the register, or take it out. Its targets go with it. Raises `Refused`, `Superseded`."""
    plan = hold_plan(task.plan_id)
    insist(may_restrict(by, plan))
    insist_none([] if reason.strip() else [Problem("reason", "请写明理由，它会留在办理记录中。")])
    action = "restrict_task" if restricted else "unrestrict_task"
    stored = edit(task, by=by, revision=revision, action=action, reason=reason.strip(), restricted=restricted)
    refresh(stored)
    for target in Target.objects.filter(task=stored).select_related("task", "plan"):
        refresh(target)
    extending.restricted(stored, by)
    return stored
