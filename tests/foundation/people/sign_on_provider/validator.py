"""What the provider says of a person, and the ways in which a test lets it go wrong."""

import base64
import hashlib
import hmac
import json
import time

from django.conf import settings
from jwcrypto import jwk, jwt
from oauth2_provider.oauth2_validators import OAuth2Validator


def told():
    """What the test has asked for: `fault` and further claims."""
    return json.loads(settings.FAULT_FILE.read_text()) if settings.FAULT_FILE.exists() else {}


def encoded(part):
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def decoded(text):
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


class Validator(OAuth2Validator):
    oidc_claim_scope = None

    def get_additional_claims(self, request):
        return {"preferred_username": request.user.username} | told().get("claims", {})

    def get_id_token_dictionary(self, token, token_handler, request):
        claims, expires = super().get_id_token_dictionary(token, token_handler, request)
        changed = {
            "issuer": {"iss": "http://elsewhere.example/o"},
            "expired": {"exp": int(time.time()) - 300},
        }
        return claims | changed.get(told().get("fault"), {}), expires

    def finalize_id_token(self, id_token, token, token_handler, request):
        fault = told().get("fault")
        if fault == "audience":
            id_token["aud"] = "another-system"
        if fault == "nonce":
            id_token["nonce"] = "of-another-sign-in"
        right = super().finalize_id_token(id_token, token, token_handler, request)
        return WRONG[fault](right, request) if fault in WRONG else right


def tampered(right, request):
    """Another name in the claims, under the signature of the old one."""
    header, body, signature = right.split(".")
    return ".".join([header, encoded(decoded(body) | {"preferred_username": "chief", "sub": "9"}), signature])


def other_key(right, request):
    header, body, _signature = map(str, right.split("."))
    made = jwt.JWT(header=decoded(header), claims=decoded(body))
    made.make_signed_token(jwk.JWK.generate(kty="RSA", size=2048))
    return made.serialize()


def unsigned(right, request):
    header, body, _signature = right.split(".")
    return f"{encoded(decoded(header) | {'alg': 'none'})}.{body}."


def signed_with_the_public_key(right, request):
    """The public key, which everybody has, taken for a shared secret."""
    header, body, _signature = right.split(".")
    head = f"{encoded(decoded(header) | {'alg': 'HS256'})}.{body}"
    secret = request.client.jwk_key.export_to_pem()
    made = hmac.new(secret, head.encode(), hashlib.sha256).digest()
    return f"{head}.{base64.urlsafe_b64encode(made).decode().rstrip('=')}"


WRONG = {
    "tampered": tampered,
    "key": other_key,
    "unsigned": unsigned,
    "hmac": signed_with_the_public_key,
}
