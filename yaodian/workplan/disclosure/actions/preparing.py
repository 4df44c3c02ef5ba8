"""拟办: somebody proposes how a plan's version is made public, and which tasks the public does not read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db import transaction

from yaodian.foundation.audit.log import record
from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Problem, insist, insist_none
from yaodian.foundation.flow.doors import edit
from yaodian.workplan.plans.actions.opening import hold_plan
from yaodian.workplan.plans.models import Plan, Task

from ..access import may_change, may_prepare
from ..composing import SPOKEN_OF
from ..models import Disclosure, Redaction
from ..states import DisclosureState, PublicAttribute
from .common import held, stood_in

REASON_LENGTH = 120


@dataclass(frozen=True)
class Proposal:
    """How a plan is to be made public; `redactions` are reasons by the key of their task."""

    attribute: str
    attribute_reason: str = ""
    index_no: str = ""
    redactions: Mapping[int, str] = field(default_factory=dict)

    def cleaned(self) -> Proposal:
        reasons = {key: reason.strip() for key, reason in self.redactions.items()}
        active = self.attribute == PublicAttribute.ACTIVE
        reason = "" if active else self.attribute_reason.strip()
        return Proposal(self.attribute, reason, self.index_no.strip(), reasons if active else {})

    def problems(self, tasks: Mapping[int, Task]) -> Iterator[Problem]:
        active = self.attribute == PublicAttribute.ACTIVE
        if self.attribute not in PublicAttribute.values:
            yield Problem("attribute", "请选择公开属性：主动公开、依申请公开或不予公开。")
        elif not active and not self.attribute_reason:
            yield Problem("attribute_reason", "请写明不主动公开的理由，例如所依据的条款。")
        if active and not self.index_no:
            yield Problem("index_no", "请填写索引号，从政府信息公开目录照抄。")
        elif len(self.index_no) > 40:
            yield Problem("index_no", "索引号最多 40 个字，请核对。")
        yield from self._redaction_problems(tasks)

    def _redaction_problems(self, tasks: Mapping[int, Task]) -> Iterator[Problem]:
        for key, reason in self.redactions.items():
            if key not in tasks:
                yield Problem("redactions", "有一项任务不在这份文件的公开范围内，请重新勾选。")
            elif not reason:
                yield Problem(f"reason_{key}", f"请写明“{tasks[key]}”不予公开的理由。")
            elif len(reason) > REASON_LENGTH:
                yield Problem(f"reason_{key}", f"“{tasks[key]}”的理由最多 {REASON_LENGTH} 个字，请缩短。")
        if tasks and len(self.redactions) == len(tasks):
            yield Problem(
                "redactions", "全部任务都不予公开，页面上不会有内容。请改选公开属性，或至少公开一项。"
            )


def redactable(plan: Plan) -> dict[int, Task]:
    """The tasks that the public would read, by their key."""
    return {task.pk: task for task in plan.tasks.filter(state__in=SPOKEN_OF).open_work()}


@transaction.atomic
def prepare_disclosure(plan: Plan, proposal: Proposal, *, by: Actor) -> Disclosure:
    """Begin on the version in force. Raises `Refused` or `Problems` (all at once)."""
    plan = hold_plan(plan.pk)
    insist(may_prepare(by, plan))
    proposal = proposal.cleaned()
    insist_none(proposal.problems(redactable(plan)))
    made = Disclosure.objects.create(
        plan=plan,
        version=plan.versions.get(number=plan.version),
        state=DisclosureState.PREPARING,
        prepared_at=clock.now(),
        **_fields(proposal),
        **stood_in("prepared", by),
    )
    after = {**_fields(proposal), "version": made.version_id}
    record("prepare_disclosure", made, by=by, before=dict.fromkeys(after), after=after, group=plan)
    _redact(made, proposal.redactions, by)
    return made


@transaction.atomic
def change_disclosure(disclosure: Disclosure, proposal: Proposal, *, by: Actor, revision: int) -> Disclosure:
    """Prepare it anew on the version now in force. Raises `Refused`, `Problems` or `Superseded`."""
    plan, stored = held(disclosure)
    insist(may_change(by, stored))
    proposal = proposal.cleaned()
    insist_none(proposal.problems(redactable(plan)))
    changed = edit(
        stored,
        by=by,
        revision=revision,
        action="change_disclosure",
        version=plan.versions.get(number=plan.version),
        check_opinion="",
        **_fields(proposal),
    )
    _redact(changed, proposal.redactions, by)
    return changed


def _fields(proposal: Proposal) -> dict[str, str]:
    return {
        "attribute": proposal.attribute,
        "attribute_reason": proposal.attribute_reason,
        "index_no": proposal.index_no,
    }


def _redact(disclosure: Disclosure, wanted: Mapping[int, str], by: Actor) -> None:
    """Make the redactions those of `wanted`, each change with its audit entry."""
    known = {row.task_id: row for row in disclosure.redactions.select_related("task")}
    for key, row in known.items():
        if key not in wanted:
            record("show_again", row.task, by=by, reason=row.reason, group=disclosure.plan)
            row.delete()
    for key, reason in wanted.items():
        if key not in known:
            row = Redaction.objects.create(disclosure=disclosure, task_id=key, reason=reason)
        elif known[key].reason == reason:
            continue
        else:
            Redaction.objects.filter(pk=known[key].pk).update(reason=reason)
            row = known[key]
        record("redact_task", row.task, by=by, reason=reason, group=disclosure.plan)
