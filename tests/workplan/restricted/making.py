"""A plan with one task in the restricted register, made through the actions."""

from __future__ import annotations

from tests import cast
from tests.workplan.disclosure.making import standing_plan
from yaodian.foundation.common.actor import SYSTEM, Actor
from yaodian.foundation.people import actions as people
from yaodian.foundation.people.models import Division, User
from yaodian.foundation.people.roles import Role
from yaodian.workplan.plans.models import Plan
from yaodian.workplan.restricted.access import entered
from yaodian.workplan.restricted.actions.keeping import change_matter
from yaodian.workplan.restricted.models import Matter

REFERENCE = "《云岭市2026年科技创新工作要点》第5项"
TITLE = "抓好基层党组织建设"


def matter_of(plan: Plan | None = None) -> Matter:
    """The line of task 5 as its keeper sees it."""
    plan = plan or standing_plan()
    with entered(cast.actor("leader")):
        return Matter.objects.select_related("person").get(task__plan=plan)


def named(login: str = "colleague", plan: Plan | None = None) -> Matter:
    """The same line with a person."""
    matter, person = matter_of(plan), cast.actor(login).user
    return change_matter(
        matter, by=cast.actor("leader"), revision=matter.revision, person=person, due_on=None, done_on=None
    )


def party_clerk() -> Actor:
    """A clerk of the division that keeps party affairs; the cast has none."""
    bureau = cast.actor("leader").membership.organisation
    division = Division.objects.filter(organisation=bureau, party_affairs=True).first()
    if division is None:
        division = people.add_division(bureau, "机关党委", by=SYSTEM, order=9, party_affairs=True)
        user: User = people.add_user(
            "party", "许党务", by=SYSTEM, password=cast.PASSWORD, email="party@yunling.example"
        )
        people.grant_role(user, Role.CLERK, bureau, by=SYSTEM, division=division, starts_on=cast.SINCE)
    return cast.actor("party")
