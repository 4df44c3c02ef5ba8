"""The commands of `./run`, each a function of its arguments that returns the exit code."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from types import FrameType

from launcher.assets import prepare_assets
from launcher.backup import backup
from launcher.bench import bench
from launcher.check import check
from launcher.children import run_to_end
from launcher.demo import demo
from launcher.messages import Trouble, warn
from launcher.places import CHECKOUT
from launcher.postgres import TemporaryCluster
from launcher.restore import restore
from launcher.serve import serve
from launcher.settings import (
    demo_environment,
    has_own_database,
    own_database_environment,
    test_environment,
    tool_environment,
)
from launcher.storage import demo_cluster
from launcher.web import MANAGE

# Management commands that need no database: they run in the bare environment and start nothing.
NO_DATABASE = {
    "extract_plan",
    "judge",
    "compute_index",
    "makemigrations",
    "makemessages",
    "compilemessages",
    "diffsettings",
    "findstatic",
    "startapp",
    "help",
    "version",
    "--help",
    "--version",
}


def run_command(arguments: list[str]) -> int:
    """Run one command; a request to end reaches its clean-up as an exception."""
    name, rest = arguments[0], arguments[1:]
    command = COMMANDS.get(name)
    if command is None:
        raise Trouble(
            f"没有“{name}”这个命令。./run help 列出全部命令。",
            f"There is no command '{name}'. ./run help lists them all.",
        )
    signal.signal(signal.SIGTERM, _end)
    return command(rest)


def _end(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


def test(arguments: list[str]) -> int:
    """pytest on a cluster of its own, so that parallel runs do not meet."""
    if not (shutil.which("chromium") or shutil.which("google-chrome")):
        warn(
            "没有找到 chromium，浏览器测试将跳过（Debian：apt-get install chromium）。",
            "No chromium found: the browser tests will be skipped (Debian: apt-get install chromium).",
        )
    prepare_assets()
    with TemporaryCluster() as cluster:
        return run_to_end(
            [sys.executable, "-m", "pytest", *arguments], env=test_environment(cluster), cwd=CHECKOUT
        )


def manage(arguments: list[str]) -> int:
    """A management command, in the caller's folder; its output, input and exit code are its own."""
    command = [*MANAGE, *arguments]
    if not arguments or arguments[0] in NO_DATABASE:
        os.execve(command[0], command, tool_environment())  # noqa: S606
    if has_own_database():
        os.execve(command[0], command, own_database_environment())  # noqa: S606
    with demo_cluster().in_use() as cluster:
        return run_to_end(command, env=demo_environment(cluster))


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "demo": demo,
    "serve": serve,
    "test": test,
    "check": check,
    "bench": bench,
    "manage": manage,
    "backup": backup,
    "restore": restore,
}
