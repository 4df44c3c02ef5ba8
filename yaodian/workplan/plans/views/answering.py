"""How a write of the review is carried out and answered: once, as a page or as JSON, with every refusal told."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render

from yaodian.foundation.common.refusal import Problem, Problems, insist
from yaodian.foundation.desk.once import OtherContent, once
from yaodian.foundation.flow.doors import NotInNext, Superseded

from ..access import may_review
from ..models import Plan, Target, Task
from ..presenting.changes import changes_since, disagreement
from ..presenting.items import Shown, kind_of
from .common import PlanRequest, wants_json

Item = Task | Target
NOT_CONTENT = {"csrfmiddlewaretoken", "key", "version", "as_user"}
SENT_BEFORE = Problem("", "这一页已经提交过一次。请在最新的内容上再改，然后重新提交。")
PLAN_CHANGED = Problem("", "这份文件刚刚被别人处理过，请刷新页面后再试。")


def new_key() -> str:
    return uuid.uuid4().hex


@dataclass
class Write:
    """One write that a request asks for; what the actor may not do is told by the guard around all views.

    `do` carries it out and returns the items it made or changed; `wanted` says what the person meant to
    change, for the case that somebody else was first; `again` shows the form with its problems.
    """

    request: PlanRequest
    plan: Plan
    do: Callable[[], Sequence[Item]]
    done: str
    after: Callable[[Sequence[str]], str]
    again: Callable[[list[Problem]], HttpResponse]
    wanted: dict[str, str] = field(default_factory=dict)

    def answer(self) -> HttpResponse:
        try:
            keys = self._once()
        except (Superseded, NotInNext) as other:
            return self._superseded(other)
        except OtherContent:
            return self._problems([SENT_BEFORE])
        except Problems as problems:
            return self._problems(problems.items)
        return self._done(keys)

    def _once(self) -> list[str]:
        request = self.request
        content = {name: request.POST.getlist(name) for name in request.POST if name not in NOT_CONTENT}
        key = request.POST.get("key", "")[:64]
        keys: list[str] = once(key, [request.path, content], by=request.actor, do=self._keys)
        return keys

    def _keys(self) -> list[str]:
        return [f"{kind_of(item)}-{item.pk}" for item in self.do()]

    def _done(self, keys: list[str]) -> HttpResponse:
        if wants_json(self.request):
            return JsonResponse({**self._changes(), "made": keys})
        messages.success(self.request, self.done)
        return HttpResponseRedirect(self.after(keys))

    def _changes(self) -> dict[str, Any]:
        """Everything since the version that the page knew."""
        return changes_since(self.plan, version_in(self.request.POST), by=self.request.actor)

    def _problems(self, problems: list[Problem]) -> HttpResponse:
        return problems_answer(self.request, self.plan, problems, self.again)

    def _superseded(self, other: Superseded | NotInNext) -> HttpResponse:
        """Show the row as it is now beside what was seen and wanted; the row itself stays untouched."""
        current: Any = other.current if isinstance(other, Superseded) else other.obj
        if not isinstance(current, Item):
            return self._problems([PLAN_CHANGED])
        current.plan = self.plan
        about = disagreement(current, seen_revision(self.request, current), self.wanted)
        if wants_json(self.request):
            told = {**about, "item": Shown(current, self.plan).data()}
            return JsonResponse({**self._changes(), "superseded": told}, status=409)
        return self._superseded_page(current, about)

    def _superseded_page(self, current: Item, about: dict[str, Any]) -> HttpResponse:
        context = {
            "plan": self.plan,
            "shown": Shown(current, self.plan),
            "about": about,
            "again": self._own_fields(current, about),
            "key": new_key(),
            "action": self.request.path,
        }
        return render(self.request, "plans/review/superseded.html", context, status=409)

    def _own_fields(self, current: Item, about: dict[str, Any]) -> list[tuple[str, str]]:
        """What "改用我的" sends: the same form on top of what stands now."""
        own = {name: values for name, values in self.request.POST.lists() if name not in NOT_CONTENT}
        merged = {name: [value] for name, value in about["merged"].items() if name in own}
        own |= merged | {"revision": [str(current.revision)]}
        return [(name, value) for name, values in own.items() for value in values]


def problems_answer(
    request: PlanRequest, plan: Plan, problems: list[Problem], again: Callable[[list[Problem]], HttpResponse]
) -> HttpResponse:
    """All problems together, as JSON or the form again, for those who may review; others hear why they may not."""
    insist(may_review(request.actor, plan))
    if not wants_json(request):
        return again(problems)
    listed = [{"field": problem.field, "words": problem.words} for problem in problems]
    return JsonResponse({"problems": listed}, status=422)


def version_in(source: Any) -> int:
    return whole(source.get("version", ""))


def whole(given: str) -> int:
    """A number as an address or a form gives it; 0 for what is none."""
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 16 else 0


def seen_revision(request: PlanRequest, item: Item) -> int:
    """The revision of `item` that the page had on the screen."""
    return seen(request).get(f"{kind_of(item)}-{item.pk}") or whole(request.POST.get("revision", ""))


def seen(request: PlanRequest) -> dict[str, int]:
    """`seen=target-5:3` for each item of a write that concerns several."""
    pairs = [given.partition(":") for given in request.POST.getlist("seen")[:500]]
    return {key: whole(revision) for key, _colon, revision in pairs}
