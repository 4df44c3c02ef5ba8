"""What can go wrong on the way to a running demo, each with the sentence that a person is given."""

from __future__ import annotations

import base64
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from launcher import assets, demo, environment
from launcher.bench import needs_database
from launcher.messages import Trouble
from launcher.serve import unsafe_settings
from launcher.settings import new_field_key
from launcher.web import choose_port

ROOT = Path(__file__).resolve().parents[2]
FULL_DISK = """
mount -t tmpfs -o size=12m,mode=755 tmpfs "$1" && exec "$2" -c '
import sys
from pathlib import Path
from launcher.messages import Trouble
from launcher.postgres import Cluster
try:
    Cluster(Path(sys.argv[1]) / "postgres").start()
except Trouble as trouble:
    print(trouble)
' "$1"
"""


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_a_port_in_use_is_named_with_the_option_that_changes_it(taken_port: int) -> None:
    with pytest.raises(Trouble, match=f"端口 {taken_port} 已被占用。请用 --port 换一个"):
        choose_port(taken_port, "127.0.0.1")


def test_without_a_wish_the_next_free_port_is_taken(monkeypatch: pytest.MonkeyPatch, taken_port: int) -> None:
    monkeypatch.setattr("launcher.web.FIRST_PORT", taken_port)
    assert choose_port(None, "127.0.0.1") > taken_port


def test_a_second_demo_on_the_same_data_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("YAODIAN_HOME", str(tmp_path))
    with demo.only_demo(), pytest.raises(Trouble, match="演示已在运行"), demo.only_demo():
        pass


def test_too_little_space_is_said_before_anything_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=40_000_000))
    with pytest.raises(Trouble, match=r"需要 1\.5 GB，只剩 0\.0 GB"):
        environment.check_space(ROOT, 1_500_000_000)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "磁盘已满"),
        ("npm error code ENOSPC", "磁盘已满"),
        ("error: Failed to fetch: `https://example.org/simple/django/`", "连不上软件包仓库"),
        ("cause: error sending request\n cause: invalid peer certificate: UnknownIssuer", "证书不受信任"),
        ("npm error code ECONNREFUSED", "连不上软件包仓库"),
        ("Hash mismatch for `django==5.2`", "安装没有完成"),
    ],
)
def test_an_installer_that_fails_is_answered_by_its_cause(words: str, sentence: str) -> None:
    assert sentence in str(environment.install_trouble(words))


def test_a_disk_that_fills_while_the_database_is_made_is_named(folder: Path) -> None:
    if os.geteuid() != 0 or subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode:
        pytest.skip("needs root and the right to mount")
    command = ["unshare", "-m", "sh", "-c", FULL_DISK, "sh", str(folder), sys.executable]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert "磁盘已满，数据库无法启动" in done.stdout, done.stderr


def test_missing_pango_and_fonts_are_a_warning_that_names_the_packages(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("ctypes.util.find_library", lambda name: None)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    demo.warn_about_printing()
    said = capsys.readouterr()
    assert said.out == ""
    assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0 fonts-noto-cjk" in said.err


def test_production_names_every_unsafe_setting_at_once() -> None:
    named = "\n".join(unsafe_settings({"YAODIAN_MODE": "demo", "YAODIAN_ALLOWED_HOSTS": "*"}))
    for name in (
        "DATABASE_URL",
        "MIGRATION_DATABASE_URL",
        "YAODIAN_SECRET_KEY",
        "YAODIAN_ALLOWED_HOSTS",
        "YAODIAN_FIELD_KEYS",
        "YAODIAN_MODE",
    ):
        assert f"· {name}：" in named


def safe_settings() -> dict[str, str]:
    return {
        "DATABASE_URL": "postgresql://yaodian_app:word@db/yaodian",
        "MIGRATION_DATABASE_URL": "postgresql://yaodian_owner:word@db/yaodian",
        "YAODIAN_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQR",
        "YAODIAN_ALLOWED_HOSTS": "kjj.yunling.example",
        "YAODIAN_FIELD_KEYS": new_field_key(),
    }


def test_safe_settings_are_let_through() -> None:
    assert list(unsafe_settings(safe_settings())) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MIGRATION_DATABASE_URL", "postgresql://yaodian_app:word@db/yaodian"),
        ("DATABASE_URL", "mysql://yaodian_app:word@db/yaodian"),
        ("YAODIAN_SECRET_KEY", "a" * 60),
        ("YAODIAN_FIELD_KEYS", "first:" + base64.b64encode(b"short").decode()),
        ("YAODIAN_ALLOWED_HOSTS", "kjj.yunling.example,*"),
        ("YAODIAN_MODE", "test"),
    ],
)
def test_one_unsafe_setting_is_the_one_that_is_named(name: str, value: str) -> None:
    (fault,) = unsafe_settings(safe_settings() | {name: value})
    assert name in fault


def test_serve_without_settings_starts_nothing(bare_environment: dict[str, str]) -> None:
    done = subprocess.run([ROOT / "run", "serve"], env=bare_environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert "设置还不安全" in done.stderr


def test_source_map_references_are_dropped_from_the_kept_files(tmp_path: Path) -> None:
    source, target = tmp_path / "a.css", tmp_path / "b.css"
    source.write_text("a{b:c}\n/*# sourceMappingURL=a.css.map */\n")
    assets._keep(source, target)
    assert target.read_text() == "a{b:c}\n"


def test_a_benchmark_says_itself_that_it_needs_a_database(tmp_path: Path) -> None:
    script = tmp_path / "trial.py"
    script.write_text("NEEDS_DATABASE = True\n")
    assert needs_database(script)
    script.write_text("print(1)\n")
    assert not needs_database(script)
