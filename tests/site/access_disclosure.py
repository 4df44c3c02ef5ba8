"""What the addresses of making public and of the restricted register are about."""

from __future__ import annotations

from dataclasses import dataclass

from tests import cast
from tests.workplan.disclosure.making import checked, prepared, published, standing_plan
from tests.workplan.restricted.making import named
from yaodian.workplan.disclosure.actions.releasing import propose_release


@dataclass
class One:
    """One record by its number."""

    pk: int

    def argument(self, name: str, argument: str) -> int | str:
        return self.pk


def disclosing() -> One:
    return One(prepared(standing_plan()).pk)


def disclosing_checked() -> One:
    return One(checked(standing_plan()).pk)


def public_page() -> One:
    """The number of a plan that is public."""
    return One(published(standing_plan()).plan_id)


def release() -> One:
    plan = standing_plan()
    published(plan)
    task, by = plan.tasks.get(no="1"), cast.actor("clerk")
    made = propose_release(task, plan=plan, kind="light", channel="wall", reason="大屏展示", by=by)
    return One(made.pk)


def matter() -> One:
    """A line of the restricted register that names the colleague."""
    return One(named("colleague").pk)


MAKERS = {
    "matter": matter,
    "disclosing": disclosing,
    "disclosing_checked": disclosing_checked,
    "public_page": public_page,
    "release": release,
}
