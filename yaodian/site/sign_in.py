"""Settings of sign-in: accounts, passwords, second factor, single sign-on, sessions, mail (decisions 0003 and 0009)."""

from __future__ import annotations

import os

from .environment import home, mode


def _number(name: str, otherwise: int) -> int:
    told = os.environ.get(name, "") or str(otherwise)
    if not told.isdigit():
        raise SystemExit(f"环境变量 {name} 应为整数，现在是 {told}。")
    return int(told)


def _one_of(name: str, choices: tuple[str, ...], otherwise: str) -> str:
    told = os.environ.get(name, "") or otherwise
    if told not in choices:
        raise SystemExit(f"环境变量 {name} 应为 {'、'.join(choices)} 之一，现在是 {told}。")
    return told


# How much the office must show: a small office, or one graded at level 2 or 3 of 等保.
SMALL, LEVEL2, LEVEL3 = "small", "level2", "level3"
SECURITY_PROFILE = _one_of("YAODIAN_SECURITY_PROFILE", (SMALL, LEVEL2, LEVEL3), LEVEL2)

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["yaodian.foundation.people.signing.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

# Accounts: a user name or an e-mail address opens the door; nobody makes an account for themselves.
ACCOUNT_ADAPTER = "yaodian.foundation.people.signing.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "【要点】"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "yaodian.foundation.people.links.LinkGenerator"  # noqa: S105 a class, no password
ACCOUNT_USER_DISPLAY = "yaodian.foundation.people.signing.display"

# Guesses: of one name a few, from one address more, because a whole bureau stands behind one of them. Tries from a
# browser that a person has signed in from before are counted by themselves: nobody else can use them up.
LOGIN_ATTEMPTS = _number("YAODIAN_LOGIN_ATTEMPTS", 5)
LOGIN_LOCK_MINUTES = _number("YAODIAN_LOGIN_LOCK_MINUTES", 30)
LOGIN_ATTEMPTS_PER_ADDRESS = _number("YAODIAN_LOGIN_ATTEMPTS_PER_ADDRESS", 50)
ACCOUNT_RATE_LIMITS = {
    "login": None,  # its one lock per address would hold up a bureau at nine in the morning
    "login_failed": f"{LOGIN_ATTEMPTS}/{LOGIN_LOCK_MINUTES}m/key",
    "login_failed_address": f"{LOGIN_ATTEMPTS_PER_ADDRESS}/10m/ip",
    "reset_password": "60/m/ip,5/m/key",
    "reset_password_from_key": "60/m/ip",
    "signup": "60/m/ip",
}
KNOWN_DEVICE_DAYS = _number("YAODIAN_KNOWN_DEVICE_DAYS", 180)
# Behind a proxy of ours the address it adds is the visitor's; otherwise no address that is sent is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if os.environ.get("YAODIAN_BEHIND_PROXY") == "yes" else 0

# Passwords: every rule is a number or a switch; 0 switches it off.
PASSWORD_MIN_LENGTH = _number("YAODIAN_PASSWORD_MIN_LENGTH", 10)
PASSWORD_CLASSES = _number("YAODIAN_PASSWORD_CLASSES", 3)
PASSWORD_NOT_LAST = _number("YAODIAN_PASSWORD_NOT_LAST", 5)
PASSWORD_ROTATION_DAYS = _number("YAODIAN_PASSWORD_ROTATION_DAYS", 90 if SECURITY_PROFILE == LEVEL3 else 0)
PASSWORD_RESET_TIMEOUT = 3600 * _number("YAODIAN_PASSWORD_LINK_HOURS", 24)
_POLICY = "yaodian.foundation.people.passwords"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_POLICY}.{name}"}
    for name in ("LongEnough", "MixedEnough", "NotCommon", "NotAboutYou", "NotUsedBefore")
]

# Second factor: authenticator app or security key, with recovery codes; seeds are encrypted by the adapter.
MFA_ADAPTER = "yaodian.foundation.people.signing.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "add_webauthn": "yaodian.foundation.people.security_keys.AddForm",
    "edit_webauthn": "yaodian.foundation.people.security_keys.NameForm",
    "authenticate_webauthn": "yaodian.foundation.people.security_keys.SignInForm",
    "reauthenticate_webauthn": "yaodian.foundation.people.security_keys.ConfirmForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = os.environ.get("YAODIAN_NAME", "要点")
REQUIRED, OPTIONAL = "required", "optional"
SECOND_FACTOR = _one_of(
    "YAODIAN_SECOND_FACTOR", (REQUIRED, OPTIONAL), REQUIRED if mode() == "production" else OPTIONAL
)
SECOND_FACTOR_REQUIRED = SECOND_FACTOR == REQUIRED

# Single sign-on: one OpenID Connect provider, known by these variables alone, never by what a visitor sends.
SOCIALACCOUNT_ADAPTER = "yaodian.foundation.people.single_sign_on.accounts.SingleSignOnAdapter"
SINGLE_SIGN_ON_NAME = os.environ.get("YAODIAN_SSO_NAME", "统一身份认证")
SINGLE_SIGN_ON_ISSUER = os.environ.get("YAODIAN_SSO_ISSUER", "").rstrip("/")
SINGLE_SIGN_ON_CLIENT = os.environ.get("YAODIAN_SSO_CLIENT_ID", "")
SINGLE_SIGN_ON_SECRET = os.environ.get("YAODIAN_SSO_CLIENT_SECRET", "")
SINGLE_SIGN_ON_CLAIM = os.environ.get("YAODIAN_SSO_CLAIM", "preferred_username")
SINGLE_SIGN_ON_SCOPES = os.environ.get("YAODIAN_SSO_SCOPES", "openid profile").split()
SINGLE_SIGN_ON_SECOND_FACTOR = [
    value.strip() for value in os.environ.get("YAODIAN_SSO_SECOND_FACTOR", "").split(",") if value.strip()
]

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_IDLE_MINUTES = _number("YAODIAN_SESSION_IDLE_MINUTES", 30)
SESSION_ABSOLUTE_HOURS = _number("YAODIAN_SESSION_ABSOLUTE_HOURS", 12)
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_HOURS * 3600

# Mail: a server where one is named, files in the demo, nowhere otherwise.
EMAIL_HOST = os.environ.get("YAODIAN_EMAIL_HOST", "")
EMAIL_PORT = _number("YAODIAN_EMAIL_PORT", 465)
EMAIL_HOST_USER = os.environ.get("YAODIAN_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("YAODIAN_EMAIL_PASSWORD", "")
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = EMAIL_PORT == 587
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("YAODIAN_EMAIL_FROM", EMAIL_HOST_USER or "yaodian@localhost")
EMAIL_FILE_PATH = home() / "mail"
_MAIL = "smtp" if EMAIL_HOST else "filebased" if mode() == "demo" else "dummy"
EMAIL_BACKEND = f"django.core.mail.backends.{_MAIL}.EmailBackend"
ACCOUNT_EMAIL_VERIFICATION = "optional" if EMAIL_HOST else "none"
