"""Settings of sign-in: accounts, passwords, second factor, sessions."""

from __future__ import annotations

import os

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_IDLE_MINUTES = int(os.environ.get("YAODIAN_SESSION_IDLE_MINUTES", "30"))
SESSION_ABSOLUTE_HOURS = int(os.environ.get("YAODIAN_SESSION_ABSOLUTE_HOURS", "12"))
SECOND_FACTOR_REQUIRED = os.environ.get("YAODIAN_SECOND_FACTOR", "") == "required"
