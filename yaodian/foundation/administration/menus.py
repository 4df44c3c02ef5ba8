"""The administrators' menus, one for each of the three; a general administrator has the first two."""

from __future__ import annotations

from yaodian.foundation.people.roles import Role

Entry = tuple[str, str, str]

ACCOUNTS: Entry = ("账号", "administration:accounts", "users")
PLACES: Entry = ("组织机构与科室", "administration:places", "building-office-2")
ROLES: Entry = ("角色", "administration:roles", "user-group")
REQUESTS: Entry = ("角色申请", "administration:requests", "clipboard-document-check")
PARAMETERS: Entry = ("参数", "administration:parameters", "adjustments-horizontal")
JOBS: Entry = ("后台任务", "administration:jobs", "cog-6-tooth")
BACKUPS: Entry = ("备份状态", "administration:backups", "archive-box")
SESSIONS: Entry = ("在线用户", "administration:sessions", "computer-desktop")
SIGN_INS: Entry = ("登录记录", "administration:sign_ins", "key")
WATCH: Entry = ("审计管理员的操作", "administration:watch", "eye")
AUDIT: Entry = ("审计检索", "administration:audit", "magnifying-glass")
CHAIN: Entry = ("封存与核验", "administration:chain", "shield-check")
TOKENS: Entry = ("接口令牌", "mine:all_tokens", "link")
REGISTER: Entry = ("个人信息登记", "mine:register", "clipboard-document-list")

SYSTEM = [ACCOUNTS, PLACES, ROLES, REQUESTS, SESSIONS, TOKENS, PARAMETERS, JOBS, BACKUPS]
SECURITY = [REQUESTS, ROLES, ACCOUNTS, SIGN_INS, PARAMETERS, REGISTER, WATCH]

MENUS: dict[str, list[tuple[str, list[Entry]]]] = {
    Role.SYSTEM_ADMIN: [("系统管理", SYSTEM)],
    Role.SECURITY_ADMIN: [("安全管理", SECURITY)],
    Role.AUDIT_ADMIN: [("审计管理", [AUDIT, CHAIN, SIGN_INS, REQUESTS, REGISTER])],
    Role.ADMIN: [("系统管理", SYSTEM), ("安全管理", [one for one in SECURITY if one not in SYSTEM])],
}
