"""Adding, splitting and merging: the writes that make new tasks and targets."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from yaodian.foundation.common.refusal import Problem, insist

from ..access import may_review
from ..actions.adding import add_target, add_task
from ..actions.reshaping import merge_targets, merge_tasks, split_target, split_task
from ..forms import CutForm, TargetForm, TaskForm
from ..models import Plan, Target, Task
from ..presenting.cutting import cut_places, middle_of
from ..presenting.items import Shown, form_values
from ..presenting.proposals import place_in_text
from ..states import LIVE
from .answering import Item, Write, new_key, seen, whole
from .common import PlanRequest, get_plan, signed_in
from .items import form_problems, get_item, with_problems
from .review import suggested

NEIGHBOURS = 3
PLAIN = {"comparator": "=", "kind": "level", "modality": "plain"}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add(request: PlanRequest, plan_id: int, kind: str) -> HttpResponse:
    """A new target or task from words of the text, selected or pasted."""
    plan = get_plan(request, plan_id)
    if request.method != "POST":
        insist(may_review(request.actor, plan))
        return _add_start(request, plan, kind)
    form = _new_form(plan, kind, request.POST)
    if not form.is_valid():
        return form_problems(request, plan, form, lambda problems: _add_page(request, plan, kind, form, 422))
    return Write(
        request,
        plan,
        lambda: [_added(request, plan, kind, form.cleaned_data)],
        done="已添加，并记为已采纳。",
        after=lambda keys: _address(plan, keys[0]),
        again=lambda problems: _add_page(request, plan, kind, with_problems(form, problems), 422),
    ).answer()


def _new_form(plan: Plan, kind: str, data: Any = None, **options: Any) -> TargetForm | TaskForm:
    return (
        TargetForm(data, plan=plan, **options) if kind == "target" else TaskForm(data, plan=plan, **options)
    )


def _added(request: PlanRequest, plan: Plan, kind: str, fields: dict[str, Any]) -> Item:
    if kind == "target":
        return add_target(plan, by=request.actor, **fields)
    return add_task(plan, by=request.actor, section=_section_at(plan, fields["start"]), **fields)


def _section_at(plan: Plan, place: int) -> list[str]:
    """The headings above `place`: those of the task before it, or after it at the beginning."""
    tasks = plan.tasks.filter(state__in=LIVE)
    near = tasks.filter(start__lte=place).last() or tasks.filter(start__gt=place).first()
    return list(near.section) if near else []


def _add_start(request: PlanRequest, plan: Plan, kind: str) -> HttpResponse:
    """The form for `start`–`end`, or for `words` found in the text; without either the question for words."""
    start, end = whole(request.GET.get("start", "")), whole(request.GET.get("end", ""))
    words = request.GET.get("words", "").strip()
    if words:
        start = plan.text.find(words)
        end = start + len(words)
    if not 0 <= start < end <= len(plan.text):
        context = {"plan": plan, "kind": kind, "words": words}
        return render(request, "plans/review/add_words.html", context, status=422 if words else 200)
    return _add_page(
        request, plan, kind, _new_form(plan, kind, initial=PLAIN | suggested(plan, kind, start, end))
    )


def _add_page(request: PlanRequest, plan: Plan, kind: str, form: Any, status: int = 200) -> HttpResponse:
    start, end = (whole(str(form[name].value())) for name in ("start", "end"))
    context = {"plan": plan, "kind": kind, "form": form, "key": new_key(), "words": plan.text[start:end]}
    return render(request, "plans/review/add.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def split(request: PlanRequest, plan_id: int, kind: str, pk: int) -> HttpResponse:
    """One item becomes two, cut at `at`."""
    plan = get_plan(request, plan_id)
    found = get_item(request, plan, kind, pk)
    at = _asked_cut(request, found)
    forms = _part_forms(request, found, at)
    if request.method != "POST":
        insist(may_review(request.actor, plan))
        return _split_page(request, found, forms, at)
    broken = next((form for form in forms if not form.is_valid()), None)
    if broken is not None:
        return form_problems(
            request, plan, broken, lambda problems: _split_page(request, found, forms, at, 422)
        )
    return Write(
        request,
        plan,
        lambda: _split(request, found, [form.cleaned_data for form in forms]),
        done="已拆分，拆分出的条目记为已采纳。",
        after=lambda keys: _address(plan, keys[0]),
        again=lambda problems: _split_page(
            request, found, [with_problems(forms[0], problems), *forms[1:]], at, 422
        ),
    ).answer()


def _asked_cut(request: PlanRequest, found: Item) -> int:
    """Where the request cuts, brought inside the item."""
    asked = whole(request.POST.get("at", "") or request.GET.get("at", ""))
    return max(found.start + 1, min(asked, found.end - 1)) if asked else middle_of(found)


def _part_forms(request: PlanRequest, found: Item, at: int) -> list[Any]:
    data = request.POST if request.method == "POST" else None
    if isinstance(found, Task):
        first = suggested(found.plan, "task", at, found.end) if data is None else {}
        return [CutForm(data, initial={**first, "at": at})]
    spans = {"first": (found.start, at), "second": (at, found.end)}
    tasks = list(found.plan.tasks.filter(state__in=LIVE))
    return [
        TargetForm(
            data,
            plan=found.plan,
            tasks=tasks,
            prefix=name,
            initial=_part(found, *span) if data is None else {},
        )
        for name, span in spans.items()
    ]


def _part(found: Target, start: int, end: int) -> dict[str, str]:
    """What the reader finds in a part, the rest as the whole target has it."""
    return form_values(found) | suggested(found.plan, "target", start, end)


def _split(request: PlanRequest, found: Item, parts: list[dict[str, Any]]) -> list[Item]:
    revision = whole(request.POST.get("revision", ""))
    if isinstance(found, Target):
        return list(split_target(found, by=request.actor, revision=revision, parts=parts))
    return list(split_task(found, by=request.actor, revision=revision, **parts[0]))


def _split_page(
    request: PlanRequest, found: Item, forms: list[Any], at: int, status: int = 200
) -> HttpResponse:
    text = found.plan.text
    context = {
        "plan": found.plan,
        "shown": Shown(found, found.plan),
        "forms": forms,
        "places": cut_places(found),
        "at": at,
        "parts": [text[found.start : at], text[at : found.end]],
        "key": new_key(),
    }
    return render(request, "plans/review/split.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def merge(request: PlanRequest, plan_id: int, kind: str, pk: int) -> HttpResponse:
    """The item and chosen neighbours of its kind become one."""
    plan = get_plan(request, plan_id)
    found = get_item(request, plan, kind, pk)
    if request.method != "POST":
        insist(may_review(request.actor, plan))
        return _merge_page(request, found)
    form = TargetForm(request.POST, plan=plan) if "indicator" in request.POST else None
    if form is not None and not form.is_valid():
        return form_problems(request, plan, form, lambda problems: _merge_page(request, found, form, 422))
    return Write(
        request,
        plan,
        lambda: [_merged(request, plan, found, form)],
        done="已合并，合并后的条目记为已采纳。",
        after=lambda keys: _address(plan, keys[0]),
        again=lambda problems: _merge_page(
            request, found, form and with_problems(form, problems), 422, problems
        ),
    ).answer()


def _merged(request: PlanRequest, plan: Plan, found: Item, form: TargetForm | None) -> Item:
    revisions = seen(request)
    keys = [pk for pk in (_pk(key, found) for key in revisions) if pk]
    rows: Any = type(found)._base_manager.filter(plan=plan, pk__in=keys).order_by("start", "id")
    pairs = [(row, revisions[Shown(row, plan).key]) for row in rows]
    for row, _revision in pairs:
        row.plan = plan
    if isinstance(found, Task):
        return merge_tasks(pairs, by=request.actor)
    fields = form.cleaned_data if form is not None else {}
    return merge_targets(pairs, by=request.actor, **fields)


def _pk(key: str, found: Item) -> int:
    kind, _dash, number = key.partition("-")
    return whole(number) if kind == found._meta.model_name else 0


def _merge_page(
    request: PlanRequest,
    found: Item,
    form: Any = None,
    status: int = 200,
    problems: list[Problem] | None = None,
) -> HttpResponse:
    if form is None and isinstance(found, Target):
        form = TargetForm(plan=found.plan, initial=form_values(found))
    context = {
        "plan": found.plan,
        "shown": Shown(found, found.plan),
        "form": form,
        "problems": problems if form is None else None,
        "neighbours": [Shown(one, found.plan) for one in _neighbours(found)],
        "place": place_in_text(found),
        "key": new_key(),
    }
    return render(request, "plans/review/merge.html", context, status=status)


def _neighbours(found: Item) -> list[Item]:
    """The live items of the same kind next to this one in the text."""
    live: Any = type(found)._base_manager.filter(plan=found.plan, state__in=LIVE).exclude(pk=found.pk)
    before = list(live.filter(start__lte=found.start).order_by("-start", "-id")[:NEIGHBOURS])
    after = list(live.filter(start__gt=found.start).order_by("start", "id")[:NEIGHBOURS])
    return [*reversed(before), *after]


def _address(plan: Plan, key: str) -> str:
    kind, _dash, pk = key.partition("-")
    return f"{plan.get_absolute_url()}{kind}s/{pk}/"
