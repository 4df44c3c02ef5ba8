"""What pages say about people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django import template
from django.template import Context

from yaodian.foundation.common import clock
from yaodian.foundation.people.demo import Account, grouped
from yaodian.foundation.people.single_sign_on.accounts import Entrance, entrance

register = template.Library()


@dataclass(frozen=True)
class SecondSteps:
    """By which means a person who is halfway in may go on."""

    app: bool
    key: bool


@register.simple_tag
def demo_accounts() -> list[tuple[str, list[Account]]]:
    """The demo's accounts by role for the sign-in page; none outside demo mode."""
    return list(grouped())


@register.simple_tag(takes_context=True)
def second_steps(context: Context) -> SecondSteps:
    user = context["request"]._login_stage.login.user
    kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return SecondSteps(Authenticator.Type.TOTP in kinds, Authenticator.Type.WEBAUTHN in kinds)


@register.simple_tag
def single_sign_on() -> Entrance | None:
    """The other way in, where one is set up."""
    return entrance()


@register.simple_tag
def moment(at: datetime) -> str:
    """A time that allauth has noted, by the program's clock."""
    return f"{clock.by_ours(at):%Y-%m-%d %H:%M}"
