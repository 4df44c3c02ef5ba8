"""分解下达: the divided plan goes to divisions, leaders and counties, once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.urls import reverse

from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Problem, insist, insist_none
from yaodian.foundation.flow.doors import Superseded, move
from yaodian.foundation.notices.actions import tell
from yaodian.foundation.people.models import User
from yaodian.workplan.plans.actions.approving import BRACKETS, DOCUMENT_NO, DOCUMENT_NO_WORDS
from yaodian.workplan.plans.actions.opening import hold_plan
from yaodian.workplan.plans.models import Plan
from yaodian.workplan.plans.states import PlanState

from ..access import may_issue
from ..checking import NEEDED, missing_fields
from ..models import Duty, Issuance, Share
from ..overload import Overload, overloads
from ..states import DutyState
from ..telling import officers_of, staff_of

WHOLE = Decimal(100)


@dataclass(frozen=True)
class Gap:
    """Something that keeps the plan from being issued, at a field of a duty; without a duty it concerns all."""

    field: str
    words: str
    duty: Duty | None = None

    @property
    def problem(self) -> Problem:
        return Problem("", f"{self.duty.task}：{self.words}" if self.duty is not None else self.words)


def duties_of(plan: Plan) -> list[Duty]:
    """The duties that stand, with what gaps look at; one query."""
    rows = Duty.objects.standing().filter(task__plan=plan)
    return list(rows.select_related("task__lead", "lead", "leader"))


def gaps(duties: Sequence[Duty]) -> list[Gap]:
    """Everything still missing before the plan can be issued, at once."""
    if not duties:
        return [Gap("", "这份文件没有可以下达的任务。")]
    missing = [Gap(name, NEEDED[name], duty) for duty in duties for name in missing_fields(duty)]
    return [*missing, *_weight_gaps(duties)]


def _weight_gaps(duties: Sequence[Duty]) -> Iterator[Gap]:
    given = [duty.weight for duty in duties if duty.weight is not None]
    if not given:
        return
    words = "有的任务填了权重：请填上这一项的权重，或把全部权重清空。"
    yield from (Gap("weight", words, duty) for duty in duties if duty.weight is None)
    total = sum(given, Decimal(0))
    if total != WHOLE:
        yield Gap("weight", f"全部任务的权重合计 {total.normalize():f}，应当是 100，请调整。")


@transaction.atomic
def issue_plan(
    plan: Plan,
    *,
    by: Actor,
    revision: int,
    document_no: str = "",
    note: str = "",
    overload_reason: str = "",
) -> Plan:
    """Issue every duty and the plan itself. Raises `Refused`, `Problems` (all at once) or `Superseded`.

    1. nothing may be missing, and 层层加码 needs a reason; 2. duties and plan move to 已下达; 3. the issuance
    is written down with the overloads it was told; 4. divisions, leaders and counties are told.
    """
    held = hold_plan(plan.pk)
    insist(may_issue(by, held))
    if held.revision != revision:
        raise Superseded(held, [])
    duties, too_much = duties_of(held), overloads(held)
    number = re.sub(r"\s", "", document_no).translate(BRACKETS)
    insist_none([*_problems(number, overload_reason, too_much), *(gap.problem for gap in gaps(duties))])
    for duty in duties:
        move(duty, DutyState.ISSUED, by=by, action="issue_duty")
    stored = move(held, PlanState.ISSUED, by=by, revision=revision, action="issue_plan")
    _write_down(stored, number, note, overload_reason, too_much, by)
    _tell_all(stored, duties, by)
    return stored


def _problems(document_no: str, reason: str, too_much: Iterable[Overload]) -> Iterator[Problem]:
    if document_no and not DOCUMENT_NO.fullmatch(document_no):
        yield Problem("document_no", DOCUMENT_NO_WORDS)
    if list(too_much) and not reason.strip():
        yield Problem("overload_reason", "县（市、区）分解数超过全市承诺，请写明理由，或先调整分解数。")


def _write_down(
    plan: Plan, document_no: str, note: str, reason: str, too_much: Sequence[Overload], by: Actor
) -> Issuance:
    return Issuance.objects.create(
        plan=plan,
        document_no=document_no,
        note=note.strip(),
        overloads=[one.told() for one in too_much],
        overload_reason=reason.strip() if too_much else "",
        issued_by=by.user,
        issued_at=clock.now(),
    )


def _tell_all(plan: Plan, duties: Sequence[Duty], by: Actor) -> None:
    address = reverse("duties:tasks", args=[plan.pk])
    leaders = [duty.leader for duty in duties if duty.leader is not None]
    staff = staff_of({duty.lead_id for duty in duties if duty.lead_id is not None})
    tell(_others([*staff, *leaders], by), f"《{plan.title}》已分解下达，请看本科室承担的任务。", address)
    shared = Share.objects.filter(target__in=plan.targets.promised().open_work()).exclude(value=None)
    counties = officers_of(shared.values_list("region", flat=True).distinct())
    tell(counties, f"《{plan.title}》已下达，请看贵单位承担的指标。", reverse("duties:undertaken"))


def _others(people: Iterable[User], by: Actor) -> list[User]:
    return [person for person in people if person != by.user]
