"""Where the bytes of attachments lie: one file per content, named by its SHA-256."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


class Damaged(Exception):
    """The stored bytes are missing or do not have the hash they are stored under."""


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def path_of(sha256: str) -> Path:
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256


def put(data: bytes) -> tuple[str, bool]:
    """Store `data` and return its hash and whether it was new.

    The bytes are written beside their place, flushed to the disk and renamed, so that a file under its hash
    is always whole.
    """
    sha256 = digest(data)
    place = path_of(sha256)
    if place.exists():
        return sha256, False
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=place.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, place)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    return sha256, True


def get(sha256: str) -> bytes:
    """The stored bytes, their hash checked. Raises `Damaged`."""
    try:
        data = path_of(sha256).read_bytes()
    except FileNotFoundError as error:
        raise Damaged(sha256) from error
    if digest(data) != sha256:
        raise Damaged(sha256)
    return data
