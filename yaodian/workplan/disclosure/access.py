"""Who prepares, checks and approves what the public sees: three people, whoever they stand in for."""

from __future__ import annotations

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Refusal
from yaodian.foundation.people.delegating import people_of
from yaodian.foundation.people.roles import Role
from yaodian.workplan.plans.access import DECIDERS, WRITERS
from yaodian.workplan.plans.models import Plan

from .models import Disclosure, Release
from .states import RELEASE_STANDING, DisclosureState, ReleaseState

NOT_PUBLIC = "这份文件还没有公开，请先办理公开，再放开其中的内容。"


def preparers(disclosure: Disclosure) -> set[int]:
    return _named(disclosure.prepared_by_id, disclosure.prepared_for_id)


def checkers(disclosure: Disclosure) -> set[int]:
    return _named(disclosure.checked_by_id, disclosure.checked_for_id)


def _named(*keys: int | None) -> set[int]:
    return {key for key in keys if key is not None}


def may_prepare(actor: Actor, plan: Plan) -> Refusal | None:
    if actor.role not in WRITERS:
        return Refusal("公开由科室经办或科室负责人拟办，您可以查看，不能拟办。")
    if not plan.stands:
        return Refusal(f"这份文件{plan.get_state_display()}，审定以后才能公开。")
    if plan.disclosures.under_way().exists():
        return Refusal("这份文件的公开正在办理中，请在原来的拟办上继续。")
    return None


def may_change(actor: Actor, disclosure: Disclosure) -> Refusal | None:
    """What was prepared is changed by who prepared it, so that nobody checks their own hand."""
    if disclosure.state != DisclosureState.PREPARING:
        return Refusal(f"这次公开{disclosure.get_state_display()}，不能再修改；需要修改时请先退回。")
    if actor.role not in WRITERS or people_of(actor) != preparers(disclosure):
        return Refusal(f"拟办的内容由{disclosure.prepared_by.name}以拟办时的身份修改。")
    return None


def may_check(actor: Actor, disclosure: Disclosure) -> Refusal | None:
    if disclosure.state != DisclosureState.PREPARING:
        return Refusal(f"这次公开{disclosure.get_state_display()}，不在等保密审查。")
    if actor.role not in DECIDERS:
        return Refusal("保密审查由科室负责人或局领导办理。")
    if people_of(actor) & preparers(disclosure):
        return Refusal("保密审查要由拟办人以外的人办理，代办也一样。请另一位科室负责人或局领导审查。")
    return None


def may_approve(actor: Actor, disclosure: Disclosure) -> Refusal | None:
    if disclosure.state != DisclosureState.CHECKED:
        return Refusal(f"这次公开{disclosure.get_state_display()}，不在等审批。")
    if actor.role != Role.LEADER:
        return Refusal("公开由局领导审批。")
    if people_of(actor) & (preparers(disclosure) | checkers(disclosure)):
        return Refusal("审批要由拟办人和保密审查人以外的局领导办理，代办也一样。请另一位局领导审批。")
    return None


def may_send_back(actor: Actor, disclosure: Disclosure) -> Refusal | None:
    """Whoever could pass it on may send it back."""
    if disclosure.state == DisclosureState.PREPARING:
        return may_check(actor, disclosure)
    return may_approve(actor, disclosure)


def may_withdraw(actor: Actor, disclosure: Disclosure) -> Refusal | None:
    """Taking a page down is never held up: any chief or leader; what is under way also by its preparer."""
    if Disclosure.NEXT.get(disclosure.state, set()).isdisjoint({DisclosureState.WITHDRAWN}):
        return Refusal(f"这次公开{disclosure.get_state_display()}，没有可撤回的内容。")
    under_way = disclosure.state != DisclosureState.PUBLISHED
    if actor.role in DECIDERS or (under_way and people_of(actor) & preparers(disclosure)):
        return None
    return Refusal("撤回由科室负责人或局领导办理。")


def may_propose(actor: Actor, plan: Plan) -> Refusal | None:
    """Who may ask for one internal thing to be let out."""
    if actor.role not in WRITERS:
        return Refusal("放开内部内容由科室经办或科室负责人提出。")
    if not plan.stands:
        return Refusal(f"这份文件{plan.get_state_display()}，审定以后才能放开内容。")
    if not plan.disclosures.published().exists():
        return Refusal(NOT_PUBLIC)
    return None


def may_decide(actor: Actor, release: Release) -> Refusal | None:
    if release.state != ReleaseState.PROPOSED:
        return Refusal(f"这一项{release.get_state_display()}，不再审批。")
    if actor.role != Role.LEADER:
        return Refusal("放开内部内容由局领导批准。")
    if people_of(actor) & _named(release.proposed_by_id, release.proposed_for_id):
        return Refusal("批准要由提出人以外的局领导办理，代办也一样。")
    return None


def may_take_back(actor: Actor, release: Release) -> Refusal | None:
    if release.state not in RELEASE_STANDING:
        return Refusal(f"这一项{release.get_state_display()}，没有可收回的内容。")
    own = people_of(actor) & _named(release.proposed_by_id, release.proposed_for_id)
    if actor.role in DECIDERS or (own and actor.role in WRITERS):
        return None
    return Refusal("收回由科室负责人、局领导或提出人办理。")
