"""Anchors of a test lie in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def anchor_file(tmp_path: Path, settings) -> Path:
    settings.ANCHOR_FILE = tmp_path / "anchors" / "audit.jsonl"
    return settings.ANCHOR_FILE
