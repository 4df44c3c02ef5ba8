"""审定: a meeting has approved the reviewed plan; from here on it changes by amendment alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction

from yaodian.foundation.audit.log import plain
from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Problem, insist, insist_none
from yaodian.foundation.files.handed_in import HandedIn
from yaodian.foundation.flow.doors import edit, move
from yaodian.foundation.notices.actions import tell

from .. import extending
from ..access import may_approve, may_correct_approval
from ..models import Approval, ItemVersion, Plan, Target, Task, Version
from ..states import PlanState
from .opening import hold_plan
from .reviewing import interested, open_points

# 机关代字〔年份〕序号号, as GB/T 9704 writes it; other brackets are put right.
DOCUMENT_NO = re.compile(r"[^\s〔〕]{1,20}〔\d{4}〕\d{1,5}号")
BRACKETS = str.maketrans("[]()（）【】［］", "〔〕〔〕〔〕〔〕〔〕")
DOCUMENT_NO_WORDS = "发文字号请写成 云科发〔2026〕3号 的样子，从办公系统照抄。"


@dataclass(frozen=True)
class Decision:
    """What the meeting decided, as the office system has it."""

    meeting: str
    meeting_on: date | None
    document_no: str
    signer: str = ""

    def cleaned(self) -> Decision:
        number = re.sub(r"\s", "", self.document_no).translate(BRACKETS)
        return Decision(self.meeting.strip(), self.meeting_on, number, self.signer.strip())

    def problems(self) -> Iterator[Problem]:
        if not self.meeting:
            yield Problem("meeting", "请填写审定的会议，例如“局党组会议（2026年第3次）”。")
        elif len(self.meeting) > 80:
            yield Problem("meeting", "会议名称最多 80 个字，请缩短。")
        if self.meeting_on is None:
            yield Problem("meeting_on", "请填写会议日期。")
        elif self.meeting_on > clock.today():
            yield Problem("meeting_on", "会议日期还没有到，请在会议审定以后再登记。")
        if not DOCUMENT_NO.fullmatch(self.document_no):
            yield Problem("document_no", DOCUMENT_NO_WORDS)
        if len(self.signer) > 40:
            yield Problem("signer", "签发人最多 40 个字，请缩短。")


@transaction.atomic
def approve_plan(
    plan: Plan, decision: Decision, *, by: Actor, revision: int, file: HandedIn | None = None
) -> Plan:
    """The plan stands as version 1; `file` is the minutes or the signed paper.

    Raises `Refused`, `Problems` (all at once) or `Superseded`.

    1. every accepted task and target is written down as version 1, for good;
    2. the plan moves to 已审定; 3. the apps above make what follows from it (duties); 4. people are told.
    """
    held = hold_plan(plan.pk)
    insist(may_approve(by, held))
    decision = decision.cleaned()
    insist_none([*decision.problems(), *_file_problems(file), *open_points(held)])
    decided: dict[str, Any] = {"basis": decision.meeting, "decided_on": decision.meeting_on}
    version = Version.objects.create(plan=held, number=1, **decided, **made(by))
    write_down(version, held.tasks.promised(), held.targets.promised())
    stored = move(held, PlanState.APPROVED, by=by, revision=revision, action="approve_plan", version=1)
    Approval.objects.create(
        plan=stored,
        file=file.keep(by) if file else None,
        approved_by=by.user,
        approved_at=clock.now(),
        **asdict(decision),
    )
    extending.approved(stored, by)
    words = f"《{stored.title}》已经{decision.meeting}审定，文号{decision.document_no}，请分解责任。"
    tell(interested(stored, by), words, stored.get_absolute_url())
    return stored


def _file_problems(file: HandedIn | None) -> Iterator[Problem]:
    if file is not None and file.trouble():
        yield Problem("file", file.trouble())


def made(by: Actor) -> dict[str, Any]:
    return {"made_by": by.user, "made_at": clock.now()}


def write_down(version: Version, tasks: Any, targets: Any) -> None:
    """Keep the items as this version has them, for good, and stamp them with its number."""
    rows = [
        ItemVersion(version=version, task=task, state=task.state, content=content_of(task)) for task in tasks
    ]
    rows += [
        ItemVersion(version=version, target=target, state=target.state, content=content_of(target))
        for target in targets
    ]
    ItemVersion.objects.bulk_create(rows)
    tasks.update(version=version.number)
    targets.update(version=version.number)


def content_of(item: Task | Target) -> dict[str, Any]:
    """The promise in types that JSON holds, `text` in the document's own words."""
    found: dict[str, Any] = plain({name: getattr(item, name) for name in item.CONTENT})
    return found | {"start": item.start, "end": item.end}


@transaction.atomic
def correct_approval(
    approval: Approval, decision: Decision, *, by: Actor, revision: int, reason: str
) -> Approval:
    """Put right a slip in the meeting, day or number; needs a reason. Raises as `approve_plan` does."""
    insist(may_correct_approval(by, approval.plan))
    decision = decision.cleaned()
    missing = [] if reason.strip() else [Problem("reason", "请写明更正的原因，它会留在办理记录中。")]
    insist_none([*decision.problems(), *missing])
    return edit(
        approval,
        by=by,
        revision=revision,
        action="correct_approval",
        reason=reason.strip(),
        **asdict(decision),
    )
