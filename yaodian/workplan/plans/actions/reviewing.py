"""The review as a whole: finished, opened again, the plan withdrawn."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q

from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Problem, insist, insist_none
from yaodian.foundation.flow.doors import move
from yaodian.foundation.notices.actions import tell
from yaodian.foundation.people.models import User
from yaodian.foundation.people.roles import Role

from ..access import may_reopen, may_withdraw
from ..finding import leave
from ..models import Plan
from ..states import LIVE, ItemState, PlanState
from .opening import open_plan


@transaction.atomic
def finish_review(plan: Plan, *, by: Actor, revision: int) -> Plan:
    """The plan stands reviewed; its bureau's chiefs and leaders are told. Raises `Refused` or `Problems`."""
    held = open_plan(plan.pk, by=by)
    insist_none(open_points(held))
    stored = move(
        held,
        PlanState.REVIEWED,
        by=by,
        revision=revision,
        action="finish_review",
        reviewed_by=by.user,
        reviewed_at=clock.now(),
    )
    tell(interested(stored, by), f"《{stored.title}》已由{by.label}核对完成。", stored.get_absolute_url())
    return stored


def open_points(plan: Plan) -> Iterator[Problem]:
    """What keeps the review from being finished."""
    waiting = Q(state=ItemState.PROPOSED)
    tasks, targets = plan.tasks.filter(waiting).count(), plan.targets.filter(waiting).count()
    if tasks or targets:
        yield Problem("", f"还有 {tasks} 项任务、{targets} 项指标没有核对，请逐项采纳、更正或剔除。")
    homeless = plan.targets.filter(state__in=LIVE, task__isnull=False).exclude(task__state__in=LIVE)
    for target in homeless:
        yield Problem("", f"指标“{target}”所属的任务已剔除，请改归其他任务，或一并剔除。")
    if not plan.tasks.filter(state__in=LIVE).exists() and not plan.targets.filter(state__in=LIVE).exists():
        yield Problem("", "没有采纳任何任务或指标，请至少保留一项，或者撤下这份文件。")


@transaction.atomic
def reopen_review(plan: Plan, *, by: Actor, revision: int, reason: str) -> Plan:
    """Open a reviewed plan for corrections again; needs a reason."""
    insist(may_reopen(by, plan))
    insist_none(_reason_problems(reason))
    return move(
        plan,
        PlanState.REVIEWING,
        by=by,
        revision=revision,
        action="reopen_review",
        reason=reason,
        reviewed_by=None,
        reviewed_at=None,
    )


@transaction.atomic
def withdraw_plan(plan: Plan, *, by: Actor, revision: int, reason: str) -> Plan:
    """Take a plan off the lists and out of search; the record and its file stay. Needs a reason."""
    insist(may_withdraw(by, plan))
    insist_none(_reason_problems(reason))
    stored = move(plan, PlanState.WITHDRAWN, by=by, revision=revision, action="withdraw_plan", reason=reason)
    leave(stored)
    return stored


def _reason_problems(reason: str) -> list[Problem]:
    return [] if reason.strip() else [Problem("reason", "请写明原因，它会留在办理记录中。")]


def interested(plan: Plan, by: Actor) -> list[User]:
    """The chiefs and leaders of the plan's bureau, without the one who acts."""
    held = Q(memberships__role__in=[Role.CHIEF, Role.LEADER], memberships__organisation=plan.organisation)
    current = Q(memberships__starts_on__lte=clock.today()) & (
        Q(memberships__ends_on=None) | Q(memberships__ends_on__gte=clock.today())
    )
    return list(User.objects.filter(held, current, is_active=True).exclude(pk=by.user.pk).distinct())
