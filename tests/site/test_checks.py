"""What production refuses to start with, each finding on its own."""

import base64
import os
import subprocess
import sys

import pytest
from django.core.checks import run_checks
from django.db import connection

from tests.conftest import ROOT, superuser
from yaodian.site import checks

pytestmark = pytest.mark.django_db
SAFE_KEY = "k1:" + base64.b64encode(bytes(range(32))).decode()


@pytest.fixture
def safe(settings, monkeypatch):
    """Settings as a careful production site has them."""
    monkeypatch.delenv("YAODIAN_DEMO_DATE", raising=False)
    settings.SECRET_KEY = "abcdefghijklmnopqrstuvwxyz-0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    settings.FIELD_KEYS = SAFE_KEY
    settings.ALLOWED_HOSTS = ["plan.example"]
    settings.CSRF_TRUSTED_ORIGINS = ["https://plan.example"]
    settings.BEHIND_PROXY = True
    settings.MODE, settings.PRODUCTION, settings.DEMO, settings.DEBUG = "production", True, False, False
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SESSION_COOKIE_NAME = "__Host-session"
    settings.SECURITY_PROFILE, settings.SECOND_FACTOR = "level2", "required"
    settings.SINGLE_SIGN_ON_ISSUER = ""
    return settings


def found():
    return [message.id for message in checks.production_is_safe()]


def test_a_careful_site_is_found_safe(safe):
    assert found() == []


@pytest.mark.parametrize(
    ("name", "value", "finding"),
    [
        ("SECRET_KEY", "short", "yaodian.E001"),
        ("SECRET_KEY", "ab" * 40, "yaodian.E001"),
        ("SECRET_KEY", "only-for-commands-and-tests-that-keep-no-secret-0123456789", "yaodian.E001"),
        ("FIELD_KEYS", "", "yaodian.E002"),
        ("FIELD_KEYS", "k1:c2hvcnQ=", "yaodian.E002"),
        ("FIELD_KEYS", f"test:{checks.TEST_KEY}", "yaodian.E003"),
        ("FIELD_KEYS", f"{SAFE_KEY},old:{checks.TEST_KEY}", "yaodian.E003"),
        ("ALLOWED_HOSTS", [""], "yaodian.E004"),
        ("ALLOWED_HOSTS", ["*"], "yaodian.E004"),
        ("ALLOWED_HOSTS", ["plan.example", "testserver"], "yaodian.E004"),
        ("CSRF_TRUSTED_ORIGINS", [], "yaodian.E005"),
        ("DEBUG", True, "yaodian.E006"),
        ("DEMO", True, "yaodian.E007"),
        ("PRODUCTION", False, "yaodian.E007"),
        ("SESSION_COOKIE_SECURE", False, "yaodian.E009"),
        ("CSRF_COOKIE_SECURE", False, "yaodian.E009"),
        ("SESSION_COOKIE_NAME", "session", "yaodian.E009"),
        ("SECOND_FACTOR", "optional", "yaodian.E010"),
        ("OWNER_DATABASE_URL", "postgresql://yaodian_app@127.0.0.1/yaodian", "yaodian.E011"),
    ],
)
def test_each_unsafe_setting_is_named_with_what_to_do(safe, name, value, finding):
    setattr(safe, name, value)
    assert found() == [finding]
    [message] = checks.production_is_safe()
    assert message.hint.endswith(("。", "'", "64))'"))


def test_a_demo_date_is_named(safe, monkeypatch):
    monkeypatch.setenv("YAODIAN_DEMO_DATE", "2026-03-02")
    assert found() == ["yaodian.E008"]


@pytest.mark.parametrize(
    ("profile", "expected"), [("small", []), ("level2", ["yaodian.E010"]), ("level3", ["yaodian.E010"])]
)
def test_the_second_factor_may_be_optional_in_a_small_office_alone(safe, profile, expected):
    safe.SECURITY_PROFILE, safe.SECOND_FACTOR, safe.PASSWORD_ROTATION_DAYS = profile, "optional", 90
    assert found() == expected


@pytest.mark.parametrize(
    ("name", "value", "finding"),
    [
        ("SESSION_IDLE_MINUTES", 31, "yaodian.E014"),
        ("SESSION_IDLE_MINUTES", 0, "yaodian.E014"),
        ("SESSION_ABSOLUTE_HOURS", 13, "yaodian.E015"),
        ("PASSWORD_ROTATION_DAYS", 0, "yaodian.E016"),
    ],
)
def test_level_three_asks_for_short_sessions_and_new_passwords_and_level_two_does_not(
    safe, name, value, finding
):
    safe.SECURITY_PROFILE, safe.PASSWORD_ROTATION_DAYS = "level3", 90
    assert found() == []
    setattr(safe, name, value)
    assert found() == [finding]
    assert f"YAODIAN_{name}" in checks.production_is_safe()[0].hint
    safe.SECURITY_PROFILE = "level2"
    assert found() == []


@pytest.mark.parametrize(
    ("issuer", "secret", "expected"),
    [
        ("https://sso.example", "s", []),
        ("http://sso.example", "s", ["yaodian.E017"]),
        ("https://sso.example", "", ["yaodian.E018"]),
        ("", "", []),
    ],
)
def test_single_sign_on_speaks_tls_and_knows_its_own_secret(safe, issuer, secret, expected):
    safe.SINGLE_SIGN_ON_ISSUER, safe.SINGLE_SIGN_ON_CLIENT, safe.SINGLE_SIGN_ON_SECRET = (
        issuer,
        "yaodian",
        secret,
    )
    assert found() == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, "level2 required 0"),
        ({"YAODIAN_SECURITY_PROFILE": "level3"}, "level3 required 90"),
        (
            {"YAODIAN_SECURITY_PROFILE": "level3", "YAODIAN_PASSWORD_ROTATION_DAYS": "60"},
            "level3 required 60",
        ),
        ({"YAODIAN_SECURITY_PROFILE": "small", "YAODIAN_SECOND_FACTOR": "optional"}, "small optional 0"),
        ({"YAODIAN_MODE": "demo"}, "level2 optional 0"),
    ],
)
def test_what_is_not_told_follows_from_the_profile(told, expected):
    assert settings_with(told).stdout.strip() == expected


@pytest.mark.parametrize("name", ["YAODIAN_SECURITY_PROFILE", "YAODIAN_SECOND_FACTOR"])
def test_a_word_that_is_no_choice_is_named(name):
    answer = settings_with({name: "maybe"})
    assert answer.returncode == 1
    assert name in answer.stderr


def settings_with(told):
    """The sign-in settings of a production site, in a process of its own."""
    command = "from yaodian.site import sign_in as s; print(s.SECURITY_PROFILE, s.SECOND_FACTOR, s.PASSWORD_ROTATION_DAYS)"
    names = ("YAODIAN_SECURITY_PROFILE", "YAODIAN_SECOND_FACTOR", "YAODIAN_PASSWORD_ROTATION_DAYS")
    environment = {name: value for name, value in os.environ.items() if name not in names}
    environment |= {"YAODIAN_MODE": "production"} | told
    return subprocess.run(
        [sys.executable, "-c", command], cwd=ROOT, env=environment, capture_output=True, text=True
    )


def test_a_role_that_can_alter_the_tables_is_named(safe):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableowner FROM pg_tables WHERE tablename = 'people_user'")
        [owner] = cursor.fetchone()
    safe.APP_DATABASE_ROLE = owner
    safe.OWNER_DATABASE_URL = "postgresql://somebody_else@127.0.0.1/yaodian"
    assert found() == ["yaodian.E013"]


def test_a_superuser_is_named_with_each_of_its_powers(safe):
    superuser("CREATE ROLE {} SUPERUSER CREATEROLE", "yaodian_too_strong")
    try:
        assert checks.role_powers("yaodian_too_strong")[0] == "是超级用户"
        assert checks.role_powers(safe.APP_DATABASE_ROLE) == []
    finally:
        superuser("DROP ROLE {}", "yaodian_too_strong")


def test_the_check_runs_with_those_of_deployment_and_not_with_the_usual_ones(safe):
    safe.DEBUG = True
    assert "yaodian.E006" in [message.id for message in run_checks(include_deployment_checks=True)]
    assert "yaodian.E006" not in [message.id for message in run_checks()]
