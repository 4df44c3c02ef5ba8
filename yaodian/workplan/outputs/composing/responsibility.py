"""责任清单: every division with its people and what it leads and supports, in the office's order."""

from __future__ import annotations

from yaodian.workplan.duties.lists import Line, by_division, duties_seen, supporting_of
from yaodian.workplan.duties.naming import Bureau
from yaodian.workplan.duties.tables import post_rows

from .output import Asked, Listing, Output, list_output

NAME = "责任清单"
HEADS = [
    ("科室", 16), ("人员", 30), ("分工", 8), ("编号", 8), ("任务", 40), ("责任领导", 11), ("经办人", 11),
    ("完成时限", 16), ("权重", 8),
]  # fmt: skip
SOURCE = ("来源", "责任分解")


def responsibility(asked: Asked) -> Output:
    """Four queries and those of the first page; `wanted["division"]` narrows it to one division."""
    bureau, wanted = Bureau(asked.plan), asked.wanted.get("division") or None
    only = next((one for one in bureau.divisions if str(one.pk) == str(wanted)), None)
    duties = list(duties_seen(asked.plan, asked.actor, {"division": only}))
    supporting = supporting_of(duties)
    lines = [Line(duty, supporting.get(duty.pk, [])) for duty in duties]
    rows = list(post_rows(by_division(lines, bureau, only)))
    as_of = ("数据截至", asked.today.isoformat())
    return list_output(
        asked,
        NAME,
        Listing(HEADS, rows, gathered=2, across=False),
        SOURCE,
        as_of,
        scope=only.name if only is not None else "",
    )
