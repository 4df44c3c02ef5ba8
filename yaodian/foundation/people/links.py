"""Links with which a person sets a password: signed, good once, and for as long as the setting says."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

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
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    return f"请把下面的链接交给{user.name}本人：{hours} 小时内有效，用来设置密码，只能用一次。"
