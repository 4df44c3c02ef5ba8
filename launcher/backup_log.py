"""What is known of the last backups, in `backups.json` of the state folder: the site's page 备份状态 reads it.

It names no folder: where the archives lie is nobody's business who only uses the site.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

NAME, KEPT = "backups.json", 30


def note(home: Path, archive: Path, manifest: dict[str, Any], verified_at: str) -> None:
    """Write down that this archive was found sound at this moment; the newest backup stands first."""
    with open(archive, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    others = [one for one in read(home) if one.get("sha256") != digest]
    entry = {
        "file": archive.name,
        "made_at": manifest["made_at"],
        "version": manifest["version"],
        "size": archive.stat().st_size,
        "sha256": digest,
        "rows": sum(manifest["rows"].values()),
        "files": sum(name.startswith("files/") for name in manifest["sha256"]),
        "verified_at": verified_at,
    }
    kept = sorted([entry, *others], key=lambda one: str(one["made_at"]), reverse=True)[:KEPT]
    home.mkdir(parents=True, exist_ok=True)
    half = home / f".{NAME}.part"
    half.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
    half.replace(home / NAME)


def read(home: Path) -> list[dict[str, Any]]:
    """What was noted; nothing when there is no file or it cannot be read."""
    try:
        told = json.loads((home / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []
