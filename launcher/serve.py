"""`./run serve`: production. Settings come from the environment; what is unsafe is named instead."""

from __future__ import annotations

import argparse
import base64
import binascii
import os
import subprocess
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from launcher.assets import prepare_assets
from launcher.messages import Trouble, say, step
from launcher.places import CHECKOUT, state
from launcher.settings import OWNER_ADDRESS, tool_environment
from launcher.supervisor import Supervisor
from launcher.web import MANAGE, add_web_and_worker, choose_port, collect_static, manage

SECRET_LENGTH = 50


def serve(arguments: list[str]) -> int:
    options = _options(arguments)
    env = {**tool_environment(), "YAODIAN_MODE": "production", "YAODIAN_HOME": str(state())}
    faults = list(unsafe_settings(os.environ))
    if faults:
        raise Trouble(
            "设置还不安全，没有启动。请逐项处理：\n" + "\n".join(faults),
            "Not started: put right each setting above.",
        )
    port = choose_port(options.port, options.host)
    state().mkdir(parents=True, exist_ok=True)
    prepare_assets()
    _ready_tables(env, migrate=options.migrate)
    with step("检查设置", "Checks"):
        manage(["check", "--deploy", "--fail-level", "WARNING"], env)
    collect_static(env)
    with Supervisor() as supervisor:
        add_web_and_worker(supervisor, options.host, port, env)
        say(f"已启动 / serving on {options.host}:{port}")
        supervisor.watch()
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run serve")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument(
        "--migrate", action="store_true", help="先更新数据表 / bring the tables up to date first"
    )
    return parser.parse_args(arguments)


def _ready_tables(env: Mapping[str, str], *, migrate: bool) -> None:
    """Bring the tables up to date when asked to; refuse to serve on tables that are not."""
    if migrate:
        with step("更新数据表", "Tables"):
            manage(["migrate", "--verbosity=1"], env)
        return
    done = subprocess.run(
        [*MANAGE, "migrate", "--check"], env=env, cwd=CHECKOUT, capture_output=True, text=True
    )
    if done.returncode:
        raise Trouble(
            f"{done.stderr[-1000:]}数据表不是最新，或数据库连不上。请先备份，再加 --migrate 启动。",
            "The tables are not up to date, or the database cannot be reached. Back up, then add --migrate.",
        )


def unsafe_settings(env: Mapping[str, str]) -> Iterator[str]:
    """One line for each setting that is missing or unsafe."""
    yield from _database_faults(env)
    if (
        len(env.get("YAODIAN_SECRET_KEY", "")) < SECRET_LENGTH
        or len(set(env.get("YAODIAN_SECRET_KEY", ""))) < 10
    ):
        yield (
            f"· YAODIAN_SECRET_KEY：至少 {SECRET_LENGTH} 个随机字符 / at least that many, random\n"
            "  python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"
        )
    hosts = [name.strip() for name in env.get("YAODIAN_ALLOWED_HOSTS", "").split(",") if name.strip()]
    if not hosts or "*" in hosts:
        yield "· YAODIAN_ALLOWED_HOSTS：写明对外的域名，不能是 * / name the public host names, not *"
    if not _good_field_keys(env.get("YAODIAN_FIELD_KEYS", "")):
        yield (
            "· YAODIAN_FIELD_KEYS：名称:密钥，密钥为 32 字节的 base64，多个用逗号分开 / "
            "name:key, each key 32 bytes in base64, several separated by commas\n"
            "  python3 -c 'import base64, os; print(\"first:\" + base64.b64encode(os.urandom(32)).decode())'"
        )
    if env.get("YAODIAN_MODE", "production") != "production":
        yield "· YAODIAN_MODE：正式运行时只能是 production，或不设置 / must be production, or not set"


def _database_faults(env: Mapping[str, str]) -> Iterator[str]:
    addresses = {}
    for name, role in (
        ("DATABASE_URL", "应用角色 / the application's role"),
        (OWNER_ADDRESS, "表的所有者 / the tables' owner"),
    ):
        parts = urlsplit(env.get(name, ""))
        addresses[name] = parts.username
        if parts.scheme not in ("postgresql", "postgres") or not parts.username:
            yield f"· {name}：postgresql://用户:密码@主机/数据库，用户为{role}"
    if addresses["DATABASE_URL"] and addresses["DATABASE_URL"] == addresses[OWNER_ADDRESS]:
        yield f"· DATABASE_URL、{OWNER_ADDRESS}：必须是两个不同的数据库角色 / must be two different roles"


def _good_field_keys(told: str) -> bool:
    pairs = [pair.partition(":") for pair in told.split(",")]
    return all(name and _is_key(key) for name, _colon, key in pairs)


def _is_key(word: str) -> bool:
    try:
        return len(base64.b64decode(word, validate=True)) == 32
    except (binascii.Error, ValueError):
        return False
