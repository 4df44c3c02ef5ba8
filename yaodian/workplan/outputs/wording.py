"""What the audit calls the taking of a file."""

from __future__ import annotations

ACTIONS = {"export": "导出"}
