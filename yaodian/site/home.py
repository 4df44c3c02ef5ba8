"""What the home page says to each role."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from yaodian.foundation.administration.menus import MENUS
from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.components import Event, Item
from yaodian.foundation.notices.todos import Todo
from yaodian.foundation.people.roles import Role
from yaodian.workplan.dashboard.access import own_county
from yaodian.workplan.dashboard.changes import changes_of_own_part
from yaodian.workplan.plans.models import Plan
from yaodian.workplan.plans.presenting.overview import recent_changes

NOTHING_WAITS = "新的事项会按时限先后出现在这里，同时给您发消息。"

WAITING_FOR: dict[str, str] = {
    Role.CLERK: "待核对的文件、待填报和退回修改的进展会出现在这里。",
    Role.CHIEF: "待核对的文件、待分解的计划和待确认的进展会出现在这里。",
    Role.LEADER: "请您审批的公开和放开会出现在这里；计划的进展可以随时在总览里看。",
    Role.COUNTY: "下达给本县（市、区）的分解数和退回修改的填报会出现在这里。",
    Role.PARK: "下达给本园区的分解数和退回修改的填报会出现在这里。",
    Role.AUDITOR: "您可以查看计划、进展和办理记录，没有要您办理的事。",
    Role.SYSTEM_ADMIN: "备份过期、账号申请等需要您处理的事会出现在这里。",
    Role.SECURITY_ADMIN: "等您复核的授权申请会出现在这里。",
    Role.SYSTEM_ADMIN: "备份太旧时，会出现在这里。账号、机构、参数和后台任务在左边的菜单里。",
    Role.SECURITY_ADMIN: "系统管理员提出的角色申请，会出现在这里等您审批。",
    Role.AUDIT_ADMIN: "审计记录封存出现停顿，或有角色变动需要事后复核时，会出现在这里。",
    Role.ADMIN: "备份太旧时，会出现在这里。账号、角色、参数和登录记录在左边的菜单里。",
    "": "您还没有任职，看不到业务内容。请单位的管理员或市科技局给您登记任职。",
}


def empty_words(actor: Actor) -> str:
    """What this role will find on its home page."""
    return WAITING_FOR.get(actor.role, NOTHING_WAITS)


def changes_for(actor: Actor, plans: Sequence[Plan], since: datetime) -> list[Event] | None:
    """What changed since then: in the plans that are seen, or in a county's own part; None for whom nothing can."""
    if own_county(actor) is not None:
        return changes_of_own_part(actor, since)
    return recent_changes(plans, since) if plans else None


def doors(actor: Actor) -> list[tuple[str, list[Item]]]:
    """What an administrator's role is for: its pages, grouped as in the menu."""
    return [
        (label, [Item(words, reverse(name), icon) for words, name, icon in entries])
        for label, entries in MENUS.get(actor.role, [])
    ]


def summary(todos: Sequence[Todo]) -> str:
    """The day in one sentence."""
    today = clock.today()
    dated = [todo.due for todo in todos if todo.due]
    late = sum(due < today for due in dated)
    if not todos:
        return f"今天是{_day(today)}，没有等您办理的事。"
    if late:
        return f"今天是{_day(today)}，{len(todos)} 件事等您办理，其中 {late} 件已经超期。"
    first = f"，最早的一件 {_day(min(dated))} 到期" if dated else ""
    return f"今天是{_day(today)}，{len(todos)} 件事等您办理{first}。"


def _day(day: object) -> str:
    return f"{day:%-m月%-d日}"
