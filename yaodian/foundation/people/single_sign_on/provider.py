"""The provider as allauth sees it: addresses from its discovery document, PKCE and nonce always, nothing from the visitor."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin, SocialToken
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from . import NAME
from .identity import claims_of, nonce_of, proves_second_factor

ADDRESSES = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Exchange(OpenIDConnectOAuth2Adapter):
    """One sign-in's talk with the provider."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request, NAME)
        self.nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        """The discovery document: it must name the issuer we were told, and speak TLS wherever that does."""
        config: dict[str, Any] = super().openid_config
        if str(config.get("issuer", "")).rstrip("/") != settings.SINGLE_SIGN_ON_ISSUER:
            raise OAuth2Error(f"the provider calls itself {config.get('issuer')}")
        scheme = urlsplit(settings.SINGLE_SIGN_ON_ISSUER).scheme
        if any(urlsplit(str(config.get(name, ""))).scheme not in (scheme, "https") for name in ADDRESSES):
            raise OAuth2Error("the provider names an address that does not speak TLS")
        return config

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return str(build_absolute_uri(request, reverse("single_sign_on_callback")))

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: str | None = None
    ) -> dict[str, Any]:
        self.nonce = nonce_of(pkce_code_verifier or "")
        data: dict[str, Any] = super().get_access_token_data(request, app, client, pkce_code_verifier)
        return data

    def complete_login(
        self, request: HttpRequest, app: Any, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        config = self.openid_config
        claims = claims_of(
            str(kwargs["response"].get("id_token", "")),
            keys=self._fetch(config["jwks_uri"]),
            issuer=config["issuer"],
            client=app.client_id,
            nonce=self.nonce,
        )
        if settings.SINGLE_SIGN_ON_CLAIM not in claims and "userinfo_endpoint" in config:
            told = self._fetch_user_info(token.token)
            claims |= told if told.get("sub") == claims["sub"] else {}
        return self.get_provider().sociallogin_from_response(request, claims)

    def _fetch(self, address: str) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            response = session.get(address)
            response.raise_for_status()
            found: dict[str, Any] = response.json()
            return found


class SingleSignOn(OpenIDConnectProvider):
    id = NAME
    package = "yaodian.foundation.people.single_sign_on"
    oauth2_adapter_class = Exchange
    supports_token_authentication = False

    def get_login_url(self, request: HttpRequest, **kwargs: Any) -> str:
        address = reverse("single_sign_on_login")
        return f"{address}?{urlencode(kwargs)}" if kwargs else address

    def get_callback_url(self) -> str:
        return reverse("single_sign_on_callback")

    def get_oauth2_adapter(self, request: HttpRequest) -> Exchange:
        return Exchange(request)

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Where to go on afterwards is all that a visitor may say."""
        asked = super().get_redirect_from_request_kwargs(request)
        return {name: asked[name] for name in ("next_url",) if name in asked} | {"process": AuthProcess.LOGIN}

    def get_pkce_params(self) -> dict[str, str]:
        challenge: dict[str, str] = generate_code_challenge()
        return challenge | {"nonce": nonce_of(challenge["code_verifier"])}

    def extract_uid(self, data: dict[str, Any]) -> str:
        return str(data["sub"])

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """What is kept of an identity: the name to match by, and whether a second factor was proven this time."""
        proven = proves_second_factor(data, settings.SINGLE_SIGN_ON_SECOND_FACTOR)
        return {"name": str(data.get(settings.SINGLE_SIGN_ON_CLAIM, "")), "second_factor": proven}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        return []
