"""What every page's frame shows: city, plan year, menu, to-dos, the roles to act in, the demo's date.

The frame costs one small query: what it tells of a person is kept for half a minute, and asked anew after whatever
they change. A page that lists the to-dos counts them itself.
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
from yaodian.workplan.progress.access import may_see_progress
from yaodian.workplan.restricted.models import is_known_in_register

Entry = tuple[str, str, str]
KEPT_SECONDS = 30
NOT_KNOWN = {"city": "", "plan_year": None, "in_register": False, "todo_count": 0}


def frame(request: HttpRequest) -> dict[str, Any]:
    """The template context `frame`; every key is present, those that do not apply are empty."""
    actor = getattr(request, "actor", None)
    here: dict[str, Any] = {
        "mode": settings.MODE,
        "portal_url": reverse("public:plans"),
        "demo_date": clock.today() if settings.DEMO else None,
        "city": SimpleLazyObject(
            lambda: _kept(request, actor)["city"] if actor else _asked(request, "city", _city, "")
        ),
        "memberships": getattr(request, "memberships", []),
        "query": request.GET.get("q", "") if request.path == reverse("search") else "",
    }
    return {"frame": here | (_of_actor(request, actor) if actor else dict.fromkeys(OF_ACTOR, ""))}


OF_ACTOR = ("menu", "home_url", "search_url", "todo_url", "switch_url", "todo_count", "plan_year")


def _of_actor(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    return {
        "menu": SimpleLazyObject(lambda: _menu(request, actor)),
        "home_url": reverse("home"),
        "search_url": reverse("search"),
        "todo_url": f"{reverse('home')}#todos",
        "switch_url": reverse("act_as"),
        "todo_count": SimpleLazyObject(lambda: _todo_count(request, actor)),
        "plan_year": SimpleLazyObject(lambda: _kept(request, actor)["plan_year"]),
    }


def todos(request: HttpRequest) -> list[Todo]:
    """What waits for the person, asked once a request."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found: list[Todo] = _asked(request, "todos", lambda: todos_of(actor), [])
    return found


def _todo_count(request: HttpRequest, actor: Actor) -> int:
    """Exact where the to-dos themselves are shown."""
    listed = "todos" in request.__dict__.get("frame_answers", {})
    return len(todos(request)) if listed else _kept(request, actor)["todo_count"]


def _kept(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """What the frame tells of the person, as asked within the last half minute."""
    found: dict[str, Any] = _asked(request, "kept", lambda: _asked_lately(request, actor), NOT_KNOWN)
    return found


def look_up(request: HttpRequest, *names: str) -> dict[str, Any]:
    """What the cache keeps under these names, asked together with what it keeps for the frame."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found: dict[str, Any] = cache.get_many([_name_of(actor), *names])
    if known := found.get(_name_of(actor)):
        request.__dict__.setdefault("frame_answers", {})["kept"] = known
    return found


def _asked_lately(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    name = _name_of(actor)
    known: dict[str, Any] | None = cache.get(name)
    if known is None:
        known = {
            "city": _city(),
            "plan_year": latest_year(actor),
            "in_register": is_known_in_register(actor),
            "todo_count": len(todos(request)),
        }
        cache.set(name, known, KEPT_SECONDS)
    return known


def _name_of(actor: Actor) -> str:
    behalf = actor.on_behalf_of.pk if actor.on_behalf_of else 0
    return f"frame:{actor.id}:{actor.membership.pk if actor.membership else 0}:{behalf}"


class RecountMiddleware:
    """Whatever a person changes may change what waits for them: the next page asks anew."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        actor: Actor | None = getattr(request, "actor", None)
        if actor is not None and request.method not in ("GET", "HEAD"):
            cache.delete(_name_of(actor))
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
    if may_see_progress(actor) is None:
        plans.append(("进展", "progress:list", "flag"))
    if plans:
        groups.append(("计划", plans))
    if _kept(request, actor)["in_register"]:
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
