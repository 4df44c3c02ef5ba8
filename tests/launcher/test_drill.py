"""The restore drill with the project itself: everything is lost, one command brings it back, the audit verifies."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ACT = """
from yaodian.foundation.audit.log import record
from yaodian.foundation.common.actor import SYSTEM
for number in range(25):
    record("drill", by=SYSTEM, after={"number": number})
"""
COUNT = (
    "from yaodian.foundation.audit.models import Entry; print(Entry.objects.filter(action='drill').count())"
)


def test_after_the_loss_of_everything_one_command_brings_it_back_and_the_audit_verifies(
    bare_environment: dict[str, str], folder: Path
) -> None:
    home, archive = Path(bare_environment["YAODIAN_HOME"]), folder / "drill.backup"

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [ROOT / "run", *arguments], env=bare_environment, capture_output=True, text=True
        )

    assert run("manage", "migrate", "--verbosity=0").returncode == 0
    assert run("manage", "shell", "--verbosity=0", "-c", ACT).returncode == 0
    (home / "files" / "2026").mkdir(parents=True)
    (home / "files" / "2026" / "plan.txt").write_text("高新技术企业累计达到72家")
    backed_up = run("backup", str(archive))
    assert (backed_up.returncode, backed_up.stdout) == (0, ""), backed_up.stderr
    shutil.rmtree(home)

    restored = run("restore", str(archive))
    assert (restored.returncode, restored.stdout) == (0, ""), restored.stderr
    assert "审计记录完好" in restored.stderr
    assert run("manage", "shell", "--verbosity=0", "-c", COUNT).stdout == "25\n"
    assert (home / "files" / "2026" / "plan.txt").read_text() == "高新技术企业累计达到72家"
