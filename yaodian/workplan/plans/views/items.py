"""One task or target of a plan under review: its own page, and every decision on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from yaodian.foundation.audit.timeline import timeline
from yaodian.foundation.common.refusal import Problem

from .. import extending
from ..access import may_amend, may_review
from ..actions.correcting import correct_target, correct_task
from ..actions.deciding import accept, accept_seen, reject, restore
from ..forms import RejectForm, TargetForm, TaskForm, item_form
from ..models import Plan, Target, Task
from ..presenting.changes import seen_values
from ..presenting.items import DID, Shown, form_value, form_values
from ..presenting.proposals import place_in_text, proposal
from ..presenting.versions import history_of
from ..states import ItemState, PlanState
from .answering import Item, Write, new_key, problems_answer, seen, whole
from .common import PlanRequest, get_plan, signed_in

AMENDED = (ItemState.ACCEPTED, ItemState.CANCELLED)
TO = {"accept": ItemState.ACCEPTED, "reject": ItemState.REJECTED, "restore": ItemState.PROPOSED}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def item(request: PlanRequest, plan_id: int, kind: str, pk: int) -> HttpResponse:
    """The item with its sentence, the form and what the reader proposed; POST corrects it."""
    plan = get_plan(request, plan_id)
    found = get_item(request, plan, kind, pk)
    if _is_apart(found):
        return render(request, "plans/review/apart.html", {"plan": plan, "task": _task_of(found)})
    if request.method != "POST":
        return item_page(request, found, item_form(found, initial=form_values(found)))
    form = item_form(found, request.POST)
    if not form.is_valid():
        return form_problems(
            request, plan, form, lambda problems: item_page(request, found, form, status=422)
        )
    return _correct(request, plan, found, form)


def _task_of(found: Item) -> Task | None:
    return found if isinstance(found, Task) else found.task


def _is_apart(found: Item) -> bool:
    """Whether it belongs to the restricted register; while the plan is under review people still decide on it."""
    task = _task_of(found)
    return task is not None and task.restricted and found.plan.state != PlanState.REVIEWING


def _correct(request: PlanRequest, plan: Plan, found: Item, form: TargetForm | TaskForm) -> HttpResponse:
    """Only the fields that differ from what the person had seen are changed."""
    revision = whole(request.POST.get("revision", ""))
    before = seen_values(found, revision)
    changes = {name: value for name, value in form.cleaned_data.items() if form_value(value) != before[name]}

    def do() -> list[Item]:
        if isinstance(found, Target):
            return [correct_target(found, by=request.actor, revision=revision, **changes)]
        return [correct_task(found, by=request.actor, revision=revision, **changes)]

    return Write(
        request,
        plan,
        do,
        done=f"已保存：{Shown(found, plan).title}",
        after=lambda keys: found.get_absolute_url(),
        again=lambda problems: item_page(request, found, with_problems(form, problems), status=422),
        wanted={name: form_value(value) for name, value in changes.items()} | {"state": ItemState.ACCEPTED},
    ).answer()


def form_problems(
    request: PlanRequest, plan: Plan, form: Any, again: Callable[[list[Problem]], HttpResponse]
) -> HttpResponse:
    """The answer to a form that cannot be read: its errors as JSON or on the page."""
    problems = [Problem(_field(form, name), str(words[0])) for name, words in form.errors.items()]
    return problems_answer(request, plan, problems, again)


def _field(form: Any, name: str) -> str:
    return "" if name == "__all__" else form.add_prefix(name)


def with_problems(form: Any, problems: Sequence[Problem]) -> Any:
    """The form with an action's problems at their fields."""
    for problem in problems:
        name = problem.field if problem.field in form.fields else None
        hidden = name is not None and form.fields[name].widget.is_hidden
        form.add_error(None if hidden else name, problem.words)
    return form


def item_page(request: PlanRequest, found: Item, form: Any, status: int = 200) -> HttpResponse:
    refusal = may_review(request.actor, found.plan)
    form.auto_id = "id_%s"
    context = {
        "plan": found.plan,
        "shown": Shown(found, found.plan),
        "form": form,
        "reason_form": RejectForm(),
        "key": new_key(),
        "refusal": refusal,
        "place": place_in_text(found),
        "proposal": proposal(found),
        "events": timeline(found, limit=50),
        "replaced_by": type(found)._base_manager.filter(plan=found.plan, made_from__contains=[found.pk]),
        "history": history_of(found) if found.plan.stands else [],
        "links": extending.links_of(found, request.actor),
        "may_amend": may_amend(request.actor, found.plan) is None and found.state in AMENDED,
        "targets": found.targets.exclude(state=ItemState.REPLACED) if isinstance(found, Task) else [],
    }
    return render(request, "plans/review/item.html", context, status=status)


@require_POST
@signed_in
def decide(request: PlanRequest, plan_id: int, kind: str, pk: int, verb: str) -> HttpResponse:
    """Accept, reject or restore."""
    plan = get_plan(request, plan_id)
    found = get_item(request, plan, kind, pk)
    revision = whole(request.POST.get("revision", ""))
    return Write(
        request,
        plan,
        lambda: [_decided(request, found, verb, revision)],
        done=f"已{DID[verb]}：{Shown(found, plan).title}",
        after=lambda keys: next_open(plan, found) if verb != "restore" else found.get_absolute_url(),
        again=lambda problems: item_page(
            request, found, with_problems(item_form(found, form_values(found)), problems), status=422
        ),
        wanted={"state": TO[verb]},
    ).answer()


def _decided(request: PlanRequest, found: Item, verb: str, revision: int) -> Item:
    if verb == "reject":
        return reject(found, by=request.actor, revision=revision, reason=request.POST.get("reason", "")[:200])
    act: Callable[..., Item] = accept if verb == "accept" else restore
    return act(found, by=request.actor, revision=revision)


@require_POST
@signed_in
def accept_all(request: PlanRequest, plan_id: int, pk: int) -> HttpResponse:
    """Accept a task and those of its targets that were on the screen and still wait."""
    plan = get_plan(request, plan_id)
    task = get_item(request, plan, "task", pk)
    return Write(
        request,
        plan,
        lambda: accept_seen(task, seen(request), by=request.actor),
        done=f"已采纳这项任务和它的指标：{Shown(task, plan).title}",
        after=lambda keys: next_open(plan, task),
        again=lambda problems: item_page(
            request, task, with_problems(item_form(task, form_values(task)), problems), 422
        ),
        wanted={"state": ItemState.ACCEPTED},
    ).answer()


def get_item(request: PlanRequest, plan: Plan, kind: str, pk: int) -> Any:
    """The task or target if it belongs to the plan, else 404."""
    model: type[Target] | type[Task] = Target if kind == "target" else Task
    related = ("decided_by", "task") if kind == "target" else ("decided_by", "lead")
    found: Item = get_object_or_404(
        model.objects.visible_to(request.actor).filter(plan=plan).select_related(*related), pk=pk
    )
    found.plan = plan
    return found


def next_open(plan: Plan, after: Item) -> str:
    """The page of the next item that waits, in the order of the text; the review when none does."""
    waiting: list[Item] = [
        *plan.tasks.filter(state=ItemState.PROPOSED),
        *plan.targets.filter(state=ItemState.PROPOSED),
    ]
    if not waiting:
        return reverse("plans:review", args=[plan.pk])
    later = [one for one in waiting if one.start >= after.start] or waiting
    return min(later, key=lambda one: (one.start, isinstance(one, Target))).get_absolute_url()
