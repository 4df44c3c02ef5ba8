"""The second step of a sign-in, which the provider may have asked for already."""

from __future__ import annotations

from allauth.account.models import Login
from allauth.mfa import stages
from django.http import HttpRequest

PROVEN = "second_factor_elsewhere"


def proven_elsewhere(signal_kwargs: dict[str, object] | None) -> bool:
    """Whether this sign-in came through the provider with a second factor that the settings accept."""
    sociallogin = (signal_kwargs or {}).get("sociallogin")
    return sociallogin is not None and bool(sociallogin.account.extra_data.get("second_factor"))  # type: ignore[attr-defined]


class AuthenticateStage(stages.AuthenticateStage):
    """allauth's, which asks everybody who has a second factor here."""

    login: Login

    def _should_handle(self, request: HttpRequest) -> bool:
        return not proven_elsewhere(self.login.signal_kwargs) and super()._should_handle(request)
