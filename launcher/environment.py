"""The virtual environment: made, filled by the lock files, and entered. Standard library only.

What is installed is noted in `.venv/yaodian.json` with the lock's hash: a second start only reads that note.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from launcher.messages import Trouble, say, step
from launcher.places import CHECKOUT, REQUIREMENTS

SPACE_NEEDED = 1_500_000_000
LOCK_OF_COMMAND = {"test": "dev", "check": "dev", "bench": "bench"}
DEBIAN_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
BAD_CERTIFICATE = (
    "invalid peer certificate",
    "CERTIFICATE_VERIFY_FAILED",
    "UNABLE_TO_GET_ISSUER_CERT",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "SELF_SIGNED_CERT_IN_CHAIN",
)
NO_NETWORK = (
    "ECONNREFUSED",
    "ENOTFOUND",
    "ETIMEDOUT",
    "EAI_AGAIN",
    "Failed to fetch",
    "error sending request",
    "dns error",
    "Could not connect",
    "Connection refused",
    "Failed to establish a new connection",
    "NewConnectionError",
    "Temporary failure in name resolution",
    "Network is unreachable",
    "timed out",
    "Could not find a version that satisfies the requirement uv",
)


def enter(arguments: list[str]) -> None:
    """Prepare the environment that the command needs, continue inside it, and end with the command's code."""
    lock = LOCK_OF_COMMAND.get(arguments[0] if arguments else "help", "base")
    try:
        if not _wants_only_help(arguments):
            python = prepared(lock)
            if Path(sys.prefix).resolve() != python.parent.parent.resolve():
                os.execv(python, [str(python), str(CHECKOUT / "run"), *arguments])  # noqa: S606
        sys.exit(_command(arguments))
    except Trouble as trouble:
        say(str(trouble))
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def _wants_only_help(arguments: list[str]) -> bool:
    return not arguments or arguments[0] in ("help", "-h", "--help")


def _command(arguments: list[str]) -> int:
    if _wants_only_help(arguments):
        from launcher.helptext import HELP

        say(HELP)
        return 0
    from launcher.commands import run_command  # inside the environment: needs psycopg

    return run_command(arguments)


def prepared(lock: str) -> Path:
    """The Python of an environment that holds what `requirements/<lock>.txt` names."""
    folder = CHECKOUT / (".venv-bench" if lock == "bench" else ".venv")
    python = folder / "bin" / "python"
    if _holds(folder, lock):
        return python
    with open(CHECKOUT / ".venv.lock", "w") as alone:
        fcntl.flock(alone, fcntl.LOCK_EX)
        if not _holds(folder, lock):
            _fill(folder, "dev" if _noted(folder).get("lock") == "dev" else lock)
    return python


def _holds(folder: Path, lock: str) -> bool:
    """Whether the note says so; what the tests need includes what the program needs."""
    noted = _noted(folder)
    return (
        noted.get("lock") in ({"base", "dev"} if lock == "base" else {lock})
        and noted.get("hash") == _hash(str(noted["lock"]))
        and (folder / "bin" / "python").exists()
    )


def _noted(folder: Path) -> dict[str, str]:
    try:
        noted: dict[str, str] = json.loads((folder / "yaodian.json").read_text())
        return noted
    except (OSError, ValueError):
        return {}


def _hash(lock: str) -> str:
    return hashlib.sha256((REQUIREMENTS / f"{lock}.txt").read_bytes()).hexdigest()


def _fill(folder: Path, lock: str) -> None:
    check_space(CHECKOUT, SPACE_NEEDED)
    python = folder / "bin" / "python"
    (folder / "yaodian.json").unlink(missing_ok=True)
    with step("准备 Python 环境", f"Python environment ({lock})"):
        if not _has_pip(python):
            _make(folder)
        pip = [
            str(python),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--retries",
            "2",
            "--timeout",
            "20",
            "--require-hashes",
        ]
        install([*pip, "--disable-pip-version-check", "-r", str(REQUIREMENTS / "installer.txt")])
        uv = [
            str(folder / "bin" / "uv"),
            "pip",
            "sync",
            "--quiet",
            "--require-hashes",
            "--python",
            str(python),
        ]
        install([*uv, str(REQUIREMENTS / f"{lock}.txt")])
    (folder / "yaodian.json").write_text(json.dumps({"lock": lock, "hash": _hash(lock)}))


def _has_pip(python: Path) -> bool:
    if not python.exists():
        return False
    return subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode == 0


def _make(folder: Path) -> None:
    """Make the environment anew, with this Python or, when it is itself of an environment, with its base."""
    python = getattr(sys, "_base_executable", None) or sys.executable
    done = subprocess.run([python, "-m", "venv", "--clear", folder], capture_output=True, text=True)
    if done.returncode == 0:
        return
    words = done.stdout + done.stderr
    if "ensurepip" in words:
        package = f"python3.{sys.version_info.minor}-venv"
        raise Trouble(
            f"这个 Python 没有 venv 模块。请安装后再运行，例如 Debian：apt-get install {package}",
            f"This Python has no venv module. Install it and run again, on Debian: apt-get install {package}",
        )
    raise install_trouble(words)


def install(command: Sequence[str], cwd: Path | None = None) -> None:
    """Run an installer; what it says is shown only when it fails."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=installer_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise install_trouble(done.stdout + done.stderr)


def installer_environment() -> dict[str, str]:
    """The caller's environment, in which uv and npm trust the certificates that the system trusts."""
    defaults = {"UV_SYSTEM_CERTS": "true", "NODE_USE_SYSTEM_CA": "1"}
    if os.path.exists(DEBIAN_CERTIFICATES):
        defaults["NODE_EXTRA_CA_CERTS"] = DEBIAN_CERTIFICATES
    return {**defaults, **os.environ}


def check_space(folder: Path, needed: int) -> None:
    """Refuse before the work when the disk cannot hold its result."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise Trouble(
            f"磁盘空间不足（{folder}）：需要 {needed / 1e9:.1f} GB，"
            f"只剩 {free / 1e9:.1f} GB。请腾出空间后再试。",
            f"Not enough disk space: {needed / 1e9:.1f} GB needed, {free / 1e9:.1f} GB left. "
            f"Free some at {folder} and run again.",
        )


def install_trouble(words: str) -> Trouble:
    """The sentence for a failed installation, from what the installer said."""
    if "No space left on device" in words or "os error 28" in words or "ENOSPC" in words:
        return Trouble(
            "磁盘已满，安装没有完成。请腾出空间后再试。",
            "The disk is full and the installation did not finish. Free some space and run again.",
        )
    if any(hint in words for hint in BAD_CERTIFICATE):
        return Trouble(
            "软件包仓库的证书不受信任，安装没有完成。"
            "请把单位代理的根证书装入系统，或用 SSL_CERT_FILE 指明证书文件后再试。",
            "The package registry's certificate is not trusted and the installation did not finish. "
            "Install your proxy's root certificate in the system, or set SSL_CERT_FILE, and run again.",
        )
    if any(hint in words for hint in NO_NETWORK):
        return Trouble(
            "连不上软件包仓库，安装没有完成。请检查网络或代理设置后再试。",
            "The package registry cannot be reached and the installation did not finish. "
            "Check the network or the proxy settings and run again.",
        )
    tail = "\n".join(words.strip().splitlines()[-20:])
    return Trouble(
        f"安装没有完成。请按安装程序的提示处理后再试：\n{tail}",
        "The installation did not finish. Put right what the installer says above and run again.",
    )
