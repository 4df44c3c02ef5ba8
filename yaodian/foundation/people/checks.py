"""What `check --deploy` says about the administrators that the database holds.

`./run serve` does not start on an error or a warning, so that nobody serves a site that nobody keeps; a site that
lost one of its administrators starts, for it is on its pages that the next one is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, Info, Tags, Warning, register
from django.db import DatabaseError

from .models import Membership
from .profiles import DUTIES, LABELS, is_small, profile
from .roles import ADMINISTRATORS, Role


@register(Tags.security, deploy=True)
def administrators_are_there(app_configs: Any = None, **options: Any) -> list[CheckMessage]:
    """All findings at once; none where there are no tables yet."""
    try:
        held = Membership.objects.current().filter(role__in=ADMINISTRATORS, user__is_active=True)
        roles = {Role(role) for role in held.values_list("role", flat=True)}
    except DatabaseError:
        return []
    return list(findings(roles))


def findings(roles: set[Role]) -> Iterator[CheckMessage]:
    if not roles:
        how = "运行 ./run manage first_run，把显示的链接交给各位管理员本人。"
        yield Warning("还没有管理员，没有人能建立账号。", hint=how, id="yaodian.W021")
        return
    if Role.ADMIN in roles and not is_small():
        how = (
            "先以 YAODIAN_SECURITY_PROFILE=small 启动，另授予一位系统管理员和一位安全管理员，"
            "再由他们收回综合管理员；次日起按新的档次启动。"
        )
        words = f"安全档次为{LABELS[profile()]}，数据库里还有综合管理员：一个人同时管理账号和授予角色。"
        yield Error(words, hint=how, id="yaodian.E020")
    for duty, doing in DUTIES.items():
        if not doing & roles:
            how = "在“角色申请”里授予；无人能办时用 ./run manage add_person 建立。"
            yield Info(f"没有在用的账号能“{duty}”。", hint=how, id="yaodian.I022")
