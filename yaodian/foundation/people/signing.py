"""How allauth signs people in here: who is found, what is refused with which words, how seeds are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core.internal import ratelimit
from allauth.core.internal.ratelimit import RateLimitUsage
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from yaodian.foundation.audit.log import record
from yaodian.foundation.audit.models import Result
from yaodian.foundation.common.actor import ANONYMOUS
from yaodian.foundation.common.clock import SHANGHAI
from yaodian.foundation.common.encryption import seal, unseal

from .guesses import APP, limits
from .known_devices import device_of
from .models import User, folded

SEED = "second factor"
MISMATCH = "用户名或密码不正确。请核对大小写后重新输入；忘记密码可以点“忘记密码”重新设置。"
LINK_OVER = "这个链接已经用过或已过期。请重新申请重设密码，或请本单位的系统管理员再发一个链接。"
WRONG_CODE = "验证码或恢复码不正确。请输入验证器上当前的 6 位数字，或一个没用过的恢复码；每个只能用一次。"
METHOD_WORDS = {
    "reauthenticate": "用密码确认",
    "mfa_reauthenticate": "用验证码或恢复码确认",
    "mfa_reauthenticate:webauthn": "用安全密钥确认",
}


def display(user: User) -> str:
    return user.name


class Backend(AuthenticationBackend):
    """One name, at most one user, exactly one password check: what it costs does not tell who exists."""

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        name = credentials.get("email") or credentials.get("username") or ""
        found: User | None = self._check_password(User.objects.named(name), credentials["password"])
        return found


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are given, not taken; guesses are counted per name, whatever host or spelling they use."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "这个账号已停用。需要恢复时，请联系本单位的系统管理员。",
        "username_password_mismatch": MISMATCH,
        "email_password_mismatch": MISMATCH,
        "invalid_login": MISMATCH,
        "enter_current_password": "当前密码不正确，请重新输入。",
        "incorrect_password": "密码不正确，请重新输入。",
        "incorrect_code": WRONG_CODE,
        "invalid_password_reset": LINK_OVER,
        "invalid_or_expired_key": LINK_OVER,
        "email_taken": "这个邮箱已经有人使用，请换一个。",
        "duplicate_email": "这个邮箱已经在您的账号上。",
        "unknown_email": "没有收到这个邮箱的账号，请核对后再输。",
        "too_many_login_attempts": f"输错的次数太多，请过 {settings.LOGIN_LOCK_MINUTES} 分钟再试。",
        "rate_limited": "操作太频繁，请过一会儿再试。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def is_safe_url(self, url: str) -> bool:
        """An address that cannot be read is not followed."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def get_login_stages(self) -> list[str]:
        usual = "allauth.mfa.stages.AuthenticateStage"
        ours = "yaodian.foundation.people.single_sign_on.stages.AuthenticateStage"
        return [ours if stage == usual else stage for stage in super().get_login_stages()]

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        return [
            method | {"description": METHOD_WORDS.get(method["id"], method["description"])}
            for method in super().get_reauthentication_methods(user)
        ]

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return folded(credentials.get("email") or credentials.get("username") or "")

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try, or refuse it unlooked at; a try that is right is taken back afterwards."""
        name = self._get_login_attempts_cache_key(request, **credentials)
        counts = counts_of(request, name)
        self._login_failed_rl_usage = take(request, counts)
        if self._login_failed_rl_usage is None:
            record("sign_in_held", by=ANONYMOUS, result=Result.REFUSED, after={"login": name[:100]})
            raise ValidationError(held_words(request, counts), code="too_many_login_attempts")


Counts = list[tuple[str, str]]


def counts_of(request: HttpRequest, name: str) -> Counts:
    """Which limits a try of `name` counts in, with their keys.

    From a browser that is known to the person: in that browser's own. From elsewhere: in the name's, whoever
    tries, and in the address's.
    """
    user = User.objects.named(name)
    device = device_of(request, user) if user is not None else ""
    if user is not None and device:
        return [("login_failed", f"device {user.pk} {device}")]
    return [("login_failed_address", ""), ("login_failed", name)]


def take(request: HttpRequest, counts: Counts) -> RateLimitUsage | None:
    """Count a try in all limits; in none of them where one is full."""
    taken = RateLimitUsage(usage=[])
    for action, key in counts:
        one = ratelimit.consume(request, app=APP, action=action, config=limits(), key=key)
        if one is None:
            taken.rollback()
            return None
        taken.usage += one.usage
    return taken


def held_words(request: HttpRequest, counts: Counts) -> str:
    """When this name, or this address, may try again; the same words whether the user exists or not."""
    moment = free_at(request, counts)
    if moment is None:
        return "此刻登录的人太多，请过几秒再试。"
    return f"输错的次数太多，请在 {moment:%H:%M} 以后再试。忘记密码可以点“忘记密码”重新设置。"


def free_at(request: HttpRequest, counts: Counts) -> datetime | None:
    """The moment at which every full limit has room again; None when none is full."""
    moments = []
    for action, key in counts:
        for rate in ratelimit.get_rates(app=APP, action=action, config=limits()):
            name = ratelimit.get_cache_key(request, app="allauth.account", action=action, rate=rate, key=key)
            tries = cache.get(name, [])
            if len(tries) >= rate.amount:
                moments.append(min(tries) + rate.duration + 59)
    return datetime.fromtimestamp(max(moments), SHANGHAI) if moments else None


class SecondFactorAdapter(DefaultMFAAdapter):
    """Seeds of authenticator apps and recovery codes are stored sealed; a security key has nothing to hide."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "cannot_generate_recovery_codes": "请先绑定验证器或安全密钥，再生成恢复码。",
    }

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        held = Authenticator.objects.filter(user=user, type=type).count()
        return f"安全密钥 {held + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": settings.MFA_TOTP_ISSUER}

    def encrypt(self, text: str) -> str:
        return seal(text, purpose=SEED)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, purpose=SEED)
