"""What every page's frame shows: city, plan year, menu, to-dos, the roles to act in, the demo's date.

The frame costs a few small queries, and none where a page shows no frame; each is asked once a request. The number of
to-dos is counted anew after whatever the person changes, and at least every half minute.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from yaodian.foundation.administration.menus import MENUS
from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.notices.todos import Todo, todos_of
from yaodian.foundation.people.models import Region
from yaodian.workplan.dashboard.access import sees_any
from yaodian.workplan.plans.access import sees_plans
from yaodian.workplan.plans.presenting.overview import latest_year
from yaodian.workplan.restricted.models import is_known_in_register

Entry = tuple[str, str, str]
COUNT_SECONDS = 30


def frame(request: HttpRequest) -> dict[str, Any]:
    """The template context `frame`; every key is present, those that do not apply are empty."""
    actor = getattr(request, "actor", None)
    here: dict[str, Any] = {
        "mode": settings.MODE,
        "demo_date": clock.today() if settings.DEMO else None,
        "city": SimpleLazyObject(lambda: _asked(request, "city", _city, "")),
        "memberships": getattr(request, "memberships", []),
        "query": request.GET.get("q", "") if request.path == reverse("search") else "",
    }
    return {"frame": here | (_of_actor(request, actor) if actor else dict.fromkeys(OF_ACTOR, ""))}


OF_ACTOR = ("menu", "home_url", "search_url", "todo_url", "switch_url", "todo_count", "plan_year")


def _of_actor(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    return {
        "menu": _menu(request, actor),
        "home_url": reverse("home"),
        "search_url": reverse("search"),
        "todo_url": f"{reverse('home')}#todos",
        "switch_url": reverse("act_as"),
        "todo_count": SimpleLazyObject(lambda: todo_count(request)),
        "plan_year": SimpleLazyObject(lambda: _asked(request, "plan_year", lambda: latest_year(actor), None)),
    }


def todos(request: HttpRequest) -> list[Todo]:
    """What waits for the person, asked once a request."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found: list[Todo] = _asked(request, "todos", lambda: todos_of(actor), [])
    return found


def todo_count(request: HttpRequest) -> int:
    """How many things wait: those listed on this page, elsewhere as counted within the last half minute."""
    if "todos" in request.__dict__.get("frame_answers", {}):
        return len(todos(request))
    count: int = _asked(request, "todo_count", lambda: _kept_count(request), 0)
    return count


def _kept_count(request: HttpRequest) -> int:
    name = _count_name(request.actor)  # type: ignore[attr-defined]
    kept: int | None = cache.get(name)
    if kept is None:
        kept = len(todos(request))
        cache.set(name, kept, COUNT_SECONDS)
    return kept


def _count_name(actor: Actor) -> str:
    return f"todo_count:{actor.id}:{actor.membership.pk if actor.membership else 0}"


class RecountMiddleware:
    """Whatever a person changes may change what waits for them: the next page counts anew."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        actor: Actor | None = getattr(request, "actor", None)
        if actor is not None and request.method not in ("GET", "HEAD"):
            cache.delete(_count_name(actor))
        return response


def _city() -> str:
    return Region.objects.filter(kind=Region.Kind.CITY).values_list("name", flat=True).first() or ""


def _asked(request: HttpRequest, name: str, ask: Callable[[], Any], otherwise: Any) -> Any:
    """The answer kept on the request; `otherwise` when the database cannot tell, so that error pages stand."""
    known = request.__dict__.setdefault("frame_answers", {})
    if name not in known:
        try:
            known[name] = ask()
        except DatabaseError:
            known[name] = otherwise
    return known[name]


def _menu(request: HttpRequest, actor: Actor) -> list[dict[str, Any]]:
    groups: list[tuple[str, list[Entry]]] = [
        ("", [("我的工作台", "home", "home"), ("消息", "messages", "bell")])
    ]
    plans: list[Entry] = [("总览", "dashboard:newest", "chart-bar")] if sees_any(actor) else []
    if sees_plans(actor):
        plans.append(("工作要点", "plans:list", "document-text"))
    if plans:
        groups.append(("计划", plans))
    if _asked(request, "register", lambda: is_known_in_register(actor), False):
        groups[-1][1].append(("专项登记", "restricted:list", "lock-closed"))
    groups += MENUS.get(actor.role, [])
    here = _here(request.path, [reverse(name) for _label, items in groups for _words, name, _icon in items])
    return [{"label": label, "items": [_item(here, *entry) for entry in items]} for label, items in groups]


def _here(path: str, urls: list[str]) -> str:
    """The entry under which the page stands: the longest address that it begins with; home is home alone."""
    return max(
        (url for url in urls if path == url or (url != "/" and path.startswith(url))), key=len, default=""
    )


def _item(here: str, label: str, name: str, icon: str) -> dict[str, Any]:
    url = reverse(name)
    return {"label": label, "url": url, "icon": icon, "active": url == here}
