"""Turning refusals and problems that a view lets through into pages."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from yaodian.foundation.common.refusal import Refused


class ErrorsMiddleware:
    """An action's refusal becomes a 403 page with its reason and a way back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            told = {"reason": exception.refusal.reason, "above": page_above(request.path_info)}
            return render(request, "403.html", told, status=403)
        return None


def page_above(path: str) -> str:
    """The nearest address above this one at which a page stands; "" where that is the home page."""
    while above := path.rstrip("/").rpartition("/")[0]:
        path = f"{above}/"
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return ""
