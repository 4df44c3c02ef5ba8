"""Settings of sign-in: accounts, passwords, second factor, sessions, mail (docs/decisions/0003)."""

from __future__ import annotations

import os

from .environment import home, mode


def _number(name: str, otherwise: int) -> int:
    told = os.environ.get(name, "") or str(otherwise)
    if not told.isdigit():
        raise SystemExit(f"环境变量 {name} 应为整数，现在是 {told}。")
    return int(told)


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
ACCOUNT_USER_DISPLAY = "yaodian.foundation.people.signing.display"

# Guesses: of one name a few, from one address many, because a whole bureau stands behind one of them.
LOGIN_ATTEMPTS = _number("YAODIAN_LOGIN_ATTEMPTS", 5)
LOGIN_LOCK_MINUTES = _number("YAODIAN_LOGIN_LOCK_MINUTES", 30)
LOGIN_ATTEMPTS_PER_ADDRESS = _number("YAODIAN_LOGIN_ATTEMPTS_PER_ADDRESS", 200)
ACCOUNT_RATE_LIMITS = {
    "login": None,  # its one lock per address would hold up a bureau at nine in the morning
    "login_failed": f"{LOGIN_ATTEMPTS}/{LOGIN_LOCK_MINUTES}m/key,{LOGIN_ATTEMPTS_PER_ADDRESS}/10m/ip",
    "reset_password": "60/m/ip,5/m/key",
    "reset_password_from_key": "60/m/ip",
    "signup": "60/m/ip",
}
# Behind a proxy of ours the address it adds is the visitor's; otherwise no address that is sent is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if os.environ.get("YAODIAN_BEHIND_PROXY") == "yes" else 0

# Passwords: every rule is a number or a switch; 0 switches it off.
PASSWORD_MIN_LENGTH = _number("YAODIAN_PASSWORD_MIN_LENGTH", 10)
PASSWORD_CLASSES = _number("YAODIAN_PASSWORD_CLASSES", 3)
PASSWORD_NOT_LAST = _number("YAODIAN_PASSWORD_NOT_LAST", 5)
PASSWORD_ROTATION_DAYS = _number("YAODIAN_PASSWORD_ROTATION_DAYS", 0)
PASSWORD_RESET_TIMEOUT = 3600 * _number("YAODIAN_PASSWORD_LINK_HOURS", 24)
_POLICY = "yaodian.foundation.people.passwords"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_POLICY}.{name}"}
    for name in ("LongEnough", "MixedEnough", "NotCommon", "NotAboutYou", "NotUsedBefore")
]

# Second factor: authenticator app with recovery codes; seeds are encrypted by the adapter.
MFA_ADAPTER = "yaodian.foundation.people.signing.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = os.environ.get("YAODIAN_NAME", "要点")
SECOND_FACTOR = os.environ.get("YAODIAN_SECOND_FACTOR", "")
SECOND_FACTOR_REQUIRED = SECOND_FACTOR == "required"

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
