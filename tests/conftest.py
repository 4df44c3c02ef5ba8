"""The test database: made once by the owner's role, used by the application's role, as in production."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = "yaodian_template"


def superuser(statement: str, *names: str) -> None:
    """Run one statement as the cluster's superuser, `names` filled in as identifiers."""
    with psycopg.connect(os.environ["YAODIAN_TEST_SUPERUSER_URL"], autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def clone(name: str, template: str) -> None:
    superuser("CREATE DATABASE {} OWNER yaodian_owner TEMPLATE {}", name, template)


def drop(name: str) -> None:
    superuser("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _address(variable: str, name: str) -> str:
    base, _slash, _old = os.environ[variable].rpartition("/")
    return f"{base}/{name}"


@pytest.fixture(scope="session")
def template_database() -> Iterator[str]:
    """A migrated database in which the standing cast lives; others are cloned from it."""
    drop(TEMPLATE)
    clone(TEMPLATE, "yaodian")
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "yaodian.site.settings"}
    environment |= {"MIGRATION_DATABASE_URL": _address("MIGRATION_DATABASE_URL", TEMPLATE)}
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    assemble = "import django; django.setup(); from tests import cast; cast.assemble()"
    environment["DATABASE_URL"] = _address("DATABASE_URL", TEMPLATE)
    subprocess.run([sys.executable, "-c", assemble], cwd=ROOT, env=environment, check=True)
    yield TEMPLATE
    drop(TEMPLATE)


@pytest.fixture(scope="session")
def django_db_setup(template_database: str, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """pytest-django's database is a clone, entered with the application's role."""
    from django.db import connections

    drop("yaodian_tests")
    clone("yaodian_tests", template_database)
    connections["default"].settings_dict["NAME"] = "yaodian_tests"
    yield
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connections.close_all()
    drop("yaodian_tests")


@pytest.fixture(autouse=True)
def _parameters() -> None:
    """No parameter is set at first, and no request asks for them: what a page costs is the same in any order."""
    from yaodian.foundation.people import parameters

    parameters.hold({}, seconds=3600)


@pytest.fixture
def race_database(template_database: str, django_db_setup: None, django_db_blocker: object) -> Iterator[str]:
    """A database of its own with real commits, for threads, processes and live servers; gone afterwards."""
    from django.db import connections

    name = f"yaodian_race_{uuid.uuid4().hex[:12]}"
    clone(name, template_database)
    default = connections["default"]
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        default.close()
        before, default.settings_dict["NAME"] = default.settings_dict["NAME"], name
        yield name
        connections.close_all()
        default.settings_dict["NAME"] = before
    drop(name)
