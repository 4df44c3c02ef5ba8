"""`./run check`: everything that can be said about the code without running the whole suite."""

from __future__ import annotations

import sys
import time

from launcher.children import run_to_end
from launcher.messages import say
from launcher.places import CHECKOUT
from launcher.postgres import TemporaryCluster
from launcher.settings import test_environment, tool_environment
from launcher.web import MANAGE

PYTHON = sys.executable
IMPORT_LINTER = (
    "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
)
CHECKS = {
    "ruff check": [PYTHON, "-m", "ruff", "check", "."],
    "ruff format": [PYTHON, "-m", "ruff", "format", "--check", "."],
    "mypy": [PYTHON, "-m", "mypy"],
    "import-linter": [PYTHON, "-c", IMPORT_LINTER],
    "migrations": [
        PYTHON,
        "-W",
        "ignore::RuntimeWarning",
        *MANAGE[1:],
        "makemigrations",
        "--check",
        "--dry-run",
    ],
}
RULES = [PYTHON, "-m", "pytest", "-q", "tests/rules"]


def check(arguments: list[str]) -> int:
    """Run all checks whatever the earlier ones say, then sum up; 1 when any failed."""
    failed = [name for name, command in CHECKS.items() if not _passes(name, command, tool_environment())]
    with TemporaryCluster() as cluster:
        if not _passes("tests/rules", RULES, test_environment(cluster)):
            failed.append("tests/rules")
    if failed:
        say(f"\n未通过 / failed: {'、'.join(failed)}")
        return 1
    say("\n全部通过 / all checks passed")
    return 0


def _passes(name: str, command: list[str], env: dict[str, str]) -> bool:
    say(f"· {name}")
    started = time.monotonic()
    passed = run_to_end(command, env=env, cwd=CHECKOUT) == 0
    say(f"  {'✓' if passed else '✗'} {name}  {time.monotonic() - started:.1f} s")
    return passed
