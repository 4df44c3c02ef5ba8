"""Bodies that are too large are refused by their announced length, before anything of them is read."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# The largest document is 10 MB; the rest is for the form around it.
LARGEST = 11 * 1024 * 1024


class LimitsMiddleware:
    """Answers 413 with a page that says what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if not announced.isdecimal() or int(announced) > LARGEST:
            return render(request, "413.html", status=413)
        return self.get_response(request)
