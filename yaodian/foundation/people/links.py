"""Links with which a person sets a password: signed, good once, and for as long as the setting says."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.http import base36_to_int

from . import parameters
from .models import User


def password_link(user: User, address: str = "") -> str:
    """The link; it dies when the password is set, and all earlier ones with it."""
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return f"{(address or site_address()).rstrip('/')}{path}"


def site_address() -> str:
    """Where people reach the site: the first trusted origin, else the first allowed host."""
    if settings.CSRF_TRUSTED_ORIGINS:
        return str(settings.CSRF_TRUSTED_ORIGINS[0])
    scheme = "https" if settings.SECURE_SSL_REDIRECT else "http"
    return f"{scheme}://{settings.ALLOWED_HOSTS[0]}"


def words_about_link(user: User) -> str:
    return f"请把下面的链接交给{user.name}本人：{hours_of_link()} 小时内有效，用来设置密码，只能用一次。"


def hours_of_link() -> int:
    """For how long a link is good: as the parameter says, and never longer than the setting."""
    return min(parameters.number("password_link_hours"), parameters.link_hours())


class LinkGenerator(PasswordResetTokenGenerator):
    """The keys in the links; they die as the parameter says, and when the password or the address changes."""

    def check_token(self, user: Any, token: str | None) -> bool:
        moment = (token or "").partition("-")[0]
        try:
            age = self._num_seconds(self._now()) - base36_to_int(moment)
        except ValueError:
            return False
        return age <= 3600 * hours_of_link() and super().check_token(user, token)


default_token_generator = LinkGenerator()
