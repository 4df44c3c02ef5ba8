"""What all views of the plans begin with."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Refused

from ..models import Plan


class PlanRequest(HttpRequest):
    """A request of somebody signed in; `ActingMiddleware` has set the actor."""

    actor: Actor


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Sends anonymous visitors to sign in.

    The page's scripts are told so, and told what was refused, so that they keep what waits to be sent. What
    they send names its person (`as_user`) and is nothing for anybody else who is signed in.
    """

    @wraps(view)
    def guarded(request: PlanRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.actor is None or _meant_for(request) not in ("", request.actor.id):
            return _sign_in_first(request)
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            if not wants_json(request):
                raise
            return JsonResponse({"refused": refused.refusal.reason}, status=403)

    return guarded


def wants_json(request: PlanRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _meant_for(request: PlanRequest) -> str:
    return (request.POST if request.method == "POST" else request.GET).get("as_user", "")


def _sign_in_first(request: PlanRequest) -> HttpResponse:
    if not wants_json(request):
        return redirect_to_login(request.get_full_path())
    return JsonResponse({"other": request.actor is not None}, status=401)


def get_plan(request: PlanRequest, plan_id: int) -> Plan:
    """The plan if the actor may see it, else 404."""
    plans = Plan.objects.visible_to(request.actor)
    return get_object_or_404(plans.select_related("source", "imported_by", "reviewed_by"), pk=plan_id)
