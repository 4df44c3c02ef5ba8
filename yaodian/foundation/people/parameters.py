"""Figures and switches that administrators set while the site runs.

An app registers its parameters in `AppConfig.ready`; `number(name)` gives the value in force. Without a row the
default holds, which follows the settings and with them the environment. Each process reads the rows at most
every few seconds, so that a request pays nothing for them. At level 3 the bounds are narrower, and a value set
before counts as the nearest one inside.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings

from yaodian.foundation.common.refusal import Problem

from .models import Parameter
from .profiles import LEVEL3, profile
from .roles import ACCOUNT_KEEPERS, ROLE_KEEPERS, Role

KEPT_SECONDS = 5.0
SIGNING_IN, ACCOUNTS, BACKUPS = GROUPS = ("登录与密码", "账号", "备份")


@dataclass(frozen=True)
class Bounds:
    least: int
    most: int

    def nearest(self, value: int) -> int:
        return min(max(value, self.least), self.most)


@dataclass(frozen=True)
class Figure:
    """One parameter: a whole number between bounds; `setters` are the roles that may set it."""

    name: str
    label: str
    what: str
    unit: str
    bounds: Bounds
    at_level3: Bounds
    default: Callable[[], int]
    setters: frozenset[Role]
    group: str

    def bounds_now(self) -> Bounds:
        return self.at_level3 if profile() == LEVEL3 else self.bounds

    def problems(self, value: int) -> Iterable[Problem]:
        bounds = self.bounds_now()
        if value != bounds.nearest(value):
            yield Problem("value", f"“{self.label}”请填 {bounds.least} 到 {bounds.most} 之间的整数。")


_figures: dict[str, Figure] = {}
_kept: tuple[float, dict[str, int]] = (0.0, {})


def register(*figures: Figure) -> None:
    """Add parameters; registering a name twice is a programming error."""
    for figure in figures:
        if figure.name in _figures:
            raise ValueError(f"A parameter named {figure.name} is registered already.")
        _figures[figure.name] = figure


def registered() -> list[Figure]:
    """All parameters, those of one group together, in the order of the groups."""
    return sorted(_figures.values(), key=lambda one: GROUPS.index(one.group))


def figure(name: str) -> Figure | None:
    return _figures.get(name)


def number(name: str) -> int:
    """The value in force."""
    known = _figures[name]
    told = _rows().get(name)
    return known.default() if told is None else known.bounds_now().nearest(told)


def hold(rows: dict[str, int], seconds: float) -> None:
    """Take these rows for what the table holds, for so long."""
    global _kept
    _kept = (time.monotonic() + seconds, rows)


def forget() -> None:
    """Read the table again at the next question."""
    hold({}, 0.0)


def _rows() -> dict[str, int]:
    until, rows = _kept
    if time.monotonic() >= until:
        rows = {row.name: int(row.value) for row in Parameter.objects.all() if row.value is not None}
        hold(rows, KEPT_SECONDS)
    return rows


def _of_sign_in(
    name: str,
    label: str,
    unit: str,
    setting: str,
    what: str,
    *,
    bounds: tuple[int, int],
    at_level3: tuple[int, int],
) -> Figure:
    """A rule of sign-in: the security administrator's, with the setting of that name as its default."""
    return Figure(
        name,
        label,
        what,
        unit,
        Bounds(*bounds),
        Bounds(*at_level3),
        lambda: int(getattr(settings, setting)),
        ROLE_KEEPERS,
        SIGNING_IN,
    )


SIGN_IN = [
    _of_sign_in(
        "session_idle_minutes",
        "无操作自动退出",
        "分钟",
        "SESSION_IDLE_MINUTES",
        "登录后这么久没有操作，就要重新登录。",
        bounds=(5, 120),
        at_level3=(5, 30),
    ),
    _of_sign_in(
        "session_absolute_hours",
        "一次登录最长",
        "小时",
        "SESSION_ABSOLUTE_HOURS",
        "从登录算起，到时间就要重新登录。",
        bounds=(1, 12),
        at_level3=(1, 12),
    ),
    _of_sign_in(
        "login_attempts",
        "允许输错密码",
        "次",
        "LOGIN_ATTEMPTS",
        "同一个用户名连续输错这么多次后，暂停登录。",
        bounds=(3, 10),
        at_level3=(3, 5),
    ),
    _of_sign_in(
        "login_lock_minutes",
        "暂停登录",
        "分钟",
        "LOGIN_LOCK_MINUTES",
        "输错次数用完后，要等这么久才能再试。",
        bounds=(5, 1440),
        at_level3=(30, 1440),
    ),
    _of_sign_in(
        "password_min_length",
        "密码最短",
        "个字符",
        "PASSWORD_MIN_LENGTH",
        "新密码至少要有这么多个字符。",
        bounds=(8, 64),
        at_level3=(10, 64),
    ),
    _of_sign_in(
        "password_classes",
        "密码字符种类",
        "种",
        "PASSWORD_CLASSES",
        "大写字母、小写字母、数字、符号或汉字四种中至少要有几种；0 表示不要求。",
        bounds=(0, 4),
        at_level3=(3, 4),
    ),
    _of_sign_in(
        "password_not_last",
        "不得重复的旧密码",
        "个",
        "PASSWORD_NOT_LAST",
        "新密码不能与最近几次用过的相同；0 表示不要求。",
        bounds=(0, 24),
        at_level3=(5, 24),
    ),
    _of_sign_in(
        "password_rotation_days",
        "密码有效期",
        "天",
        "PASSWORD_ROTATION_DAYS",
        "密码用到这么多天就要更换；0 表示不要求更换。",
        bounds=(0, 365),
        at_level3=(1, 90),
    ),
]


def link_hours() -> int:
    return int(settings.PASSWORD_RESET_TIMEOUT) // 3600


PASSWORD_LINK = Figure(
    "password_link_hours",
    "设置密码的链接有效",
    "管理员发出的链接和找回密码的邮件，过了这么久就不能再用；不长于部署时设定的时间。",
    "小时",
    Bounds(1, 72),
    Bounds(1, 24),
    link_hours,
    ROLE_KEEPERS,
    SIGNING_IN,
)
IDLE_ACCOUNTS = Figure(
    "idle_account_days",
    "长期不用的账号自动停用",
    "这么多天没有登录过的账号自动停用，最后一位管理员除外；0 表示不自动停用。",
    "天",
    Bounds(0, 365),
    Bounds(1, 90),
    lambda: 0 if settings.DEMO else 90,
    ACCOUNT_KEEPERS,
    ACCOUNTS,
)


def connect() -> None:
    register(*SIGN_IN, PASSWORD_LINK, IDLE_ACCOUNTS)
