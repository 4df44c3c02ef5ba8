"""The environment variables that Django processes are started with."""

from __future__ import annotations

import os

from launcher.postgres import Cluster

SETTINGS_MODULE = "yaodian.site.settings"


def database_environment(cluster: Cluster) -> dict[str, str]:
    return {"DATABASE_URL": cluster.app_url, "MIGRATION_DATABASE_URL": cluster.owner_url}


def test_environment(cluster: Cluster) -> dict[str, str]:
    """For pytest: the cluster's addresses, its superuser's among them, and a state folder that goes with the cluster."""
    home = cluster.folder / "home"
    home.mkdir(exist_ok=True)
    return {
        **os.environ,
        **database_environment(cluster),
        "DJANGO_SETTINGS_MODULE": SETTINGS_MODULE,
        "YAODIAN_MODE": "test",
        "YAODIAN_HOME": str(home),
        "YAODIAN_SECRET_KEY": "only-for-tests-" + "0123456789" * 5,
        "YAODIAN_TEST_SUPERUSER_URL": cluster.superuser_url,
    }
