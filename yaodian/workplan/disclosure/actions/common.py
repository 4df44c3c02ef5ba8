"""What the acts on a disclosure share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.people.models import Membership, User
from yaodian.foundation.people.roles import Role
from yaodian.workplan.plans.actions.opening import hold_plan
from yaodian.workplan.plans.models import Plan

from ..models import Disclosure


def held(disclosure: Disclosure) -> tuple[Plan, Disclosure]:
    """Plan and disclosure as they now are; the plan's row is held until the transaction ends."""
    plan = hold_plan(disclosure.plan_id)
    return plan, Disclosure.objects.select_related("prepared_by", "version").get(pk=disclosure.pk)


def stood_in(act: str, by: Actor) -> dict[str, Any]:
    """Who did it and for whom: `prepared_by` and `prepared_for`."""
    return {f"{act}_by": by.user, f"{act}_for": by.on_behalf_of}


def others(plan: Plan, roles: Iterable[Role], without: set[int]) -> list[User]:
    """People of the plan's bureau who today hold one of `roles`, without some."""
    held_now = User.objects.filter(memberships__in=_memberships(plan, roles), is_active=True).exclude(
        pk__in=without
    )
    return list(held_now.distinct())


def _memberships(plan: Plan, roles: Iterable[Role]) -> Any:
    return Membership.objects.current().filter(organisation=plan.organisation_id, role__in=list(roles))
