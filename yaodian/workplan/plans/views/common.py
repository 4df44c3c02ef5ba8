"""What all views of the plans begin with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from yaodian.foundation.common.actor import Actor

from ..models import Plan


class PlanRequest(HttpRequest):
    """A request of somebody signed in; `ActingMiddleware` has set the actor."""

    actor: Actor


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Sends anonymous visitors to sign in."""
    return cast("Callable[..., HttpResponse]", login_required(cast("Any", view)))


def get_plan(request: PlanRequest, plan_id: int) -> Plan:
    """The plan if the actor may see it, else 404."""
    plans = Plan.objects.visible_to(request.actor)
    return get_object_or_404(plans.select_related("source", "imported_by", "reviewed_by"), pk=plan_id)
