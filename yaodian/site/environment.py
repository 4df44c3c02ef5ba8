"""What the process is told by its environment, read once and checked."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[2]
MODES = ("demo", "test", "production", "tool")


def mode() -> str:
    """demo, test, production, or tool: a command that needs no database and no secret."""
    told = os.environ.get("YAODIAN_MODE", "tool")
    if told not in MODES:
        raise SystemExit(f"YAODIAN_MODE 应为 {'、'.join(MODES)} 之一，现在是 {told}。")
    return told


def home() -> Path:
    """The folder of what must outlive the program: files, anchors, keys."""
    return Path(os.environ.get("YAODIAN_HOME", ROOT / "var"))


def secret(name: str, otherwise: str) -> str:
    """A secret from the environment; in production there is no otherwise."""
    told = os.environ.get(name, "")
    if mode() == "production" and not told:
        raise SystemExit(f"生产环境必须设置环境变量 {name}。")
    return told or otherwise


def database(url: str) -> dict[str, Any]:
    """Django's settings for a PostgreSQL address such as postgresql://role:word@host:port/name?sslmode=…"""
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise SystemExit("DATABASE_URL 应以 postgresql:// 开头；本系统只使用 PostgreSQL。")
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(options.pop("host", "") or parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 60,
        "ATOMIC_REQUESTS": False,
    }
