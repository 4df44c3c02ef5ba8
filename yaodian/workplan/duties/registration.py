"""What the duties give to the floors below: words, tabs and acts of a plan, what follows its life, to-dos."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse

from yaodian.foundation.audit import words
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.notices import todos
from yaodian.workplan.plans import extending
from yaodian.workplan.plans.access import WRITERS
from yaodian.workplan.plans.models import Plan, Task
from yaodian.workplan.plans.states import PlanState

from .access import may_divide, may_issue, sees_all_duties, sees_shares_of
from .actions.making import follow_task, follow_version, make_duties
from .models import Duty, Pace, Share
from .rhythm import PointsInWords
from .states import DutyState
from .wording import ACTIONS


def register() -> None:
    words.register(ACTIONS)
    words.register_understood(Duty, "state")
    words.register_values(Duty, "rhythm_points", PointsInWords())
    words.register_values(Pace, "points", PointsInWords())
    extending.when_approved(make_duties)
    extending.when_amended(follow_version)
    extending.when_restricted(follow_restriction)
    for name, label in (("tasks", "任务清单"), ("responsibility", "责任清单"), ("shares", "县区分解")):
        extending.register_tab(extending.Tab(f"duties_{name}", label, f"duties:{name}", is_divided, 20))
    extending.register_act(extending.Act("issue", "分解下达", "duties:issue", may_issue, primary=True))
    extending.register_act(extending.Act("divide", "分解责任", "duties:tasks", may_divide))
    todos.register("duties_to_divide", duties_to_divide)
    todos.register("shares_undertaken", shares_undertaken)


def is_divided(actor: Actor, plan: Plan) -> bool:
    return plan.stands and sees_all_duties(actor)


def follow_restriction(task: Task, by: Actor) -> None:
    follow_task(task, by)


def duties_to_divide(actor: Actor) -> Iterator[todos.Todo]:
    """Approved plans whose work is still to be divided and issued."""
    if actor.role not in WRITERS:
        return
    open_duty = Q(tasks__duty__state=DutyState.PREPARED, tasks__restricted=False)
    plans = Plan.objects.visible_to(actor).filter(state=PlanState.APPROVED).defer("text")
    for plan in plans.annotate(n_without=Count("tasks", filter=open_duty & Q(tasks__duty__lead=None))):
        waiting: int = plan.n_without
        detail = f"还有 {waiting} 项没有牵头科室" if waiting else "各项都有牵头科室，可以下达"
        address = reverse(
            "duties:issue" if may_issue(actor, plan) is None else "duties:tasks", args=[plan.pk]
        )
        yield todos.Todo(f"分解《{plan.title}》", address, detail, waiting)


def shares_undertaken(actor: Actor) -> Iterator[todos.Todo]:
    """What a county or park undertakes of the plans that are issued."""
    if sees_shares_of(actor) is None:
        return
    shares = Share.objects.visible_to(actor).order_by().values_list("target__plan__title")
    for title, count in shares.annotate(n=Count("pk")):
        place = actor.membership.region
        yield todos.Todo(f"《{title}》", reverse("duties:undertaken"), f"{place}承担 {count} 项指标", count)
