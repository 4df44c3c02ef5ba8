"""The review page, what changed since it was loaded, and what the reader makes of a selection."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yaodian.foundation.common.refusal import insist
from yaodian.foundation.desk.presence import arrive

from ..access import may_review
from ..actions.adding import suggest_target
from ..forms import CutForm, RejectForm, TargetForm, TaskForm
from ..models import Plan, Task
from ..presenting.changes import changes_since, entries_of, version_of
from ..presenting.document import paragraphs
from ..presenting.items import FORM_FIELDS, LOOKS, PAGE_WORDS, Shown, counts, form_value, grouped, shown_items
from .answering import version_in, whole
from .common import PlanRequest, get_plan, signed_in

NUMBER = re.compile(r"[（(]?([0-9一二三四五六七八九十]{1,4})[.．、)）]\s*")
CLAUSE = re.compile(r"[。：:；;\n]")
STATES = [("", "全部"), ("proposed", "待核对"), ("accepted", "已采纳"), ("rejected", "已剔除")]
KINDS = [("", "任务和指标"), ("task", "只看任务"), ("target", "只看指标")]
KEYS = [
    ("j", "下一条"), ("k", "上一条"), ("a", "采纳"), ("x", "剔除"), ("e", "更正"), ("s", "拆分"), ("m", "与相邻条目合并"),
    ("u", "恢复待核对"), ("n", "把选中的文字添为指标"), ("/", "在清单中查找"), ("?", "打开这份说明"), ("Esc", "关闭表单或对话框"),
]  # fmt: skip


@require_safe
@signed_in
def review(request: PlanRequest, plan_id: int) -> HttpResponse:
    plan = get_plan(request, plan_id)
    version = version_of(plan)
    items = shown_items(plan)
    refusal = may_review(request.actor, plan)
    context = {
        "plan": plan,
        "version": version,
        "paragraphs": paragraphs(plan, items),
        "groups": grouped(items),
        "counts": counts(items),
        "words": PAGE_WORDS,
        "data": [shown.data() for shown in items],
        "refusal": refusal,
        "looks": [(look, LOOKS[look]) for look in ("proposed", "accepted", "corrected", "rejected")],
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "states": STATES,
        "kinds": KINDS,
        "shortcuts": KEYS,
        **({} if refusal else _forms(plan, items)),
    }
    return render(request, "plans/review/page.html", context)


def _forms(plan: Plan, items: list[Shown]) -> dict[str, Any]:
    """The empty forms that the page's scripts fill."""
    tasks = [shown.item for shown in items if isinstance(shown.item, Task)]
    return {
        "target_form": TargetForm(plan=plan, tasks=tasks, auto_id="new_%s"),
        "task_form": TaskForm(plan=plan, auto_id="new_%s"),
        "cut_form": CutForm(auto_id="new_%s"),
        "reason_form": RejectForm(auto_id="new_%s"),
    }


@require_safe
@signed_in
def state(request: PlanRequest, plan_id: int) -> HttpResponse:
    """What changed since `version`, and who else is here; 204 when nothing did."""
    plan = get_plan(request, plan_id)
    others = arrive(f"plan:{plan.pk}:review", by=request.actor)
    version = version_in(request.GET)
    recent = list(entries_of(plan).filter(id__gt=version).order_by("id"))
    if not recent and request.GET.get("people", "") == "、".join(others):
        return HttpResponse(status=204)
    answer: dict[str, Any] = {"version": version}
    if recent:
        answer = changes_since(plan, version, by=request.actor, entries=recent)
    return JsonResponse({**answer, "people": others})


@require_safe
@signed_in
def suggest(request: PlanRequest, plan_id: int) -> HttpResponse:
    """The fields of a target or a task that would stand at `start`–`end`."""
    plan = get_plan(request, plan_id)
    insist(may_review(request.actor, plan))
    start, end = whole(request.GET.get("start", "")), whole(request.GET.get("end", ""))
    if not start < end <= len(plan.text):
        return JsonResponse({"problems": [{"field": "", "words": "请在原文中重新选择文字。"}]}, status=422)
    kind = "task" if request.GET.get("kind") == "task" else "target"
    return JsonResponse({"fields": suggested(plan, kind, start, end)})


def suggested(plan: Plan, kind: str, start: int, end: int) -> dict[str, str]:
    """Form values that the text gives for a new item; of a task its number and its first clause."""
    start, end = _tightened(plan.text, start, end)
    if kind == "target":
        found = suggest_target(plan, start, end)
        values = {name: form_value(found.get(name)) for name in FORM_FIELDS["target"]}
        return {name: value for name, value in values.items() if value}
    words = plan.text[start:end]
    numbered = NUMBER.match(words)
    title = CLAUSE.split(words[numbered.end() :] if numbered else words)[0].strip()
    return {"no": numbered[1] if numbered else "", "title": title[:60], "start": str(start), "end": str(end)}


def _tightened(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the blanks and the full stop that a hand selects along."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in "。；;，,、"):
        end -= 1
    return start, end


@require_safe
@signed_in
def signed_in_again(request: PlanRequest) -> HttpResponse:
    """Where somebody lands who signed in again in a second tab, while the first keeps unsent changes."""
    return render(request, "plans/review/signed_in.html")
