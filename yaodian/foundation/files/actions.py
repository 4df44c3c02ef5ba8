"""Every write to attachments."""

from __future__ import annotations

from django.db import connection, transaction

from yaodian.foundation.audit.log import record
from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor

from . import store
from .models import Attachment


def keep_file(data: bytes, name: str, media_type: str, *, by: Actor) -> Attachment:
    """Keep a file that has been judged and read; returns its attachment.

    Call it inside the transaction of the record that owns the file: when that fails the row is gone with it,
    and `forget_unowned` clears bytes that no row names.
    """
    sha256 = store.digest(data)
    with transaction.atomic():
        _hold(sha256)
        store.put(data)
        attachment = Attachment.objects.create(
            sha256=sha256,
            size=len(data),
            name=safe_name(name),
            media_type=media_type,
            uploaded_by=by.user,
            uploaded_at=clock.now(),
        )
        record(
            "keep_file", attachment, by=by, after={"sha256": sha256, "size": len(data), "name": name[:200]}
        )
    return attachment


@transaction.atomic
def forget_unowned(sha256: str) -> bool:
    """Remove bytes that no attachment names, after the transaction that would have named them failed.

    Waits for whoever is storing the same content at this moment. Returns whether bytes were removed.
    """
    _hold(sha256)
    path = store.path_of(sha256)
    if Attachment.objects.filter(sha256=sha256).exists() or not path.exists():
        return False
    path.unlink()
    return True


def _hold(sha256: str) -> None:
    """Until the transaction ends nobody else stores or forgets this content."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [sha256])


def safe_name(name: str) -> str:
    """The file's name without path and control characters, at most 200 characters, its ending kept."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(mark for mark in bare if mark.isprintable()).strip(" .") or "文件"
    if len(clean) <= 200:
        return clean
    stem, dot, ending = clean.rpartition(".")
    return f"{stem[: 199 - len(ending)]}{dot}{ending}" if dot and len(ending) < 12 else clean[:200]
