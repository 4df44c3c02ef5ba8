"""What production refuses to start with: each finding names the setting and how to put it right.

Run by `check --deploy`, which `./run serve` calls before it serves.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connection

from yaodian.foundation.common.encryption import BadKeys, parse_keys

from . import sign_in

SECRET_LENGTH = 50
SECRET_VARIETY = 10
IDLE_MINUTES, ABSOLUTE_HOURS = 30, 12
TEST_KEY = "c2l4dGVlbiBieXRlcyBvZiBrZXkgZm9yIHRlc3RzMTI="


@register(Tags.security, deploy=True)
def production_is_safe(app_configs: Any = None, **options: Any) -> list[CheckMessage]:
    """All findings at once, so that they can be put right in one go."""
    findings = [
        secrets_are_secret(),
        hosts_are_named(),
        no_demo(),
        cookies_are_kept(),
        staff_are_sure(),
        sessions_are_short(),
        single_sign_on_is_safe(),
        two_roles(),
    ]
    return [message for found in findings for message in found]


def error(number: int, words: str, hint: str) -> Error:
    return Error(words, hint=hint, id=f"yaodian.E{number:03}")


def secrets_are_secret() -> Iterator[CheckMessage]:
    key = settings.SECRET_KEY
    if len(key) < SECRET_LENGTH or len(set(key)) < SECRET_VARIETY or key.startswith("only-for-"):
        how = f"用至少 {SECRET_LENGTH} 个随机字符：python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"
        yield error(1, "YAODIAN_SECRET_KEY 太短或太简单。", how)
    try:
        names = parse_keys(settings.FIELD_KEYS)
    except BadKeys as bad:
        yield error(
            2, f"YAODIAN_FIELD_KEYS 读不出密钥（{bad}）。", "写成 名称:密钥，密钥为 32 字节的 base64。"
        )
        return
    if "test" in names or TEST_KEY in settings.FIELD_KEYS:
        how = "换成自己的密钥：python3 -c 'import base64,os; print(\"k1:\"+base64.b64encode(os.urandom(32)).decode())'"
        yield error(3, "YAODIAN_FIELD_KEYS 还是测试用的密钥。", how)


def hosts_are_named() -> Iterator[CheckMessage]:
    hosts = [host for host in settings.ALLOWED_HOSTS if host.strip()]
    if not hosts or "*" in hosts or "testserver" in hosts:
        yield error(4, "YAODIAN_ALLOWED_HOSTS 没有写明域名。", "写明对外的域名，用逗号分开，不能是 *。")
    if settings.BEHIND_PROXY and not settings.CSRF_TRUSTED_ORIGINS:
        how = "把 YAODIAN_TRUSTED_ORIGINS 设为 https://域名，用逗号分开。"
        yield error(5, "在代理之后运行，却没有写明可信的来源，表单会提交不上来。", how)


def no_demo() -> Iterator[CheckMessage]:
    if settings.DEBUG:
        yield error(6, "调试模式开着，出错时会把内部信息显示给用户。", "DEBUG 只能是 False。")
    if settings.DEMO or not settings.PRODUCTION:
        yield error(
            7,
            f"运行方式是 {settings.MODE}。",
            "正式运行把 YAODIAN_MODE 设为 production，或用 ./run serve 启动。",
        )
    if os.environ.get("YAODIAN_DEMO_DATE"):
        yield error(8, "设了演示日期，时间会不准。", "去掉环境变量 YAODIAN_DEMO_DATE。")


def cookies_are_kept() -> Iterator[CheckMessage]:
    kept = settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE and settings.SESSION_COOKIE_HTTPONLY
    if not kept or not settings.SESSION_COOKIE_NAME.startswith("__Host-"):
        yield error(
            9, "会话的 Cookie 会经过不加密的连接。", "正式运行只走 HTTPS；把 YAODIAN_MODE 设为 production。"
        )


def staff_are_sure() -> Iterator[CheckMessage]:
    if settings.SECOND_FACTOR != sign_in.REQUIRED and settings.SECURITY_PROFILE != sign_in.SMALL:
        how = "把 YAODIAN_SECOND_FACTOR 设为 required；只有小单位（YAODIAN_SECURITY_PROFILE=small）可以是 optional。"
        yield error(10, "工作人员不用两步验证就能登录。", how)


def sessions_are_short() -> Iterator[CheckMessage]:
    """What level 3 of 等保 asks of sessions and passwords beyond the usual."""
    if settings.SECURITY_PROFILE != sign_in.LEVEL3:
        return
    if not 0 < settings.SESSION_IDLE_MINUTES <= IDLE_MINUTES:
        how = f"把 YAODIAN_SESSION_IDLE_MINUTES 设为 1 到 {IDLE_MINUTES}。"
        yield error(14, f"按三级的要求，{IDLE_MINUTES} 分钟没有操作就要退出登录。", how)
    if not 0 < settings.SESSION_ABSOLUTE_HOURS <= ABSOLUTE_HOURS:
        how = f"把 YAODIAN_SESSION_ABSOLUTE_HOURS 设为 1 到 {ABSOLUTE_HOURS}。"
        yield error(15, f"按三级的要求，一次登录最长 {ABSOLUTE_HOURS} 小时。", how)
    if settings.PASSWORD_ROTATION_DAYS <= 0:
        how = "把 YAODIAN_PASSWORD_ROTATION_DAYS 设为天数，例如 90。"
        yield error(16, "按三级的要求，密码要定期更换。", how)


def single_sign_on_is_safe() -> Iterator[CheckMessage]:
    if not settings.SINGLE_SIGN_ON_ISSUER:
        return
    if not settings.SINGLE_SIGN_ON_ISSUER.startswith("https://"):
        how = "YAODIAN_SSO_ISSUER 写统一身份认证的 https:// 地址。"
        yield error(17, "统一身份认证的地址不走 HTTPS，身份可能被冒充。", how)
    if not (settings.SINGLE_SIGN_ON_CLIENT and settings.SINGLE_SIGN_ON_SECRET):
        how = "把 YAODIAN_SSO_CLIENT_ID 和 YAODIAN_SSO_CLIENT_SECRET 设为统一身份认证给本系统的编号和密钥。"
        yield error(18, "统一身份认证没有写明本系统的编号或密钥。", how)


def two_roles() -> Iterator[CheckMessage]:
    """The program's database role can neither alter the tables nor step over their triggers."""
    if urlsplit(settings.OWNER_DATABASE_URL).username == settings.APP_DATABASE_ROLE:
        how = "DATABASE_URL 用应用角色，MIGRATION_DATABASE_URL 用表的所有者，两个角色不同。"
        yield error(11, "应用和表的所有者用的是同一个数据库角色。", how)
    try:
        powers = role_powers(settings.APP_DATABASE_ROLE)
    except DatabaseError as trouble:
        how = "核对 DATABASE_URL，确认数据库已启动。"
        yield error(12, f"连不上数据库，无法核对角色的权限：{trouble}", how)
        return
    if powers:
        how = f"执行 ALTER ROLE {settings.APP_DATABASE_ROLE} NOSUPERUSER NOBYPASSRLS NOCREATEROLE，并把表交给所有者。"
        yield error(13, f"应用的数据库角色权限太大：{'、'.join(powers)}。", how)


POWERS = """
SELECT rolsuper, rolbypassrls, rolcreaterole,
       EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE n.nspname = 'public' AND pg_has_role(r.oid, c.relowner, 'MEMBER'))
FROM pg_roles r WHERE rolname = %s
"""
POWER_WORDS = ("是超级用户", "能绕过行级权限", "能建立角色", "拥有表或是所有者的成员")


def role_powers(role: str) -> list[str]:
    """Which powers the role has that the program must not have, in words."""
    with connection.cursor() as cursor:
        cursor.execute(POWERS, [role])
        row = cursor.fetchone() or (False,) * len(POWER_WORDS)
    return [words for has, words in zip(row, POWER_WORDS, strict=True) if has]
