"""What the security profile of the site (小单位, 二级, 三级) allows and demands of its administrators.

Three duties are never done by one person alone: keeping accounts, giving roles, and reading the audit. In a small
office the first two may be one person's; at level 2 and 3 they are three people's.
"""

from __future__ import annotations

from django.conf import settings

from yaodian.foundation.common.refusal import Refusal

from .roles import ACCOUNT_KEEPERS, ROLE_KEEPERS, Role

SMALL, LEVEL2, LEVEL3 = "small", "level2", "level3"
LABELS = {SMALL: "小单位", LEVEL2: "二级", LEVEL3: "三级"}

# Each duty and the roles that do it; somebody must be left for each.
DUTIES: dict[str, frozenset[Role]] = {
    "管理账号": ACCOUNT_KEEPERS,
    "授予角色": ROLE_KEEPERS,
    "查看审计": frozenset({Role.AUDIT_ADMIN}),
}


def profile() -> str:
    return str(settings.SECURITY_PROFILE)


def is_small() -> bool:
    return profile() == SMALL


def administrators_wanted() -> tuple[Role, ...]:
    """The administrators that a site of this profile begins with, each another person."""
    if is_small():
        return (Role.ADMIN, Role.AUDIT_ADMIN)
    return (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)


def may_exist(role: str) -> Refusal | None:
    """The general administrator is a small office's; at level 2 and 3 the duties stay apart."""
    if role == Role.ADMIN and not is_small():
        return Refusal(
            f"安全档次为{LABELS[profile()]}，不设综合管理员。请分别授予系统管理员和安全管理员，由两个人担任。"
        )
    return None
