"""The backup archive: a plain tar whose last member seals all bytes before it.

Members: what was added, then `manifest.json` (facts, and the SHA-256 of each member), then `seal`
(the SHA-256 of every byte before it). `check` finds a changed byte anywhere; `tar tf` lists the archive.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from launcher.messages import Trouble

MANIFEST, SEAL = "manifest.json", "seal"
CHUNK = 1 << 20


class Writer:
    """Adds members and remembers their digests; `open_for_writing` closes and seals it."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.digests: dict[str, str] = {}
        self.facts: dict[str, Any] = {}

    def add_file(self, name: str, path: Path) -> None:
        with open(path, "rb") as file:
            self._add(name, os.fstat(file.fileno()).st_size, file)

    def add_bytes(self, name: str, content: bytes) -> None:
        self._add(name, len(content), io.BytesIO(content))

    def add_folder(self, name: str, folder: Path) -> None:
        """Add every file below `folder`, in a fixed order."""
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                self.add_file(f"{name}/{path.relative_to(folder).as_posix()}", path)

    def _add(self, name: str, size: int, file: IO[bytes]) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        digesting = _Digesting(file)
        self._tar.addfile(member, digesting)
        self.digests[name] = digesting.digest.hexdigest()


class _Digesting:
    """A file to read from that computes the digest of what was read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        content = self._file.read(size)
        self.digest.update(content)
        return content


@contextmanager
def open_for_writing(target: Path, verify: Callable[[Path], object]) -> Iterator[Writer]:
    """Write beside `target`, seal, verify, and only then take its name; a failure leaves nothing behind."""
    half = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with open(os.open(half, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                writer = Writer(tar)
                yield writer
                facts = writer.facts | {"sha256": dict(writer.digests)}
                writer.add_bytes(MANIFEST, json.dumps(facts, ensure_ascii=False, indent=1).encode())
                writer.add_bytes(SEAL, _digest_until(file, file.tell()).encode())
            file.flush()
            os.fsync(file.fileno())
        verify(half)
        half.replace(target)
        _sync_folder(target.parent)
    finally:
        half.unlink(missing_ok=True)


def check(archive: Path) -> dict[str, Any]:
    """The manifest of an archive whose every byte is as it was written; otherwise Trouble that says where."""
    try:
        with open(archive, "rb") as file, tarfile.open(fileobj=file, mode="r:") as tar:
            members = {member.name: member for member in tar.getmembers()}
            _check_seal(file, tar, list(members.values()))
            manifest: dict[str, Any] = json.load(_open(tar, members[MANIFEST]))
            for name, digest in manifest["sha256"].items():
                if hashlib.file_digest(_open(tar, members[name]), "sha256").hexdigest() != digest:
                    raise ValueError(name)
            return manifest
    except FileNotFoundError:
        raise Trouble(
            f"没有这个文件：{archive}。请检查文件名。", f"There is no file {archive}. Check its name."
        ) from None
    except (tarfile.TarError, KeyError, ValueError, OSError) as error:
        raise _damaged(archive, str(error)) from error


def extract(archive: Path, folder: Path) -> None:
    """Unpack a checked archive; a name that leads out of the folder is refused."""
    with tarfile.open(archive, mode="r:") as tar:
        for member in tar:
            target = (folder / member.name).resolve()
            if not member.isreg() or not target.is_relative_to(folder.resolve()):
                raise _damaged(archive, member.name)
            target.parent.mkdir(parents=True, exist_ok=True)
            with open(target, "wb") as file:
                shutil.copyfileobj(_open(tar, member), file, CHUNK)


def _check_seal(file: IO[bytes], tar: tarfile.TarFile, members: list[tarfile.TarInfo]) -> None:
    last = members[-1]
    if last.name != SEAL:
        raise ValueError("the seal is missing")
    sealed = _open(tar, last).read().decode("ascii", "replace")
    if _digest_until(file, last.offset) != sealed:
        raise ValueError("the seal does not match")
    file.seek(last.offset_data + last.size)
    if file.read().strip(b"\0"):
        raise ValueError("there is something after the seal")


def _open(tar: tarfile.TarFile, member: tarfile.TarInfo) -> io.BufferedReader:
    file = tar.extractfile(member)
    if not isinstance(file, io.BufferedReader):
        raise ValueError(f"{member.name} is not a file")
    return file


def _digest_until(file: IO[bytes], end: int) -> str:
    """The SHA-256 of the first `end` bytes; the file's position stays where it was."""
    position, digest = file.tell(), hashlib.sha256()
    file.seek(0)
    while end and (chunk := file.read(min(CHUNK, end))):
        digest.update(chunk)
        end -= len(chunk)
    file.seek(position)
    return digest.hexdigest()


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


def _damaged(archive: Path, where: str) -> Trouble:
    return Trouble(
        f"备份文件已损坏，不能使用：{archive}（{where}）。请换用另一份备份。",
        f"The backup {archive} is damaged and must not be used ({where}). Use another one.",
    )
