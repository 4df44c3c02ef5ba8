"""A durable cluster in a folder of its own, for the tests of the launcher itself."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher.binaries import scratch_parent
from launcher.postgres import Cluster

OUR_VARIABLES = ("DATABASE_URL", "MIGRATION_DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PYTHONPATH")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that root's unprivileged server can reach, which pytest's own `tmp_path` is not."""
    path = Path(tempfile.mkdtemp(prefix="yaodian-launcher-", dir=scratch_parent()))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def cluster(folder: Path) -> Iterator[Cluster]:
    running = Cluster(folder / "postgres")
    running.start()
    yield running
    running.stop()


@pytest.fixture
def bare_environment(folder: Path) -> dict[str, str]:
    """What a person's shell has: none of the variables that the test run itself was started with."""
    kept = {k: v for k, v in os.environ.items() if k not in OUR_VARIABLES and not k.startswith("YAODIAN_")}
    return {**kept, "YAODIAN_HOME": str(folder / "home")}
