"""The wall: one screen without sign-in, of what the office released for it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from yaodian.foundation.common import clock

from ..wall import SECONDS, shown_now


@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """The whole screen, or for the update of every minute only what changes."""
    partial = request.htmx  # type: ignore[attr-defined]
    context = {"wall": shown_now(), "now": clock.now(), "seconds": SECONDS}
    answer = render(request, "dashboard/_wall.html" if partial else "dashboard/wall.html", context)
    answer["Cache-Control"] = "no-store"
    patch_vary_headers(answer, ["HX-Request"])
    return answer
