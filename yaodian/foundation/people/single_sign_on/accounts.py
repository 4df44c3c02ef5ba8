"""Whose account an identity of the provider opens: the one it is linked to, or at first the one of the same name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount import signals
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render

from yaodian.foundation.audit.log import record
from yaodian.foundation.audit.models import Result
from yaodian.foundation.common.actor import ANONYMOUS

from ..models import User
from . import NAME

NOBODY = (
    "本系统里没有您的账号，或者账号已停用。请联系本单位的系统管理员开设账号，用户名要与{name}的用户名一致。"
)
TAKEN = "您的用户名在本系统里已经关联了{name}的另一个身份。请先用密码登录，在“登录设备”里解除原来的关联，再从{name}登录。"


@dataclass(frozen=True)
class Entrance:
    """The button on the sign-in page."""

    name: str


def entrance() -> Entrance | None:
    """None where no provider is set up."""
    return Entrance(settings.SINGLE_SIGN_ON_NAME) if settings.SINGLE_SIGN_ON_ISSUER else None


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """One provider, from the settings alone; nobody makes an account by coming in."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "no_password": "您还没有设置本系统的密码，解除关联后就登录不了。请先用“忘记密码”设置密码。",
    }

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        if entrance() is None or provider not in (None, NAME):
            return []
        return [
            SocialApp(
                provider=NAME,
                provider_id=NAME,
                name=settings.SINGLE_SIGN_ON_NAME,
                client_id=settings.SINGLE_SIGN_ON_CLIENT,
                secret=settings.SINGLE_SIGN_ON_SECRET,
                settings={
                    "server_url": settings.SINGLE_SIGN_ON_ISSUER,
                    "scope": settings.SINGLE_SIGN_ON_SCOPES,
                },
            )
        ]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Any:
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """An identity that is not linked yet takes the active account of its own name, once.

        The provider's token has told who it is and is dropped, before a session could keep it.
        """
        sociallogin.token = None
        if sociallogin.is_existing:
            return
        name = sociallogin.account.extra_data["name"]
        words = link(request, sociallogin, User.objects.named(name) if name else None)
        if words:
            after = {"login": name[:100], "by": "single_sign_on"}
            record("sign_in_failed", by=ANONYMOUS, result=Result.REFUSED, after=after)
            context = {"words": words.format(name=settings.SINGLE_SIGN_ON_NAME)}
            raise ImmediateHttpResponse(render(request, "people/sign_on_refused.html", context, status=403))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **told: Any) -> None:
        after = {"by": "single_sign_on", "why": str(told.get("exception") or told.get("error") or "")[:200]}
        record("sign_in_failed", by=ANONYMOUS, result=Result.REFUSED, after=after)

    def get_requests_session(self) -> requests.Session:
        """Only the addresses of the discovery document are asked: a redirect leads nowhere."""
        session: requests.Session = super().get_requests_session()
        session.max_redirects = 0
        return session


@transaction.atomic
def link(request: HttpRequest, sociallogin: SocialLogin, user: User | None) -> str:
    """Link the identity to `user` and let the sign-in go on as them; else the words why not."""
    holder = User.objects.select_for_update().filter(pk=user.pk, is_active=True).first() if user else None
    if holder is None or holder.username.casefold() != sociallogin.account.extra_data["name"].casefold():
        return NOBODY
    if SocialAccount.objects.filter(user=holder, provider=sociallogin.account.provider).exists():
        return TAKEN
    sociallogin.user = sociallogin.account.user = holder
    sociallogin.account.save()
    signals.social_account_added.send(sender=SocialLogin, request=request, sociallogin=sociallogin)
    return ""
