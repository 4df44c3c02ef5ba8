"""The commands of `./run`, each a short function that returns the exit code."""

from __future__ import annotations

import os
import shutil
import sys

from launcher.children import run_to_end
from launcher.messages import Trouble, warn
from launcher.places import CHECKOUT
from launcher.postgres import TemporaryCluster
from launcher.settings import test_environment


def run_command(arguments: list[str]) -> int:
    name, rest = arguments[0], arguments[1:]
    command = COMMANDS.get(name)
    if command is None:
        raise Trouble(
            f"没有“{name}”这个命令。./run help 列出全部命令。",
            f"There is no command '{name}'. ./run help lists them all.",
        )
    return command(rest)


def test(arguments: list[str]) -> int:
    """pytest on a cluster of its own, so that parallel runs do not meet."""
    if not (shutil.which("chromium") or shutil.which("google-chrome")):
        warn(
            "没有找到 chromium,浏览器测试将跳过(Debian:apt-get install chromium)。",
            "No chromium found: the browser tests will be skipped (Debian: apt-get install chromium).",
        )
    with TemporaryCluster() as cluster:
        return run_to_end([sys.executable, "-m", "pytest", *arguments], env=test_environment(cluster), cwd=CHECKOUT)


COMMANDS = {"test": test}
