"""The web server and the background worker, as commands for the supervisor."""

from __future__ import annotations

import hashlib
import http.client
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from launcher.messages import Trouble, step
from launcher.places import CHECKOUT
from launcher.postgres import port_is_free
from launcher.settings import without_owner
from launcher.supervisor import Process, Supervisor

MANAGE = [sys.executable, str(CHECKOUT / "manage.py")]
FIRST_PORT, PORTS_TRIED = 8000, 100
PATIENCE = 60.0
# What packages bring and no page uses; some of it names modules that do not exist as files.
UNUSED_STATIC = ("django_htmx/ext/*", "django_htmx/*-4*")


def web_servers(host: str, port: int, env: Mapping[str, str], number: int = 2) -> list[Process]:
    """Web processes that share the port; one that dies is started anew while the others answer."""
    command = [sys.executable, "-m", "yaodian.site.server", host, str(port)]
    names = [f"网页服务{place} / web server {place}" for place in range(1, number + 1)]
    return [Process(name, command, without_owner(dict(env)), CHECKOUT) for name in names]


def worker(env: Mapping[str, str]) -> Process | None:
    """The background worker, where the project has one."""
    if not any(CHECKOUT.glob("yaodian/**/management/commands/work.py")):
        return None
    return Process("后台任务 / worker", [*MANAGE, "work"], without_owner(dict(env)), CHECKOUT)


def add_web_and_worker(supervisor: Supervisor, host: str, port: int, env: Mapping[str, str]) -> None:
    """Start both, and return once the web server answers."""
    for server in web_servers(host, port, env):
        supervisor.add(server)
    background = worker(env)
    if background:
        supervisor.add(background)
    deadline = time.monotonic() + PATIENCE
    while not supervisor.stopping and not answers(host, port):
        if time.monotonic() > deadline:
            raise Trouble(
                f"网页服务在 {PATIENCE:.0f} 秒内没有应答。请查看上面的输出，处理后再启动。",
                f"The web server did not answer within {PATIENCE:.0f} s. "
                "Put right what the output above says and start again.",
            )
        supervisor.look()
        time.sleep(0.1)


def answers(host: str, port: int) -> bool:
    """Whether anything that speaks HTTP answers there, whatever it says."""
    connection = http.client.HTTPConnection(reachable_host(host), port, timeout=10)
    try:
        connection.request("GET", "/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def reachable_host(host: str) -> str:
    """The address by which this machine reaches a server that listens on `host`."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104


def bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def choose_port(wanted: int | None, host: str) -> int:
    """The port that was asked for, or the first free one from 8000 on."""
    if wanted is not None:
        if not port_is_free(wanted, host):
            raise Trouble(
                f"端口 {wanted} 已被占用。请用 --port 换一个，例如 ./run demo --port {wanted + 1}。",
                f"Port {wanted} is in use. Choose another, for example ./run demo --port {wanted + 1}.",
            )
        return wanted
    for port in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        if port_is_free(port, host):
            return port
    raise Trouble(
        f"端口 {FIRST_PORT}–{FIRST_PORT + PORTS_TRIED - 1} 都被占用。请用 --port 指定一个空闲端口。",
        f"Ports {FIRST_PORT}–{FIRST_PORT + PORTS_TRIED - 1} are all in use. Name a free one with --port.",
    )


def manage(arguments: list[str], env: Mapping[str, str]) -> None:
    """Run a management command whose output is only of interest when it fails."""
    done = subprocess.run(
        [*MANAGE, *arguments], env=env, cwd=CHECKOUT, stdin=subprocess.DEVNULL, stdout=sys.stderr
    )
    if done.returncode:
        raise Trouble(
            f"manage.py {arguments[0]} 没有完成。请按上面的提示处理后再试。",
            f"manage.py {arguments[0]} did not finish. Put right what it says above and run again.",
        )


def collect_static(env: Mapping[str, str]) -> None:
    """Gather the static files that the web server sends; skipped when none of their sources has changed."""
    stamp = Path(env["YAODIAN_HOME"]) / "static.stamp"
    wanted = fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    with step("整理静态文件", "Static files"):
        unused = [f"--ignore={pattern}" for pattern in UNUSED_STATIC]
        manage(["collectstatic", "--no-input", "--clear", "--verbosity=0", *unused], env)
    stamp.write_text(wanted)


def fingerprint() -> str:
    """Of all sources of the project and the versions of what it is made with."""
    sources = sorted(
        path for path in CHECKOUT.glob("yaodian/**/*") if path.suffix != ".pyc" and path.is_file()
    )
    found = [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in sources]
    lock = (CHECKOUT / "requirements" / "base.txt").read_bytes()
    return hashlib.sha256(repr(found).encode() + lock).hexdigest()
