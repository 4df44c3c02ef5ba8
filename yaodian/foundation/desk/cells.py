"""What a value looks like to a reader, and which characters a file of ours may hold."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from yaodian.foundation.common.clock import SHANGHAI

# What XML 1.0 cannot hold, the controls beside it, and marks that turn the reading direction around.
UNPRINTABLE = re.compile(
    r"[^\t\n\x20-\x7e\xa0-\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
)


def printable(text: str) -> str:
    """The text without characters that a document cannot hold; every line ends with a plain newline."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def shown(value: Any) -> str:
    """A cell's value in words: dates as 2026-06-30, moments in the office's time, nothing as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, date) else printable(str(value))
