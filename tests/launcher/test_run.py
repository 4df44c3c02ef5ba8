"""The one command as a person meets it: clean output, and a sentence for what can go wrong at first."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CLOSED_PORT = "http://127.0.0.1:9"


def run(*arguments: str, env: dict[str, str], cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run([ROOT / "run", *arguments], env=env, cwd=cwd, capture_output=True, text=True)


def pretend_old_python(path: str) -> subprocess.CompletedProcess[str]:
    """`run`, told that the Python which runs it is 3.8 and that PATH is `path`."""
    pretend = "import runpy, sys; sys.version_info = (3, 8, 18)"
    script = f"{pretend}; runpy.run_path(sys.argv.pop(1), run_name='__main__')"
    command = [sys.executable, "-c", script, ROOT / "run", "demo"]
    return subprocess.run(command, env={"PATH": path}, capture_output=True, text=True)


def test_the_command_can_be_parsed_by_pythons_that_are_too_old() -> None:
    ast.parse((ROOT / "run").read_text(encoding="utf-8"), feature_version=(3, 4))


def test_an_old_python_is_told_which_one_is_needed_in_both_languages(tmp_path: Path) -> None:
    done = pretend_old_python(str(tmp_path))
    assert done.returncode == 1
    assert done.stdout == ""
    assert "需要 Python 3.11 或更新的版本（现在是 3.8）" in done.stderr
    assert "needs Python 3.11 or newer (this is 3.8)" in done.stderr


def test_an_old_python_hands_over_to_a_newer_one_that_is_there(tmp_path: Path) -> None:
    newer = tmp_path / "python3.12"
    newer.write_text('#!/bin/sh\n[ "$1" = -c ] || echo "taken over: $1 $2"\n')
    newer.chmod(0o755)
    done = pretend_old_python(str(tmp_path))
    assert (done.stdout, done.stderr) == (f"taken over: {ROOT / 'run'} demo\n", "")


def test_help_lists_the_commands_and_an_unknown_one_says_so(bare_environment: dict[str, str]) -> None:
    listed = run("help", env=bare_environment)
    assert listed.returncode == 0
    assert all(f"./run {name}" in listed.stderr for name in ("demo", "serve", "test", "check", "backup FILE"))
    unknown = run("dmeo", env=bare_environment)
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert "没有“dmeo”这个命令" in unknown.stderr


def test_manage_leaves_output_exit_code_and_folder_to_the_command(
    bare_environment: dict[str, str], tmp_path: Path
) -> None:
    code = textwrap.dedent("""
        import os
        from django.db import connection
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            print(os.getcwd(), cursor.fetchone()[0])
        raise SystemExit(7)
    """)
    done = run("manage", "shell", "--verbosity=0", "-c", code, env=bare_environment, cwd=tmp_path)
    assert (done.stdout, done.returncode) == (f"{tmp_path} yaodian_app\n", 7)
    assert not (Path(bare_environment["YAODIAN_HOME"]) / "postgres" / "data" / "postmaster.pid").exists()


def test_manage_starts_no_database_for_a_command_that_needs_none(bare_environment: dict[str, str]) -> None:
    done = run("manage", "version", env=bare_environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert not Path(bare_environment["YAODIAN_HOME"]).exists()


def test_manage_on_a_database_of_ones_own_is_production_and_wants_its_secrets(
    bare_environment: dict[str, str],
) -> None:
    env = bare_environment | {"DATABASE_URL": "postgresql://yaodian_app:word@127.0.0.1:9/yaodian"}
    done = run("manage", "showmigrations", env=env)
    assert (done.returncode, done.stdout) == (1, "")
    assert "生产环境必须设置环境变量 YAODIAN_SECRET_KEY" in done.stderr


@pytest.fixture
def fresh_checkout(tmp_path: Path) -> Path:
    """What a clone holds of the launcher, without the environment that `./run` makes."""
    for name in ("launcher", "requirements"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "run", tmp_path / "run")
    return tmp_path


def test_without_a_network_a_sentence_says_so(fresh_checkout: Path, bare_environment: dict[str, str]) -> None:
    cut_off = {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": f"{CLOSED_PORT}/simple",
        "PIP_NO_CACHE_DIR": "1",
        "PIP_RETRIES": "0",
        "HTTP_PROXY": CLOSED_PORT,
        "HTTPS_PROXY": CLOSED_PORT,
    }
    env = {k: v for k, v in bare_environment.items() if not k.startswith(("PIP_", "UV_"))} | cut_off
    command = [sys.executable, fresh_checkout / "run", "manage", "version"]
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert "连不上软件包仓库" in done.stderr
    assert "The package registry cannot be reached" in done.stderr
    assert not (fresh_checkout / ".venv" / "yaodian.json").exists()
