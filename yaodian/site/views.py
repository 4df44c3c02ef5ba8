"""The home page, messages, search, the role to act in, health, and the error pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.components import Item, capped
from yaodian.foundation.common.health import ailing
from yaodian.foundation.desk.paging import CAP, Page, page_address, page_by_key
from yaodian.foundation.notices.actions import mark_read
from yaodian.foundation.notices.models import Message
from yaodian.foundation.people.acting import act_as
from yaodian.foundation.people.models import Membership
from yaodian.foundation.people.roles import ADMINISTRATORS
from yaodian.foundation.search.excerpts import excerpt, marked
from yaodian.foundation.search.grams import phrases
from yaodian.foundation.search.models import Findable
from yaodian.foundation.search.register import find, kinds
from yaodian.workplan.dashboard.late import kept_as, late_for
from yaodian.workplan.plans.access import may_import_plan
from yaodian.workplan.plans.presenting.overview import overviews

from .frame import look_up, todos
from .home import changes_for, doors, empty_words, summary
from .since import since_last_visit

MESSAGES_ON_HOME = 5
SEARCH_SIZE = 20
MESSAGES_SIZE = 30


class SignedIn(HttpRequest):
    """A request of somebody signed in; `ActingMiddleware` has set the actor."""

    actor: Actor
    memberships: list[Membership]


@require_safe
@login_required
def home(request: SignedIn) -> HttpResponse:
    """我的工作台: what waits for the person in the role at hand, and what happened lately."""
    kept = look_up(request, *filter(None, [kept_as(request.actor)]))
    waiting = todos(request)
    plans, since = overviews(request.actor), since_last_visit(request)
    unread = list(Message.objects.unread().filter(user=request.actor.user)[: MESSAGES_ON_HOME + 1])
    context = {
        "todos": waiting,
        "today": clock.today(),
        "summary": summary(waiting),
        "empty_words": empty_words(request.actor),
        "plans": plans,
        "late": late_for(request.actor, kept),
        "may_import": may_import_plan(request.actor) is None,
        "since": since,
        "changes": changes_for(request.actor, [one.plan for one in plans], since.at),
        "doors": doors(request.actor),
        "unread": unread[:MESSAGES_ON_HOME],
        "more_unread": len(unread) > MESSAGES_ON_HOME,
    }
    return render(request, "site/home.html", context)


@require_safe
@login_required
def messages_list(request: SignedIn) -> HttpResponse:
    """The person's messages, the newest first; with `?unread=1` those not read yet."""
    own = Message.objects.filter(user=request.actor.user)
    only_unread = request.GET.get("unread") == "1"
    page = _page(request, own.unread() if only_unread else own, MESSAGES_SIZE)
    tabs = [
        Item("全部", request.path, active=not only_unread),
        Item("未读", "?unread=1", active=only_unread),
    ]
    context = {"page": page, "tabs": tabs, "only_unread": only_unread, **_paging(request, page)}
    return render(request, "site/messages.html", context)


@require_POST
@login_required
def messages_read(request: SignedIn) -> HttpResponse:
    """Mark the messages named in the form as read, or all of the person's own when none is named."""
    named = [int(key) for key in request.POST.getlist("message") if key.isdecimal() and len(key) < 19]
    marked_now = mark_read(by=request.actor, ids=named or None)
    messages.success(request, f"已将 {marked_now} 条消息标为已读。")
    return redirect(_back(request))


@require_safe
@login_required
def search(request: SignedIn) -> HttpResponse:
    """Plans, tasks and targets that the person may see, in which the words stand."""
    words, kind = request.GET.get("q", "").strip()[:100], request.GET.get("kind", "")
    context: dict[str, Any] = {"words": words, "kind": kind, "kinds": kinds(), "hits": []}
    if words:
        page = _page(request, find(words, request.actor, kind), SEARCH_SIZE, ("rank", "-id"))
        context |= {"hits": [_hit(row, words) for row in page.rows], **_paging(request, page)}
    return render(request, "site/search.html", context)


def _hit(row: Findable, words: str) -> dict[str, Any]:
    wanted = phrases(words)
    label = next((one.label for one in kinds() if one.name == row.kind), "")
    excerpted = excerpt(row.text, wanted) if row.text != row.title else []
    title = marked(row.title, wanted)
    return {"url": row.url, "title": title, "kind": label, "excerpt": excerpted, "context": row.context}


def _page(request: HttpRequest, rows: Any, size: int, order: Sequence[str] = ("-id",)) -> Page:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    return page_by_key(rows, order, after=after, before=before, size=size)


def _paging(request: HttpRequest, page: Page) -> dict[str, str]:
    return {
        "previous_url": page_address(request.GET, before=page.previous_key),
        "next_url": page_address(request.GET, after=page.next_key),
        "count": capped(page.count, CAP),
    }


@require_POST
@login_required
def choose_role(request: SignedIn) -> HttpResponse:
    """Choose the role to act in, among those held today or handed over by a colleague."""
    asked = request.POST.get("membership", "")
    chosen = next((held for held in request.memberships if str(held.pk) == asked), None)
    if chosen is None:
        raise Http404
    act_as(request, chosen, by=request.actor)
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    to = request.POST.get("next", "")
    return to if url_has_allowed_host_and_scheme(to, {request.get_host()}, request.is_secure()) else "/"


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Whether all is well, for whatever watches the site; what ails is told to administrators only."""
    found = ailing()
    actor: Actor | None = request.actor  # type: ignore[attr-defined]
    told = {"ailing": found} if actor is not None and actor.role in ADMINISTRATORS else {}
    return JsonResponse({"ok": not found, **told})


def error_400(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def error_403(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", {"reason": ""}, status=403)


def error_404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def error_500(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
