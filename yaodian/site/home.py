"""What the home page says to each role."""

from __future__ import annotations

from collections.abc import Sequence

from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.notices.todos import Todo
from yaodian.foundation.people.roles import Role

NOTHING_WAITS = "新的事项会按时限先后出现在这里，同时给您发消息。"

WAITING_FOR: dict[str, str] = {
    Role.CLERK: "导入今年的工作要点后，待核对的任务和指标会出现在这里。",
    Role.CHIEF: "科室导入的文件需要核对或确认时，会出现在这里。",
    Role.LEADER: "计划核对完成后您会收到消息；需要您决定的事项会出现在这里。",
    Role.COUNTY: "市科技局把指标分解到您这里、需要填报或确认时，会按时限先后出现在这里。",
    Role.PARK: "市科技局请园区填报或确认的事项，会按时限先后出现在这里。",
    Role.ENTERPRISE: "贵单位的申报、补正、签约和兑付需要办理时，会按时限先后出现在这里。",
    Role.INSTITUTION: "贵单位的申报、合同登记和成果需要办理时，会按时限先后出现在这里。",
    Role.PROVIDER: "服务订单和创新券需要您确认时，会按时限先后出现在这里。",
    Role.EXPERT: "请您评审的材料会按交卷时间先后出现在这里，需要回避的可以在这里说明。",
    Role.COMMISSIONER: "派给您的服务、要写的服务记录会按时限先后出现在这里。",
    Role.FARMER: "您问的农技问题有了答复、约好的特派员要来，都会出现在这里。",
    Role.BANK: "企业授权给贵行查看的事项会出现在这里。",
    Role.AUDITOR: "您可以查看计划、办理记录和封存情况；需要您处理的事项会出现在这里。",
    Role.SYSTEM_ADMIN: "单位、科室和账号需要您处理时，会出现在这里。",
    Role.SECURITY_ADMIN: "授权和登录安全需要您处理时，会出现在这里。",
    Role.AUDIT_ADMIN: "审计记录封存或校验出现异常时，会出现在这里。",
    "": "您还没有任职，看不到业务内容。请单位的管理员或市科技局给您登记任职。",
}


def empty_words(actor: Actor) -> str:
    """What this role will find on its home page."""
    return WAITING_FOR.get(actor.role, NOTHING_WAITS)


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
