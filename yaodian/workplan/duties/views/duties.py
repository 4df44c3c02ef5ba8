"""One duty: its page, and the form that says who does it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yaodian.foundation.common.components import ErrorLine, Row, error_lines
from yaodian.foundation.common.refusal import Problem, Problems, insist
from yaodian.foundation.flow.doors import Superseded
from yaodian.workplan.plans.models import Plan
from yaodian.workplan.plans.states import PlanState

from ..access import may_divide, may_reassign
from ..actions.assigning import Step, assign_duty, assignment_problems, keep_open
from ..checking import missing_fields
from ..conflicts import differing_fields, differing_step, last_word
from ..forms import AssignForm, StepForm, assign_initial, step_forms
from ..lists import MISSING, Line, supporting_of, targets_of
from ..models import Duty, Milestone
from ..naming import Bureau
from ..record import record_of
from ..states import DutyState
from ..tables import rhythm_words
from .common import PlanRequest, frame, get_duty, page, signed_in, standing_plan


@require_safe
@signed_in
def duty(request: PlanRequest, plan_id: int, pk: int) -> HttpResponse:
    """A task's duty with its milestones, targets and shares, and all that was done to it."""
    plan = standing_plan(request, plan_id)
    found = get_duty(request, plan, pk)
    milestones, targets = list(found.milestones.all()), targets_of(found)
    line = Line(found, supporting_of([found]).get(found.pk, []))
    context = {
        **frame(request, plan, "tasks"),
        "duty": found,
        "line": line,
        "facts": _facts(found, line.supporting_words),
        "milestones": milestones,
        "targets": targets,
        "events": record_of(found, milestones, targets),
    }
    context["may_change"] = context["may_change"] and found.state != DutyState.CANCELLED
    return page(request, "duty", context)


def _facts(duty: Duty, supporting: str) -> list[Row]:
    evidence = "；".join(filter(None, [duty.get_evidence_display(), duty.evidence_words]))
    return [
        Row("牵头科室", duty.lead),
        Row("配合科室和单位", supporting),
        Row("责任领导", duty.leader),
        Row("经办人", duty.handler),
        Row("起止", _term(duty)),
        Row("权重", duty.weight.normalize() if duty.weight is not None else None),
        Row("佐证要求", evidence),
        Row("进度节奏", rhythm_words(duty.rhythm, duty.rhythm_points)),
    ]


def _term(duty: Duty) -> str:
    if not duty.starts_on and not duty.due_on:
        return ""
    return f"{duty.starts_on or '……'} 至 {duty.due_on or '……'}"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def assign(request: PlanRequest, plan_id: int, pk: int) -> HttpResponse:
    """The form of one duty; after the issue it asks for the reason of the adjustment."""
    plan = standing_plan(request, plan_id)
    found = get_duty(request, plan, pk)
    issued = plan.state == PlanState.ISSUED
    insist(may_reassign(request.actor, plan) if issued else may_divide(request.actor, plan))
    return Assigning(request, plan, found).answer()


class Assigning:
    """One visit to the form: shown, sent with faults, sent too late, or written."""

    def __init__(self, request: PlanRequest, plan: Plan, duty: Duty) -> None:
        self.request, self.plan, self.duty = request, plan, duty
        self.bureau = Bureau(plan)
        self.issued = plan.state == PlanState.ISSUED
        self.milestones = list(duty.milestones.all())

    def form(self, data: Any = None) -> AssignForm:
        initial = assign_initial(self.duty, self.duty.supporting.all())
        return AssignForm(data, initial=initial, bureau=self.bureau, issued=self.issued)

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            return self.page(self.form(), step_forms(self.milestones))
        form, steps = self.form(self.request.POST), step_forms(self.milestones, self.request.POST)
        if not all([form.is_valid(), *[step.is_valid() for step in steps]]):
            return self.page(form, steps, 422, spread(self.problems(form, steps), form, steps))
        try:
            return self.write(form, steps)
        except Problems as problems:
            return self.page(form, steps, 422, spread(problems.items, form, steps))
        except Superseded as other:
            return self.superseded(form, steps, other)

    def problems(self, form: AssignForm, steps: list[StepForm]) -> list[Problem]:
        """What is wrong with whatever could be read."""
        reason = form.cleaned_data.get("reason", "")
        return assignment_problems(self.plan, self.duty, form.values(), _told(steps), reason)

    def write(self, form: AssignForm, steps: list[StepForm]) -> HttpResponse:
        assign_duty(
            self.duty,
            form.values(),
            _told(steps),
            by=self.request.actor,
            revision=form.cleaned_data["revision"],
            reason=form.cleaned_data.get("reason", ""),
        )
        messages.success(self.request, f"已保存：{self.duty.task}")
        following = self.following() if "next" in self.request.POST else None
        if following is not None:
            return redirect("duties:assign", self.plan.pk, following.pk)
        return redirect(self.duty)

    def following(self) -> Duty | None:
        """The next duty in the document for which something is missing."""
        rows = Duty.objects.standing().filter(task__plan=self.plan).select_related("task")
        open_ones = [one for one in rows if missing_fields(one) and one.pk != self.duty.pk]
        later = [one for one in open_ones if one.task.start > self.duty.task.start]
        return next(iter(later or open_ones), None)

    def page(
        self, form: AssignForm, steps: list[StepForm], status: int = 200, loose: list[Problem] | None = None
    ) -> HttpResponse:
        errors: list[ErrorLine] = [*error_lines(form), *error_lines(loose or [])]
        for step in steps:
            errors += error_lines(step)
        context = {
            **frame(self.request, self.plan, "tasks"),
            "duty": self.duty,
            "form": form,
            "steps": steps,
            "errors": errors,
            "issued": self.issued,
            "missing": [MISSING[name] for name in missing_fields(self.duty)],
        }
        return page(self.request, "assign", context, status)

    def superseded(self, form: AssignForm, steps: list[StepForm], other: Superseded) -> HttpResponse:
        """The same form with what the person typed, above it what somebody else saved meanwhile."""
        self.duty = Duty.objects.select_related("task", "lead", "leader", "handler").get(pk=self.duty.pk)
        now: Any = other.current
        rows = (
            differing_step(now, steps) if isinstance(now, Milestone) else differing_fields(form, self.form())
        )
        fresh = {one.pk: one.revision for one in Milestone.objects.filter(duty=self.duty)}
        data = self.request.POST.copy()
        data["revision"] = str(self.duty.revision)
        for step in steps:
            if step.cleaned_data["key"] in fresh:
                data[step.add_prefix("revision")] = str(fresh[step.cleaned_data["key"]])
        again = self.form(data)
        again.is_valid()
        context = {
            **frame(self.request, self.plan, "tasks"),
            "duty": self.duty,
            "form": again,
            "steps": step_forms([], data),
            "issued": self.issued,
            "conflict": {"rows": rows, **last_word(now)},
        }
        return page(self.request, "assign", context, 409)


def _told(steps: list[StepForm]) -> list[Step]:
    return [step.step(_place(step)) for step in steps if step.says_something]


def _place(step: StepForm) -> int:
    return int(str(step.prefix).rpartition("-")[2])


def spread(problems: list[Problem], form: Any, steps: list[StepForm] | None = None) -> list[Problem]:
    """Put an action's problems at their fields; those without a field on the page come back.

    A field that could not be read has said so already.
    """
    by_prefix = {str(step.prefix): step for step in steps or []}
    said = {part.add_prefix(name) for part in (form, *by_prefix.values()) for name in part.errors}
    loose = []
    for problem in problems:
        if problem.field in said:
            continue
        prefix, _dash, name = problem.field.rpartition("-")
        if problem.field in form.fields:
            form.add_error(problem.field, problem.words)
        elif prefix in by_prefix:
            by_prefix[prefix].add_error(name, problem.words)
        else:
            loose.append(Problem("", problem.words))
    return loose


@require_POST
@signed_in
def keep(request: PlanRequest, plan_id: int, pk: int) -> HttpResponse:
    """Say that a task is ordinary work although it speaks of party matters."""
    plan = standing_plan(request, plan_id)
    found = get_duty(request, plan, pk)
    try:
        keep_open(found, by=request.actor, revision=found.revision)
    except Superseded:
        messages.warning(request, "别人刚刚改过这项任务，请看过再定。")
    else:
        messages.success(request, f"已确定按一般任务办理：{found.task}")
    return redirect("duties:issue", plan.pk)
