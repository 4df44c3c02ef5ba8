"""委托代办: handing a role to a colleague for some days; who may, and every write to it.

What the delegate does is done by the delegate on behalf of the giver; the audit names both. Two-person rules
compare people, not roles: whoever acts on behalf of somebody counts as both of them (`same_person`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from yaodian.foundation.audit.log import record
from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Problem, Problems, Refusal, insist, insist_none
from yaodian.foundation.flow.doors import move

from .models import Delegation, Membership, User
from .roles import ADMINISTRATORS
from .telling import tell

LONGEST_DAYS = 60
TAKEN = "这段时间里这个身份已经委托给人，请先收回那一次，或换个日期。"


def people_of(actor: Actor) -> set[int]:
    """The keys of the person who acts and of the one they stand in for: where two people are asked for, neither counts twice."""
    return {user.pk for user in (actor.user, actor.on_behalf_of) if user is not None}


def same_person(actor: Actor, user: User | int | None) -> bool:
    """Whether `actor` is this user, or acts in their place: nobody approves for a colleague what that colleague made."""
    return (user.pk if isinstance(user, User) else user) in people_of(actor)


def may_delegate(actor: Actor, membership: Membership) -> Refusal | None:
    if actor.user is None or membership.user_id != actor.user.pk:
        return Refusal("只能委托自己的身份；别人委托给您的，不能再转给第三人。")
    if membership.role in ADMINISTRATORS:
        return Refusal("管理员身份不能委托，请按程序申请授予角色。")
    return None


def may_end_delegation(actor: Actor, delegation: Delegation) -> Refusal | None:
    if actor.user is None or actor.user.pk not in (delegation.giver_id, delegation.delegate_id):
        return Refusal("委托由委托人收回，或由受托人退回。")
    return None


def delegable(user: User) -> QuerySet[Membership]:
    """The roles of one's own that can be handed over."""
    rows = Membership.objects.current().filter(user=user).exclude(role__in=ADMINISTRATORS)
    return rows.select_related("organisation", "division")


def colleagues(organisations: QuerySet[Membership] | list[Membership], user: User) -> QuerySet[User]:
    """People in these memberships' organisations who can stand in for `user`; an administrator keeps to their duty."""
    there = [row.organisation_id for row in organisations]
    held = Membership.objects.current()
    return (
        User.objects.filter(is_active=True, pk__in=held.filter(organisation__in=there).values("user"))
        .exclude(pk__in=held.filter(role__in=ADMINISTRATORS).values("user"))
        .exclude(pk=user.pk)
    )


@transaction.atomic
def delegate_role(
    membership: Membership, to: User, starts_on: date, ends_on: date, reason: str, *, by: Actor
) -> Delegation:
    """Let `to` act in `membership` from day to day, both days included."""
    insist(may_delegate(by, membership))
    Membership.objects.select_for_update().get(pk=membership.pk)
    insist_none(_problems(membership, to, starts_on, ends_on, reason.strip()))
    delegation = _create(membership, to, starts_on, ends_on, reason.strip())
    after = {"membership": membership, "delegate": to, "starts_on": starts_on, "ends_on": ends_on}
    record("delegate_role", delegation, by=by, after=after, reason=delegation.reason, group=membership.user)
    words = f"{membership.user}把“{membership.label}”委托给您代办，{starts_on} 至 {ends_on}。到时在右上角切换身份后办理。"
    tell([to], words, _page())
    return delegation


def _create(membership: Membership, to: User, starts_on: date, ends_on: date, reason: str) -> Delegation:
    """The row; the database refuses a second delegate for the same days."""
    try:
        with transaction.atomic():
            return Delegation.objects.create(
                state=Delegation.State.GIVEN,
                membership=membership,
                giver=membership.user,
                delegate=to,
                starts_on=starts_on,
                ends_on=ends_on,
                reason=reason,
                given_at=clock.now(),
            )
    except IntegrityError:
        raise Problems([Problem("starts_on", TAKEN)]) from None


def _problems(
    membership: Membership, to: User, starts_on: date, ends_on: date, reason: str
) -> Iterator[Problem]:
    if not delegable(membership.user).filter(pk=membership.pk).exists():
        yield Problem("membership", "这个身份今天不在任期内，请选择现任的身份。")
    if not colleagues([membership], membership.user).filter(pk=to.pk).exists():
        yield Problem("delegate", "请选择本单位在职的同事；管理员不能代办业务。")
    if starts_on < clock.today():
        yield Problem("starts_on", "开始日期不能早于今天。")
    if ends_on < starts_on:
        yield Problem("ends_on", "结束日期不能早于开始日期。")
    elif (ends_on - starts_on).days >= LONGEST_DAYS:
        yield Problem("ends_on", f"一次最多委托 {LONGEST_DAYS} 天，到期可以再办。")
    elif membership.ends_on is not None and ends_on > membership.ends_on:
        yield Problem("ends_on", f"这个身份的任期到 {membership.ends_on} 为止，请把结束日期提前。")
    if not 2 <= len(reason) <= 100:
        yield Problem("reason", "请写明事由，2 至 100 个字，例如“赴省厅培训”。")


@transaction.atomic
def end_delegation(delegation: Delegation, *, by: Actor, reason: str = "") -> Delegation:
    """Taken back by its giver or handed back by the delegate; the other one is told."""
    insist(may_end_delegation(by, delegation))
    ended = move(delegation, Delegation.State.ENDED, by=by, action="end_delegation", reason=reason)
    label = delegation.membership.label
    if same_person(by, delegation.giver_id):
        tell([delegation.delegate], f"{delegation.giver}收回了委托给您的“{label}”。", _page())
    else:
        tell([delegation.giver], f"{delegation.delegate}退回了您委托的“{label}”，请另行安排。", _page())
    return ended


def end_delegations_of(user: User, *, by: Actor, reason: str) -> None:
    """End what the person has given and what they hold, as the account is closed."""
    running = Delegation.objects.filter(Q(giver=user) | Q(delegate=user), state=Delegation.State.GIVEN)
    for delegation in running:
        move(delegation, Delegation.State.ENDED, by=by, action="end_delegation", reason=reason)


def _page() -> str:
    return reverse("mine:delegations")
