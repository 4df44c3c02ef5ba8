"""What this floor holds about people: its lines of the register."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from yaodian.foundation.common.row_security import rows_for
from yaodian.foundation.people.models import Membership, PersonalDetails, User
from yaodian.foundation.people.register import DIGEST, SEALED, Line, register

DUTY = "履行法定职责（个人信息保护法第十三条第三项）"
SECURITY = "网络安全等级保护的法定要求（网络安全法第二十一条）"
WITH_ACCOUNT = "与账号同存"
COLLEAGUES = "登录本系统的人员"
KEEPERS = "本人；系统管理员、安全管理员写明理由后，逐次留痕"
NOBODY = "任何人都看不到"


def _details(name: str) -> Any:
    def held(user: User) -> list[Any]:
        with rows_for(person=str(user.pk)):
            return [getattr(row, name) for row in PersonalDetails.objects.filter(user=user)]

    return held


def _memberships(user: User) -> list[Any]:
    rows = Membership.objects.filter(user=user).select_related("organisation", "division")
    return [row.label for row in rows]


def _factors(user: User) -> list[Any]:
    count = Authenticator.objects.filter(user=user).count()
    return [f"已绑定 {count} 项，加密保存"] if count else []


def _addresses(user: User) -> list[Any]:
    return sorted(set(UserSession.objects.filter(user=user).values_list("ip", flat=True)))


LINES = [
    Line(
        "people.User.name",
        "姓名",
        "分清经办人，办理记录留名",
        DUTY,
        "长期，随办理记录",
        COLLEAGUES,
        lambda user: [user.name],
    ),
    Line(
        "people.User.username",
        "用户名",
        "登录",
        DUTY,
        "长期，随办理记录",
        "本人、系统管理员、安全管理员",
        lambda user: [user.username],
    ),
    Line(
        "people.User.email",
        "电子邮箱",
        "找回密码、账号安全提醒",
        DUTY,
        WITH_ACCOUNT,
        "本人、系统管理员、安全管理员",
        lambda user: [user.email],
    ),
    Line(
        "people.PersonalDetails.phone",
        "手机号",
        "工作联系",
        DUTY,
        f"{WITH_ACCOUNT}，可随时更正或清空",
        KEEPERS,
        _details("phone"),
        kept=SEALED,
    ),
    Line(
        "people.PersonalDetails.id_number",
        "身份证号",
        "核对身份，同名的人不致授错角色",
        DUTY,
        f"{WITH_ACCOUNT}，可随时更正或清空",
        KEEPERS,
        _details("id_number"),
        kept=SEALED,
    ),
    Line(
        "people.Membership.title",
        "任职",
        "按职责分配权限",
        DUTY,
        "长期，随办理记录",
        COLLEAGUES,
        _memberships,
    ),
    Line(
        "people.User.password",
        "密码",
        "登录",
        SECURITY,
        WITH_ACCOUNT,
        f"{NOBODY}，只存不可还原的摘要",
        lambda user: ["已设置"] if user.has_usable_password() else [],
        kept=DIGEST,
    ),
    Line("mfa.Authenticator.data", "两步验证", "登录", SECURITY, WITH_ACCOUNT, NOBODY, _factors, kept=SEALED),
    Line(
        "usersessions.UserSession.ip",
        "登录设备和网络地址",
        "发现别人冒用账号",
        SECURITY,
        "登录结束即清除",
        "本人、系统管理员",
        _addresses,
    ),
    Line(
        "audit.Entry.address",
        "办理记录：姓名、身份、时间、网络地址",
        "查明谁办了什么",
        SECURITY,
        "长期，不少于六个月",
        "与所办事项有关的人员、安全管理员、审计管理员",
        lambda user: ["办过的每一件事"],
    ),
]


def connect() -> None:
    for line in LINES:
        register(line)
