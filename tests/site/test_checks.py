"""What production refuses to start with, each finding on its own."""

import base64

import pytest
from django.core.checks import run_checks
from django.db import connection

from tests.conftest import superuser
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
    settings.SECOND_FACTOR = "required"
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
        ("SECOND_FACTOR", "", "yaodian.W010"),
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


def test_saying_that_the_second_factor_is_optional_is_enough(safe):
    safe.SECOND_FACTOR = "optional"
    assert found() == []


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
