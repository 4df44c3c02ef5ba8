"""What every page's frame shows: city, menu, to-dos, the roles to act in, the demo's date."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from yaodian.foundation.common import clock
from yaodian.workplan.plans.access import sees_plans


def frame(request: HttpRequest) -> dict[str, Any]:
    """The template context `frame`; every key is present, those that do not apply are empty."""
    actor = getattr(request, "actor", None)
    return {
        "frame": {
            "mode": settings.MODE,
            "demo_date": clock.today() if settings.DEMO else None,
            "menu": _menu(request) if actor else [],
            "memberships": getattr(request, "memberships", []),
            "search_url": reverse("search") if actor else "",
        }
    }


def _menu(request: HttpRequest) -> list[dict[str, Any]]:
    groups = [("工作", [("我的工作台", "home", "home")])]
    if sees_plans(request.actor):  # type: ignore[attr-defined]
        groups.append(("计划", [("工作要点", "plans:list", "document-text")]))
    return [
        {"label": label, "items": [_item(request, *entry) for entry in entries]} for label, entries in groups
    ]


def _item(request: HttpRequest, label: str, name: str, icon: str) -> dict[str, Any]:
    url = reverse(name)
    active = request.path == url if name == "home" else request.path.startswith(url)
    return {"label": label, "url": url, "icon": icon, "active": active}
