"""The counts of wrong passwords of one name, which hold it for a while."""

from __future__ import annotations

import time

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from . import parameters
from .models import User, folded

APP, ACTION = "allauth.account", "login_failed"


def limits() -> dict[str, str | None]:
    """allauth's rates, with the figures for one name as the parameters have them now."""
    tries, minutes = parameters.number("login_attempts"), parameters.number("login_lock_minutes")
    return {**settings.ACCOUNT_RATE_LIMITS, ACTION: f"{tries}/{minutes}m/key"}


def forget_guesses(user: User) -> None:
    for name in names_of(user):
        ratelimit.clear(HttpRequest(), app=APP, action=ACTION, config=limits(), key=name)


def is_locked(user: User) -> bool:
    """Whether one of the person's names is held at this moment."""
    return any(is_full(key, rate) for key, rate in _counts(user))


def is_full(key: str, rate: ratelimit.Rate) -> bool:
    since = time.time() - rate.duration
    return sum(moment > since for moment in cache.get(key, [])) >= rate.amount


def names_of(user: User) -> list[str]:
    """The names under which tries of this person are counted, each by itself."""
    return [folded(name) for name in (user.username, user.email) if name]


def _counts(user: User) -> list[tuple[str, ratelimit.Rate]]:
    request = HttpRequest()
    return [
        (ratelimit.get_cache_key(request, app=APP, action=ACTION, rate=rate, key=name), rate)
        for rate in ratelimit.get_rates(app=APP, action=ACTION, config=limits())
        for name in names_of(user)
    ]
