"""The verdict on a ZIP-based file, entry by entry."""

import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

from yaodian.foundation.common.containers.archive import LIMITS, Limits, opened, pieces
from yaodian.foundation.common.containers.contents import Marks, walk
from yaodian.foundation.common.containers.kinds import MAGIC
from yaodian.foundation.common.containers.refusals import ContainerRefused, bomb, broken, nested

PACKED_PICTURES = {".emz", ".wmz"}
PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf"}
ARCHIVES = {"zip", "rar", "7z", "xz", "gzip", "bzip2"}
OFFICE_NAMES = {".docx", ".xlsx", ".pptx"}
ARCHIVE_NAMES = {".zip", ".rar", ".7z", ".xz", ".gz", ".tgz", ".bz2", ".tar", ".jar", *OFFICE_NAMES}
XML_ENCODINGS = {b"utf-8", b"utf8", b"us-ascii", b"ascii", b"utf-16", b"utf-16le", b"utf-16be"}


@dataclass
class Seen:
    """What streaming through the entries has shown so far."""

    unpacked: int = 0
    tags: int = 0


def judge(data: bytes, limits: Limits = LIMITS) -> None:
    """Raise `ContainerRefused` unless this ZIP-based file is safe to hand to a parser."""
    with opened(data, limits) as archive:
        entries = archive.infolist()
        _judge_directory(entries, limits)
        seen = Seen()
        for entry in entries:
            _judge_entry(data, entry, seen, limits)


def _judge_directory(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    names = [entry.filename for entry in entries]
    if any(entry.flag_bits & 0x41 for entry in entries):
        raise ContainerRefused("encrypted", "文件设有密码。请取消密码保护，另存一份后再上传。")
    if len(set(names)) != len(names) or any(_leads_out(name) for name in names):
        raise broken()
    if any(_is_macro(name.lower()) for name in names):
        raise ContainerRefused("macro", "文件带有宏。请另存为不带宏的 .docx 或 .xlsx 后再上传。")
    if any(PurePath(name).suffix.lower() in ARCHIVE_NAMES for name in names):
        raise nested()
    for entry in entries:
        _judge_ratio(entry.file_size, entry.compress_size, limits)


def _leads_out(name: str) -> bool:
    return name.startswith("/") or ".." in PurePath(name).parts


def _is_macro(name: str) -> bool:
    return name.endswith(("vbaproject.bin", "vbadata.xml", ".docm", ".xlsm")) or "/macrosheets/" in name


def _judge_ratio(unpacked: int, packed: int, limits: Limits) -> None:
    if unpacked > limits.unpacked:
        raise bomb(f"文件解开后超过 {limits.unpacked // 1024 // 1024} MB")
    if unpacked > max(limits.ratio_floor, limits.ratio * packed):
        raise bomb(f"文件解开后是原来的 {limits.ratio} 倍以上")


def _judge_entry(data: bytes, entry: zipfile.ZipInfo, seen: Seen, limits: Limits) -> None:
    """Stream one entry, counting its bytes and tags, and walk its XML where a mark asks for it."""
    unpacked, before, marks, is_xml = 0, b"", Marks(), False
    for piece in pieces(data, entry):
        if not unpacked:
            is_xml = _judge_head(piece, entry.filename)
        unpacked += len(piece)
        _judge_ratio(unpacked, entry.compress_size, limits)
        _judge_ratio(seen.unpacked + unpacked, len(data), limits)
        if is_xml:
            before = marks.read(before, piece)
            _judge_tags(seen.tags + marks.tags, limits)
    if unpacked != entry.file_size:
        raise bomb("压缩包里写的大小与实际不符") if unpacked > entry.file_size else broken()
    seen.unpacked += unpacked
    seen.tags += marks.tags
    if marks.wants_walk(entry.filename):
        walk(pieces(data, entry))


def _judge_tags(tags: int, limits: Limits) -> None:
    if tags > limits.tags:
        raise bomb("文件里的单元格或段落多得不像一份文件")


def _judge_head(piece: bytes, name: str) -> bool:
    """Refuse a nested archive and unusual XML encodings; return whether this entry may be XML."""
    suffix = PurePath(name).suffix.lower()
    kind = next((kind for magic, kind in MAGIC if piece.startswith(magic)), "")
    if kind in ARCHIVES and not (kind == "gzip" and suffix in PACKED_PICTURES):
        raise nested()
    plain = piece[:400].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe").lstrip()
    if suffix in {".bin", *PICTURES, *PACKED_PICTURES} and not plain.startswith(b"<"):
        return False
    declared = re.match(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']+)", plain)
    if declared and declared[1].lower() not in XML_ENCODINGS:
        raise broken()
    return True
