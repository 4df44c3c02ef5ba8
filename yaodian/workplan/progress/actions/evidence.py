"""A file that comes with a report."""

from __future__ import annotations

from typing import ClassVar

from yaodian.foundation.files.handed_in import MAX_BYTES, HandedIn

__all__ = ["MAX_BYTES", "Evidence"]


class Evidence(HandedIn):
    """Judged and kept as any file; 佐证文件 is what its page calls it."""

    LABEL: ClassVar[str] = "佐证文件"
