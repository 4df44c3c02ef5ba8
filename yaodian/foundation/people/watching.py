"""Who is told when somebody touches another person's way in: the person, and those who watch over accounts."""

from __future__ import annotations

from yaodian.foundation.common.actor import SYSTEM, Actor

from .models import Membership, User
from .roles import ROLE_KEEPERS, Role
from .telling import tell

WATCHERS = ROLE_KEEPERS | {Role.AUDIT_ADMIN}
AT_SERVER = "运维人员在服务器上"


def tell_watchers(user: User, by: Actor, what: str) -> None:
    """One sentence to the person and to all security and audit administrators, in the transaction at hand."""
    held = Membership.objects.current().filter(role__in=WATCHERS, user__is_active=True).values("user_id")
    told = User.objects.filter(pk__in=held) | User.objects.filter(pk=user.pk)
    words = f"{_who(by)}为{user.name}（{user.username}）{what}。不是本人要求的，请立即告诉安全管理员。"
    tell([one for one in told if str(one.pk) != by.id], words)


def _who(by: Actor) -> str:
    return AT_SERVER if by is SYSTEM else f"{Role(by.role).label}{by.label}"
