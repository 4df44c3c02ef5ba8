"""`./run demo`: from a fresh checkout to a city in the browser."""

from __future__ import annotations

import argparse
import ctypes.util
import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg

from launcher.assets import prepare_assets
from launcher.environment import check_space
from launcher.messages import Trouble, say, step, warn
from launcher.places import CHECKOUT, state
from launcher.postgres import Cluster
from launcher.settings import demo_environment
from launcher.storage import demo_cluster, remove_everything
from launcher.supervisor import Database, Supervisor
from launcher.web import (
    MANAGE,
    add_web_and_worker,
    bracketed,
    choose_port,
    collect_static,
    fingerprint,
    manage,
    reachable_host,
)

SPACE_NEEDED = 300_000_000


def demo(arguments: list[str]) -> int:
    options = _options(arguments)
    state().mkdir(parents=True, exist_ok=True)
    with only_demo():
        port = choose_port(options.port, options.host)
        if options.fresh:
            remove_everything()
        check_space(state(), SPACE_NEEDED)
        prepare_assets()
        warn_about_printing()
        with Supervisor() as supervisor:
            try:
                _bring_up(supervisor, options.host, port)
                supervisor.watch()
            except Trouble:
                if not supervisor.stopping:  # otherwise Ctrl-C met a step at work
                    raise
            say("\n正在停止 / stopping …")
    return 0


def _bring_up(supervisor: Supervisor, host: str, port: int) -> None:
    cluster = demo_cluster()
    with step("启动数据库", "Database"):
        supervisor.add(Database(cluster))
    env = {**demo_environment(cluster), "YAODIAN_ALLOWED_HOSTS": _allowed_hosts(host)}
    _prepare(cluster, env)
    collect_static(env)
    with step("启动网页服务", "Web server"):
        add_web_and_worker(supervisor, host, port, env)
    if not supervisor.stopping:
        _greet(host, port, env)


def _prepare(cluster: Cluster, env: Mapping[str, str]) -> None:
    """Tables and city; skipped when this very database was prepared by these very sources."""
    stamp, wanted = state() / "prepared.stamp", f"{_identity(cluster)} {fingerprint()}"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    with step("更新数据表", "Tables"):
        manage(["migrate", "--verbosity=0"], env)
    with step("建立演示城市", "The demo city"):
        manage(["seed_demo"], env)
    stamp.write_text(wanted)


def _identity(cluster: Cluster) -> str:
    """Of the database as it is now: a restored or newly made one has another."""
    question = "SELECT system_identifier, oid FROM pg_control_system(), pg_database WHERE datname = current_database()"
    with psycopg.connect(cluster.superuser_url) as connection:
        return str(connection.execute(question).fetchone())


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run demo")
    parser.add_argument("--port", type=int, help="端口 / port (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址 / address to listen on (127.0.0.1)")
    parser.add_argument(
        "--fresh", action="store_true", help="清除演示数据后重新建立 / throw the demo data away first"
    )
    return parser.parse_args(arguments)


def _allowed_hosts(host: str) -> str:
    """Names under which the demo may be asked for; any, when it listens to the whole network."""
    own = os.environ.get("YAODIAN_ALLOWED_HOSTS")
    if own:
        return own
    return "*" if host in ("0.0.0.0", "::") else f"localhost,127.0.0.1,[::1],{bracketed(host)}"  # noqa: S104


@contextmanager
def only_demo() -> Iterator[None]:
    """One demo a state folder; the lock goes with the process, however that ends."""
    with open(state() / "demo.lock", "a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Trouble(
                f"演示已在运行（数据在 {state()}）。请先用 Ctrl-C 停止它，或用 YAODIAN_HOME 另指定目录。",
                f"The demo is already running on {state()}. Stop it with Ctrl-C, "
                "or name another folder with YAODIAN_HOME.",
            ) from None
        yield


def warn_about_printing() -> None:
    """The demo goes on without PDF; the packages are named."""
    missing = []
    if not (ctypes.util.find_library("pango-1.0") and ctypes.util.find_library("pangoft2-1.0")):
        missing.append("libpango-1.0-0 libpangoft2-1.0-0")
    if not _has_chinese_font():
        missing.append("fonts-noto-cjk")
    if missing:
        packages = " ".join(missing)
        warn(
            f"缺少生成 PDF 所需的组件，其他功能不受影响。Debian：apt-get install {packages}",
            f"PDF output needs more; everything else works. Debian: apt-get install {packages}",
        )


def _has_chinese_font() -> bool:
    program = shutil.which("fc-list")
    if program is None:
        return False
    return bool(subprocess.run([program, ":lang=zh-cn", "family"], capture_output=True).stdout.strip())


def _greet(host: str, port: int, env: Mapping[str, str]) -> None:
    """The address, and the accounts that `demo_accounts` lists: label, sign-in name and role."""
    done = subprocess.run([*MANAGE, "demo_accounts"], env=env, cwd=CHECKOUT, capture_output=True, text=True)
    say(f"\n要点演示已启动 / the demo is running:  http://{bracketed(reachable_host(host))}:{port}/")
    say(f"演示日期固定为 / the date is held at:  {env['YAODIAN_DEMO_DATE']}\n")
    for line in done.stdout.splitlines():
        say("  " + "  ".join(part for part in line.split("\t")))
    say("\nCtrl-C 停止 / Ctrl-C stops it.")
