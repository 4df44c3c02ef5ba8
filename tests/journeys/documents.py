"""The documents that the journeys carry through the house."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEMO_PLANS = ROOT / "yaodian" / "site" / "demo" / "plans"
MEASURED = ROOT.parent / "shared" / "plans"
CORPUS = ROOT / "tests" / "workplan" / "reading" / "corpus"


@dataclass(frozen=True)
class Document:
    """A plan as text, and how many tasks and targets a careful reader finds in it."""

    name: str
    path: Path | None
    tasks: int
    targets: int

    @property
    def data(self) -> bytes:
        if self.path is None:
            pytest.skip("the measured plan is not here")
        return self.path.read_bytes()

    def __str__(self) -> str:
        return self.name


MAIN = [
    Document("a published plan", next(iter(MEASURED.glob("001_*.txt")), None), 36, 45),
    Document("the demo city's plan", DEMO_PLANS / "2026年云岭市科技创新工作要点.txt", 35, 54),
]
