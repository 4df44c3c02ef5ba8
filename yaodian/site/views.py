"""The home page, search, the role to act in, health, and the error pages."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from yaodian.foundation.audit.log import record
from yaodian.foundation.common.health import ailing
from yaodian.foundation.notices.actions import mark_read
from yaodian.foundation.notices.models import Message
from yaodian.foundation.notices.todos import todos_of
from yaodian.foundation.people.acting import SESSION_KEY
from yaodian.foundation.people.models import Membership
from yaodian.foundation.search.register import CAP, find


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """我的工作台: what waits for the person in the role at hand."""
    unread = Message.objects.unread().filter(user=request.user)[:20]
    context = {"todos": todos_of(request.actor), "messages_list": unread}  # type: ignore[attr-defined]
    return render(request, "site/home.html", context)


@require_POST
@login_required
def messages_read(request: HttpRequest) -> HttpResponse:
    """Mark all messages of the person as read."""
    mark_read(by=request.actor)  # type: ignore[attr-defined]
    return redirect("home")


@require_safe
@login_required
def search(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:100]
    rows = list(find(words, request.actor)[:50]) if words else []  # type: ignore[attr-defined]
    return render(request, "site/search.html", {"words": words, "rows": rows, "cap": CAP})


@require_POST
@login_required
def act_as(request: HttpRequest) -> HttpResponse:
    """Choose the role to act in, among those held today."""
    held = Membership.objects.current().filter(user=request.user)
    chosen = get_object_or_404(held, pk=request.POST.get("membership") or 0)
    request.session[SESSION_KEY] = chosen.pk
    record("act_as", chosen, by=request.actor, after={"membership": chosen, "label": chosen.label})  # type: ignore[attr-defined]
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    to = request.POST.get("next", "")
    return to if url_has_allowed_host_and_scheme(to, {request.get_host()}, request.is_secure()) else "/"


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    found = ailing()
    return JsonResponse({"ok": not found, "ailing": found})


def error_400(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def error_403(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", {"reason": ""}, status=403)


def error_404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def error_500(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
