"""Asking for the password again before something of one's own is shown in full or changed."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from yaodian.foundation.people.models import User


def problem_with_password(request: HttpRequest, user: User, typed: str) -> str:
    """A sentence, or "" when it is the person's password. Tries count as those of the sign-in page do."""
    if not user.has_usable_password():
        return "您的账号没有密码。请先退出，在登录页点“忘记密码”设置一个。"
    if not ratelimit.consume(request, app="allauth.account", action="reauthenticate", user=user):
        return "密码输错的次数太多，请过几分钟再试。"
    try:
        right: bool = get_adapter().reauthenticate(user, typed)
    except ValidationError as held:
        return str(held.messages[0])
    return "" if right else "密码不正确，请重新输入。"
