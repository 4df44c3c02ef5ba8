"""The provider's settings: its own database, its own users, a key made when it starts."""

import os
from pathlib import Path

FOLDER = Path(os.environ["SIGN_ON_FOLDER"])
ISSUER = os.environ["SIGN_ON_ISSUER"]
FAULT_FILE = FOLDER / "fault.json"
SECRET_KEY = "the-providers-own-secret-which-nobody-else-has-0123456789"
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "provider.sqlite3"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "oauth2_provider",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates"}]
ROOT_URLCONF = "tests.foundation.people.sign_on_provider.urls"
SESSION_COOKIE_NAME = "provider_session"
CSRF_COOKIE_NAME = "provider_csrf"
LOGIN_URL = "/sign-in/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
USE_TZ = True
OAUTH2_PROVIDER = {
    "OIDC_ENABLED": True,
    "OIDC_ISS_ENDPOINT": ISSUER,
    "OIDC_RSA_PRIVATE_KEY": os.environ["SIGN_ON_KEY"],
    "PKCE_REQUIRED": True,
    "SCOPES": {"openid": "identity", "profile": "name"},
    "OAUTH2_VALIDATOR_CLASS": "tests.foundation.people.sign_on_provider.validator.Validator",
}
