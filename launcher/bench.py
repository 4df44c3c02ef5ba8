"""`./run bench NAME`: one script of bench/, beside its peers, in an environment of its own.

A script that wants a database says `NEEDS_DATABASE = True` at its top level and gets a cluster for itself.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

from launcher.children import run_to_end
from launcher.messages import Trouble
from launcher.places import CHECKOUT
from launcher.postgres import TemporaryCluster
from launcher.settings import test_environment, tool_environment

BENCH = CHECKOUT / "bench"


def bench(arguments: list[str]) -> int:
    script = _script(arguments[0] if arguments else "")
    command = [sys.executable, str(script), *arguments[1:]]
    path = {"PYTHONPATH": str(CHECKOUT)}
    if not needs_database(script):
        return run_to_end(command, env=tool_environment() | path)
    with TemporaryCluster() as cluster:
        return run_to_end(command, env=test_environment(cluster) | path)


def _script(name: str) -> Path:
    known = sorted(path.stem for path in BENCH.glob("*.py") if not path.stem.startswith("_"))
    script = BENCH / f"{name.replace('-', '_')}.py"
    if script.stem not in known:
        listed = "、".join(known) or "—"
        raise Trouble(
            f"请写明要运行的基准测试：{listed}", f"Name a benchmark, one of: {', '.join(known) or 'none yet'}"
        )
    return script


def needs_database(script: Path) -> bool:
    """Whether the script's own text sets NEEDS_DATABASE to true."""
    for node in ast.parse(script.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == [
            "NEEDS_DATABASE"
        ]:
            return bool(ast.literal_eval(node.value))
    return False
