"""What a provider's id_token says, believed only when its signature, maker, reader, time and nonce are right."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from typing import Any

import jwt
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.utils.crypto import constant_time_compare

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
LEEWAY_SECONDS = 60


def nonce_of(verifier: str) -> str:
    """The nonce of one sign-in, which follows from its PKCE verifier: the session keeps a single secret."""
    return urlsafe_b64encode(hashlib.sha256(f"nonce {verifier}".encode()).digest()).decode().rstrip("=")


def claims_of(id_token: str, *, keys: dict[str, Any], issuer: str, client: str, nonce: str) -> dict[str, Any]:
    """The claims of a token that was made by `issuer`, for us, now, and for this very sign-in."""
    try:
        claims: dict[str, Any] = jwt.decode(
            id_token,
            key=_key_for(id_token, keys),
            algorithms=ALGORITHMS,
            issuer=issuer,
            audience=client,
            leeway=LEEWAY_SECONDS,
            options={"require": ["iss", "sub", "aud", "exp", "iat", "nonce"]},
        )
    except (jwt.PyJWTError, TypeError, ValueError) as error:
        raise OAuth2Error(f"the id_token is not to be believed: {error}") from error
    if not constant_time_compare(str(claims["nonce"]), nonce):
        raise OAuth2Error("the id_token belongs to another sign-in")
    if claims.get("azp", client) != client:
        raise OAuth2Error("the id_token was made for somebody else")
    return claims


def _key_for(id_token: str, keys: dict[str, Any]) -> jwt.PyJWK:
    """The provider's key that the token names; the only one there is where it names none."""
    named = jwt.get_unverified_header(id_token).get("kid")
    known = [key for key in jwt.PyJWKSet.from_dict(keys).keys if key.public_key_use in (None, "sig")]
    fitting = [key for key in known if key.key_id == named] if named else known
    if len(fitting) != 1:
        raise jwt.InvalidKeyError("no key of the provider fits")
    return fitting[0]


def proves_second_factor(claims: dict[str, Any], accepted: list[str]) -> bool:
    """Whether the provider says that it asked for what the settings accept as a second factor."""
    told = claims.get("amr", [])
    values = {str(claims.get("acr", "")), *(map(str, told) if isinstance(told, list) else [str(told)])}
    return bool(values & set(accepted))
