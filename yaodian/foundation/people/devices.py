"""登录设备: where a person is signed in, in words, and ending it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from yaodian.foundation.audit.log import record
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.clock import SHANGHAI

from .models import User
from .sessions import SEEN, STARTED

# What a browser says of itself → what people call it; the first that fits, since most also claim to be others.
BROWSERS = {
    r"MicroMessenger/": "微信",
    r"DingTalk/": "钉钉",
    r"QIHU|360SE|360EE": "360 浏览器",
    r"M?QQBrowser/": "QQ 浏览器",
    r"UCBrowser/|UBrowser/": "UC 浏览器",
    r"Edg(e|A|iOS)?/": "Edge",
    r"OPR/|Opera": "Opera",
    r"Firefox/|FxiOS/": "Firefox",
    r"(Headless)?Chrome/|CriOS/": "Chrome",
    r"Version/.*Safari/": "Safari",
    r"MSIE |Trident/": "IE",
}
SYSTEMS = {
    r"HarmonyOS|OpenHarmony": "鸿蒙",
    r"Android": "Android",
    r"iPhone": "iPhone",
    r"iPad": "iPad",
    r"Windows": "Windows",
    r"Mac OS X|Macintosh": "macOS",
    r"Kylin": "麒麟",
    r"UOS|Deepin": "统信 UOS",
    r"Linux|X11": "Linux",
}


@dataclass(frozen=True)
class Device:
    """One place where the person is signed in; its times are those of the program's clock."""

    key: int
    name: str
    address: str
    since: datetime
    seen: datetime
    current: bool


def words_for(agent: str) -> str:
    """`Chrome · Windows` from what a browser sends of itself."""
    found = [_first(BROWSERS, agent), _first(SYSTEMS, agent)]
    return " · ".join(word for word in found if word) or "不认识的浏览器"


def _first(table: dict[str, str], agent: str) -> str:
    return next((word for pattern, word in table.items() if re.search(pattern, agent)), "")


def devices_of(user: User, current: str | None) -> list[Device]:
    """The living ones, this one first, then those used last; a session that is over goes from the list for good."""
    rows = UserSession.objects.purge_and_list(user)
    devices = [_device(row, current) for row in rows]
    return sorted(devices, key=lambda one: (one.current, one.seen), reverse=True)


def _device(row: UserSession, current: str | None) -> Device:
    store = import_module(settings.SESSION_ENGINE).SessionStore(row.session_key)
    since, seen = (_moment(store.get(name), row.created_at) for name in (STARTED, SEEN))
    return Device(row.pk, words_for(row.user_agent), row.ip, since, seen, row.session_key == current)


def _moment(stamp: float | None, otherwise: datetime) -> datetime:
    return datetime.fromtimestamp(stamp, SHANGHAI) if stamp else otherwise


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def devices(request: HttpRequest) -> HttpResponse:
    """Show them; a POST signs out everywhere else."""
    user = _user(request)
    found = devices_of(user, request.session.session_key)
    if request.method == "POST":
        others = [one for one in found if not one.current]
        for one in others:
            _end(user, one)
        messages.success(request, f"已退出其他 {len(others)} 台设备。" if others else "没有其他设备在登录。")
        return redirect("usersessions_list")
    return render(request, "people/devices.html", {"devices": found, "others": len(found) > 1})


@require_POST
@login_required
def end_device(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out one of the person's own; at this one it is the usual way out."""
    user = _user(request)
    row = get_object_or_404(UserSession.objects.filter(user=user), pk=pk)
    device = _device(row, request.session.session_key)
    if device.current:
        logout(request)
        return redirect("account_login")
    _end(user, device)
    messages.success(request, f"已退出 {device.name}。")
    return redirect("usersessions_list")


def _end(user: User, device: Device) -> None:
    """The session goes at once: its next request is a stranger's."""
    for row in UserSession.objects.filter(user=user, pk=device.key):
        row.end()
        record("end_device", user, by=Actor(user), after={"device": device.name, "address": device.address})


def _user(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)  # noqa: S101 login_required has seen to it
    return user
