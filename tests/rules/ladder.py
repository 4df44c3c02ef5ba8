"""The ladder of design.md as a list, and small readers of source shared by the rules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "yaodian"
RUNGS = [
    "common",
    "audit",
    "flow",
    "people",
    "files",
    "notices",
    "desk search",
    "administration",
    "rules",
    "indicators ledger integrity cases",
    "enterprises experts",
    "programmes exchange instruments events statistics",
    "talent",
    "projects bases vouchers finance advice",
    "reading workplan",
    "plans",
    "duties",
    "restricted",
    "progress",
    "disclosure",
    "dashboard outputs supervision assessment briefings",
    "site",
]
HEIGHT = {app: height for height, rung in enumerate(RUNGS) for app in rung.split()}
# Addresses without a name space, and templates of allauth, belong to the floor that serves them.
SPACE_OF_NAME = dict.fromkeys(("account", "mfa", "socialaccount", "single", "usersessions", "demo"), "people")


def sources(folder: Path, *patterns: str) -> Iterator[Path]:
    """Files of ours below `folder`, migrations and fetched assets left out."""
    for pattern in patterns:
        for path in sorted(folder.rglob(pattern)):
            if not {"migrations", "vendor", "node_modules"} & set(path.parts):
                yield path


def app_of(path: Path, package: Path = PACKAGE) -> str:
    """The app that a file belongs to: `foundation/people/models.py` → people, `site/…` → site."""
    parts = path.relative_to(package).parts
    return parts[0] if parts[0] == "site" or len(parts) < 3 else parts[1]


def may_reach(app: str, target: str) -> bool:
    """Whether `app` may speak of `target`: itself or anything on a lower rung."""
    return app == target or HEIGHT[target] < HEIGHT[app]


def calls(path: Path, *names: str) -> Iterator[ast.Call]:
    """Calls of functions with one of these names, as `name(…)` or `anything.name(…)`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in names:
                yield node


def first_text(call: ast.Call) -> str:
    """The first argument of a call when it is written out as text; else ""."""
    value = call.args[0] if call.args else None
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""
