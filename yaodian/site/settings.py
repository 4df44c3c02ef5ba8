"""Django's settings. What differs between places comes from the environment (see environment.py)."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from .environment import ROOT, database, home, mode, secret

MODE = mode()
PRODUCTION = MODE == "production"
DEMO = MODE == "demo"
HOME = home()
DEBUG = False

SECRET_KEY = secret("YAODIAN_SECRET_KEY", "only-for-commands-and-tests-that-keep-no-secret-0123456789")
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("YAODIAN_OLD_SECRET_KEYS", "").split(",") if key]
FIELD_KEYS = secret("YAODIAN_FIELD_KEYS", "test:c2l4dGVlbiBieXRlcyBvZiBrZXkgZm9yIHRlc3RzMTI=")
ALLOWED_HOSTS = os.environ.get("YAODIAN_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("YAODIAN_TRUSTED_ORIGINS", "").split(",") if o]

# The application signs in as a role that cannot alter tables; migrations as their owner.
APP_DATABASE_URL = os.environ.get("DATABASE_URL", "postgresql://yaodian_app@127.0.0.1/yaodian")
OWNER_DATABASE_URL = os.environ.get("MIGRATION_DATABASE_URL", APP_DATABASE_URL)
APP_DATABASE_ROLE = urlsplit(APP_DATABASE_URL).username or ""
AS_OWNER = os.environ.get("YAODIAN_ROLE") == "owner"
DATABASES = {"default": database(OWNER_DATABASE_URL if AS_OWNER else APP_DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "yaodian.site",
    "yaodian.workplan.dashboard",
    "yaodian.workplan.outputs",
    "yaodian.workplan.disclosure",
    "yaodian.workplan.progress",
    "yaodian.workplan.restricted",
    "yaodian.workplan.duties",
    "yaodian.workplan.plans",
    "yaodian.foundation.administration",
    "yaodian.foundation.desk",
    "yaodian.foundation.search",
    "yaodian.foundation.notices",
    "yaodian.foundation.files",
    "yaodian.foundation.people",
    "yaodian.foundation.flow",
    "yaodian.foundation.audit",
    "yaodian.foundation.common",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "pgtrigger",
    "csp",
    "django_htmx",
    "django_tables2",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "yaodian.site.headers.PermissionsPolicyMiddleware",
    "yaodian.foundation.audit.middleware.VisitMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "yaodian.site.limits.LimitsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "yaodian.foundation.people.sessions.TimeoutMiddleware",
    "yaodian.foundation.people.acting.ActingMiddleware",
    "yaodian.site.frame.RecountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "yaodian.foundation.people.sessions.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "yaodian.site.errors.ErrorsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "yaodian.site.frame.frame",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")

ROOT_URLCONF = "yaodian.site.urls"
WSGI_APPLICATION = "yaodian.site.wsgi.application"

LANGUAGE_CODE = "zh-hans"
LOCALE_PATHS = [ROOT / "yaodian" / "site" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
DATE_FORMAT = "Y-m-d"

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "yaodian.foundation.common.assets.TrimmedStaticFilesStorage"
            if MODE in ("demo", "production")
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = MODE == "test"
FILES_ROOT = HOME / "files"
ANCHOR_FILE = HOME / "anchors" / "audit.jsonl"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

# One cache that all processes share: rate limits and used second-factor codes live there.
CACHES = {"default": {"BACKEND": "yaodian.foundation.common.cache.PostgresCache", "LOCATION": "cache_entry"}}

from .sign_in import *  # noqa: E402, F403

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "csrf"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
# Other sites of the city may live below the same name: binding them too is the operator's own decision.
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = os.environ.get("YAODIAN_HSTS_SUBDOMAINS") == "yes"
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
BEHIND_PROXY = os.environ.get("YAODIAN_BEHIND_PROXY") == "yes"
if PRODUCTION and BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    # A refusal, a form with errors and a foreign host name are answers, not events of the log; the audit has them.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
    "root": {"handlers": ["stderr"], "level": os.environ.get("YAODIAN_LOG_LEVEL", "WARNING")},
}
