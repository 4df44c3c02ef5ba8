"""What `./run backup` noted of the last backups, and whether the newest one is recent enough."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from yaodian.foundation.people import parameters
from yaodian.foundation.people.parameters import BACKUPS, Bounds, Figure
from yaodian.foundation.people.roles import ACCOUNT_KEEPERS

NAME = "backups.json"
AGE = Figure(
    "backup_age_hours",
    "备份最多隔",
    "最近一次备份比这更早时，系统管理员会收到待办。",
    "小时",
    Bounds(1, 720),
    Bounds(1, 48),
    lambda: 48,
    ACCOUNT_KEEPERS,
    BACKUPS,
)


@dataclass(frozen=True)
class Backup:
    """One archive, as it was found sound. Times are the machine's, not the program's clock."""

    file: str
    made_at: datetime
    verified_at: datetime
    size: int
    sha256: str
    rows: int
    files: int
    version: str


def known() -> list[Backup]:
    """The newest first; none when nothing was noted or the note cannot be read."""
    try:
        told = json.loads((Path(settings.HOME) / NAME).read_text(encoding="utf-8"))
        return [_backup(one) for one in told]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _backup(told: dict[str, Any]) -> Backup:
    return Backup(
        file=str(told["file"]),
        made_at=datetime.fromisoformat(told["made_at"]),
        verified_at=datetime.fromisoformat(told["verified_at"]),
        size=int(told["size"]),
        sha256=str(told["sha256"]),
        rows=int(told["rows"]),
        files=int(told["files"]),
        version=str(told["version"]),
    )


def age(backup: Backup) -> timedelta:
    """How old it is by the database's clock, which no demo stops."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (moment,) = cursor.fetchone()
    return max(moment - backup.made_at, timedelta(0))


def is_old(passed: timedelta) -> bool:
    return passed > timedelta(hours=parameters.number(AGE.name))


def age_words(passed: timedelta) -> str:
    hours = int(passed.total_seconds() // 3600)
    if hours >= 48:
        return f"{hours // 24} 天前"
    return f"{hours} 小时前" if hours else "不到 1 小时前"


def trouble() -> str:
    """What the system administrator should do about the backups; "" when all is well."""
    found = known()
    if not found:
        return "还没有备份记录。请在服务器上运行 ./run backup 文件名，并排进每天的计划任务。"
    passed = age(found[0])
    if is_old(passed):
        return f"最近一次备份是{age_words(passed)}，请检查计划任务，或立即运行 ./run backup 文件名。"
    return ""
