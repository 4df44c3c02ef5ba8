"""Kinds of documents that bind a bureau; one mechanism reads them all."""

import re

ANNUAL_PLAN, ACTION_PLAN, AGREEMENT, TASK_LIST, RECTIFICATION = (
    "annual_plan",
    "action_plan",
    "agreement",
    "task_list",
    "rectification",
)
KINDS = (ANNUAL_PLAN, ACTION_PLAN, AGREEMENT, TASK_LIST, RECTIFICATION)

_BY_TITLE = (
    (RECTIFICATION, re.compile(r"整改")),
    (AGREEMENT, re.compile(r"协议|备忘录|合同")),
    (TASK_LIST, re.compile(r"清单|分解表|任务表|台账|一览表|责任表|指标表|任务分工")),
    (ACTION_PLAN, re.compile(r"行动|实施方案|[三四五]年|20\d\d年?\s*[-~至]\s*20\d\d年|规划")),
    (ANNUAL_PLAN, re.compile(r"要点|计划|打算|安排|思路")),
)
_PARTIES = re.compile(r"甲\s*方\s*:|乙\s*方\s*:")


def detect_kind(title: str, folded: str) -> str:
    """The kind by the title's words; the parties of an agreement give it away without a title."""
    for kind, rule in _BY_TITLE:
        if rule.search(title):
            return kind
    return AGREEMENT if len(_PARTIES.findall(folded[:3000])) >= 2 else ANNUAL_PLAN
