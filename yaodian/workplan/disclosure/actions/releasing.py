"""放开: one internal thing about one task or target is let out, on one channel, by two people; and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from yaodian.foundation.audit.log import record
from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Problem, insist, insist_none
from yaodian.foundation.flow.doors import move
from yaodian.foundation.notices.actions import tell
from yaodian.foundation.people.roles import Role
from yaodian.workplan.plans.actions.opening import hold_plan
from yaodian.workplan.plans.models import Plan, Target, Task
from yaodian.workplan.plans.states import ItemState

from ..access import NOT_PUBLIC, may_decide, may_propose, may_take_back, people_of
from ..models import Release
from ..readable import readable, task_key, withheld
from ..snapshots import KINDS, Item, item_of, snapshot
from ..states import RELEASE_STANDING, WALL_KINDS, Channel, ReleaseKind, ReleaseState
from .checking import address
from .common import others, stood_in

KEPT_BACK = "这一项任务在公开页面上不予公开，或正在按不予公开拟办，与它有关的内容也不能放开。"
NOT_THERE = "公开页面上没有这一项，不能放开与它有关的内容。请先拟办新版公开。"


def releasable(plan: Plan) -> list[Item]:
    """What may be asked for: every promised task and target that the public reads."""
    page, kept_back = readable([plan.pk]), withheld(plan)
    items = [*plan.tasks.promised().open_work(), *plan.targets.promised().open_work()]
    return [item for item in items if page.has(item) and task_key(item) not in kept_back]


@transaction.atomic
def propose_release(
    item: Item | None, *, plan: Plan, kind: str, channel: str, reason: str, by: Actor
) -> Release:
    """Raises `Refused` or `Problems` (all at once)."""
    plan = hold_plan(plan.pk)
    insist(may_propose(by, plan))
    found = type(item)._default_manager.select_related("plan").get(pk=item.pk) if item is not None else None
    insist_none(_problems(plan, found, kind, channel, reason.strip()))
    made = Release.objects.create(
        state=ReleaseState.PROPOSED,
        plan=plan,
        channel=channel,
        kind=kind,
        task=found if isinstance(found, Task) else None,
        target=found if isinstance(found, Target) else None,
        reason=reason.strip(),
        proposed_at=clock.now(),
        **stood_in("proposed", by),
    )
    after = {"channel": channel, "kind": kind, "task": made.task_id, "target": made.target_id}
    before: dict[str, Any] = dict.fromkeys(after)
    record("propose_release", made, by=by, before=before, after=after, reason=made.reason, group=plan)
    told = others(plan, [Role.LEADER], people_of(by))
    tell(told, f"请审批放开：{made.get_kind_display()}，{found}", address(plan))
    return made


def _problems(plan: Plan, item: Item | None, kind: str, channel: str, reason: str) -> Iterator[Problem]:
    if item is None or item.plan_id != plan.pk or item.state != ItemState.ACCEPTED or _restricted(item):
        yield Problem("item", "请选择这份文件中的一项任务或一个指标；专项登记的任务不能放开。")
    elif words := _not_read(item):
        yield Problem("item", words)
    if kind not in ReleaseKind.values:
        yield Problem("kind", "请选择放开的内容。")
    if channel not in Channel.values:
        yield Problem("channel", "请选择渠道：门户或大屏。")
    if not reason:
        yield Problem("reason", "请写明放开的理由。")
    elif len(reason) > 120:
        yield Problem("reason", "理由最多 120 个字，请缩短。")
    if item is not None and kind in ReleaseKind.values:
        yield from _kind_problems(item, kind, channel)


def _kind_problems(item: Item, kind: str, channel: str) -> Iterator[Problem]:
    label = ReleaseKind(kind).label
    if kind not in KINDS[type(item)]:
        what = "任务" if isinstance(item, Task) else "指标"
        yield Problem("kind", f"{what}没有“{label}”，请另选内容，或改选任务、指标。")
    elif words := _not_on(channel, kind):
        yield Problem("channel", words)
    elif _asked_already(item, kind, channel):
        yield Problem("item", f"这一项的“{label}”在这个渠道上已经放开或正在审批。")


def _not_read(item: Item) -> str:
    """Why nothing of the item is let out on either channel; empty where the public reads the item."""
    if not item.plan.disclosures.published().exists():
        return NOT_PUBLIC
    if task_key(item) in withheld(item.plan):
        return KEPT_BACK
    return "" if readable([item.plan_id]).has(item) else NOT_THERE


def _not_on(channel: str, kind: str) -> str:
    if channel != Channel.WALL or kind in WALL_KINDS:
        return ""
    return f"大屏不显示“{ReleaseKind(kind).label}”，请改选门户，或改选其他内容。"


def _asked_already(item: Item, kind: str, channel: str) -> bool:
    rows = item.releases.filter(kind=kind, channel=channel)
    return rows.filter(state__in=RELEASE_STANDING).exists()


def _restricted(item: Item) -> bool:
    task = item if isinstance(item, Task) else item.task
    return task is not None and task.restricted


@transaction.atomic
def decide_release(release: Release, yes: bool, *, by: Actor, revision: int, opinion: str = "") -> Release:
    """A leader lets it out or refuses it. Raises `Refused`, `Problems` or `Superseded`.

    For the portal the words are kept as they stand today; the wall shows what is confirmed at the moment.
    """
    hold_plan(release.plan_id)
    stored = Release.objects.select_related("task__plan", "target__plan", "target__task").get(pk=release.pk)
    insist(may_decide(by, stored))
    told: dict[str, Any] = {"by": by, "revision": revision, "approved_at": clock.now()}
    told |= {"reason": opinion.strip(), **stood_in("approved", by)}
    if not yes:
        insist_none([] if opinion.strip() else [Problem("opinion", "请写明不批准的原因，提出人会看到。")])
        return move(stored, ReleaseState.REFUSED, action="refuse_release", **told)
    content = let_out(stored)
    insist_none(_release_problems(stored, content))
    return move(stored, ReleaseState.RELEASED, action="release", content=content, **told)


def let_out(release: Release) -> dict[str, Any]:
    """The words as they stand today; none for the wall."""
    if release.channel == Channel.WALL:
        return {}
    return snapshot(item_of(release), release.kind, clock.today())


def _release_problems(release: Release, content: dict[str, Any]) -> Iterator[Problem]:
    item = item_of(release)
    if _restricted(item) or item.state != ItemState.ACCEPTED:
        yield Problem("", "这一项已经转入专项登记或取消，不能放开。请不批准。")
    elif words := _not_read(item):
        yield Problem("", words)
    if words := _not_on(release.channel, release.kind):
        yield Problem("", words)
    if release.channel == Channel.PORTAL and not content:
        yield Problem("", f"现在没有可以放开的“{release.get_kind_display()}”，请等内部填好以后再批准。")


@transaction.atomic
def take_back_release(release: Release, *, by: Actor, revision: int, reason: str) -> Release:
    """At once. Raises `Refused`, `Problems` or `Superseded`."""
    stored = Release.objects.get(pk=release.pk)
    insist(may_take_back(by, stored))
    insist_none([] if reason.strip() else [Problem("reason", "请写明收回的原因，它会留在办理记录中。")])
    return move(
        stored,
        ReleaseState.WITHDRAWN,
        by=by,
        revision=revision,
        action="take_back_release",
        reason=reason.strip(),
    )
