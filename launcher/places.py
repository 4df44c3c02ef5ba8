"""Where things are: the checkout, its virtual environments, and the state folder."""

from __future__ import annotations

import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
REQUIREMENTS = CHECKOUT / "requirements"


def state() -> Path:
    """The folder of all that is kept: database, files, keys, anchors. YAODIAN_HOME names another one."""
    return Path(os.environ.get("YAODIAN_HOME") or CHECKOUT / "var").resolve()
