"""Every request has a number and an address in the audit; unsafe ones leave at least one entry."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from yaodian.foundation.common.actor import SYSTEM

from .context import Visit, visiting
from .log import record
from .models import Result

SAFE = {"GET", "HEAD", "OPTIONS"}


class VisitMiddleware:
    """Opens the visit and, after an unsafe request that wrote no entry of its own, records what became of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        visit = Visit(
            request_id=uuid.uuid4().hex,
            address=request.META.get("REMOTE_ADDR", ""),
            method=request.method or "",
            path=request.path,
        )
        with visiting(visit):
            response = self.get_response(request)
            if visit.method not in SAFE and (visit.written == 0 or response.status_code >= 400):
                self._record(request, response)
        response["X-Request-ID"] = visit.request_id
        return response

    def _record(self, request: HttpRequest, response: HttpResponse) -> None:
        actor = getattr(request, "actor", None) or SYSTEM
        code = response.status_code
        result = Result.DONE if code < 400 else Result.REFUSED if code < 500 else Result.FAILED
        record("request", by=actor, result=result, after={"status": code})
