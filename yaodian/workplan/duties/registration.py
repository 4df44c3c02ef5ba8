"""What the duties give to the floors below: words, tabs and acts of a plan, what follows its life, to-dos."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from yaodian.foundation.audit import words
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.notices import todos
from yaodian.workplan.plans import extending, waiting
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
    waiting.register(waiting.Waiting(PlanState.APPROVED, to_divide, without_lead))
    todos.register("shares_undertaken", shares_undertaken)


def is_divided(actor: Actor, plan: Plan) -> bool:
    return plan.stands and sees_all_duties(actor)


def follow_restriction(task: Task, by: Actor) -> None:
    follow_task(task, by)


def without_lead() -> dict[str, Coalesce]:
    """How many duties of a plan nobody leads yet."""
    open_duties = Duty.objects.open_work().filter(
        task__plan=OuterRef("pk"), state=DutyState.PREPARED, lead=None
    )
    counted = open_duties.order_by().values("task__plan").annotate(n=Count("pk")).values("n")
    return {"n_without": Coalesce(Subquery(counted, output_field=IntegerField()), 0)}


def to_divide(actor: Actor, plan: Plan) -> todos.Todo:
    """An approved plan's work is to be divided and issued."""
    without: int = plan.n_without  # type: ignore[attr-defined]
    detail = f"还有 {without} 项没有牵头科室" if without else "各项都有牵头科室，可以下达"
    address = reverse("duties:issue" if may_issue(actor, plan) is None else "duties:tasks", args=[plan.pk])
    return todos.Todo(f"分解《{plan.title}》", address, detail, without)


def shares_undertaken(actor: Actor) -> Iterator[todos.Todo]:
    """What a county or park undertakes of the plans that are issued."""
    if sees_shares_of(actor) is None:
        return
    shares = Share.objects.visible_to(actor).order_by().values_list("target__plan__title")
    for title, count in shares.annotate(n=Count("pk")):
        place = actor.membership.region
        yield todos.Todo(f"《{title}》", reverse("duties:undertaken"), f"{place}承担 {count} 项指标", count)
