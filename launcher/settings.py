"""The environment variables that Django processes are started with."""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from launcher.places import state
from launcher.postgres import Cluster

SETTINGS_MODULE = "yaodian.site.settings"
OWNER_ADDRESS = "MIGRATION_DATABASE_URL"
DEMO_DATE = "2026-04-15"  # the day after the last event of the demo city's story


def has_own_database() -> bool:
    """Whether the caller's environment names a database server, so that the embedded one stays out of it."""
    return bool(os.environ.get("DATABASE_URL"))


def tool_environment() -> dict[str, str]:
    """For commands that need no database: the caller's own environment."""
    return {**os.environ, "DJANGO_SETTINGS_MODULE": SETTINGS_MODULE}


def own_database_environment() -> dict[str, str]:
    """For commands on the database that the caller named: production, unless the caller says otherwise."""
    return {"YAODIAN_MODE": "production", "YAODIAN_HOME": str(state()), **tool_environment()}


def database_environment(cluster: Cluster) -> dict[str, str]:
    return {"DATABASE_URL": cluster.app_url, OWNER_ADDRESS: cluster.owner_url}


def demo_environment(cluster: Cluster) -> dict[str, str]:
    """For the demo and for management commands on its database; its keys are made once."""
    keys = state() / "keys"
    return {
        **tool_environment(),
        **database_environment(cluster),
        "YAODIAN_MODE": "demo",
        "YAODIAN_DEMO_DATE": DEMO_DATE,
        "YAODIAN_HOME": str(state()),
        "YAODIAN_SECRET_KEY": kept_secret(keys / "secret_key", lambda: secrets.token_urlsafe(64)),
        "YAODIAN_FIELD_KEYS": kept_secret(keys / "field_keys", new_field_key),
    }


def test_environment(cluster: Cluster) -> dict[str, str]:
    """For pytest: the cluster's addresses, the superuser's too, and a state folder that goes with it."""
    home = cluster.folder / "home"
    (home / "static").mkdir(parents=True, exist_ok=True)
    return {
        **tool_environment(),
        **database_environment(cluster),
        "YAODIAN_MODE": "test",
        "YAODIAN_HOME": str(home),
        "YAODIAN_SECRET_KEY": "only-for-tests-" + "0123456789" * 5,
        "YAODIAN_TEST_SUPERUSER_URL": cluster.superuser_url,
    }


def without_owner(environment: dict[str, str]) -> dict[str, str]:
    """What a process gets that serves people: it never knows the owner's password."""
    return {name: value for name, value in environment.items() if name != OWNER_ADDRESS}


def kept_secret(path: Path, make: Callable[[], str]) -> str:
    """The secret in `path`, made at the first call; readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        half = path.with_name(f"{path.name}.{os.getpid()}")
        with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(make())
        half.replace(path)
    return path.read_text().strip()


def new_field_key() -> str:
    """A first key for encrypted fields, as `name:base64 of 32 bytes`."""
    return "first:" + base64.b64encode(secrets.token_bytes(32)).decode()
