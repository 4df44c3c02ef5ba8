"""Streams the entries of a ZIP-based file, trusting no size but the packed one."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from yaodian.foundation.common.containers.refusals import bomb, broken

BLOCK = 16 * 1024
PIECE = 64 * 1024
ENTRY_SIGNATURE = b"PK\x01\x02"
LOCAL_HEADER = struct.Struct("<4s5H3I2H")


@dataclass(frozen=True)
class Limits:
    """What a ZIP-based file may unpack to. An entry of up to `ratio_floor` bytes may have any ratio."""

    unpacked: int = 200 * 1024 * 1024
    ratio: int = 100
    ratio_floor: int = 1024 * 1024
    entries: int = 2000
    tags: int = 5_000_000


LIMITS = Limits()


def opened(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """Open the archive once its entries are known to be few: each carries a signature in the directory."""
    if data.count(ENTRY_SIGNATURE) > limits.entries:
        raise bomb(f"压缩包里的文件超过 {limits.entries} 个")
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except Exception as error:
        raise broken() from error


def pieces(data: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield what an entry really unpacks to, in pieces of at most 64 KB."""
    raw = _raw(data, entry)
    if entry.compress_type == zipfile.ZIP_STORED:
        yield from (bytes(raw[at : at + PIECE]) for at in range(0, len(raw), PIECE))
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise broken()
    try:
        yield from _inflated(raw)
    except zlib.error as error:
        raise broken() from error


def pieces_up_to(data: bytes, entry: zipfile.ZipInfo, limit: int) -> Iterator[bytes]:
    for piece in pieces(data, entry):
        limit -= len(piece)
        if limit < 0:
            raise bomb("文件的目录大得不像一份文件")
        yield piece


def _inflated(raw: memoryview) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for at in range(0, len(raw), BLOCK):
        feed: bytes | memoryview = raw[at : at + BLOCK]
        if inflater.eof:
            raise broken()
        while feed and not inflater.eof:
            piece = inflater.decompress(feed, PIECE)
            feed = inflater.unconsumed_tail
            if piece:
                yield piece
    if not inflater.eof:
        while piece := inflater.decompress(b"", PIECE):
            yield piece
    if not inflater.eof or inflater.unused_data:
        raise broken()


def _raw(data: bytes, entry: zipfile.ZipInfo) -> memoryview:
    """Return the packed bytes of an entry whose local header agrees with the directory."""
    at = entry.header_offset
    if at < 0 or at + LOCAL_HEADER.size > len(data):
        raise broken()
    magic, _, flags, method, *_, name_length, extra_length = LOCAL_HEADER.unpack_from(data, at)
    start = at + LOCAL_HEADER.size + name_length + extra_length
    name = data[at + LOCAL_HEADER.size : at + LOCAL_HEADER.size + name_length]
    same_name = name.decode("utf-8" if flags & 0x800 else "cp437", "replace") == entry.orig_filename
    if magic != b"PK\x03\x04" or method != entry.compress_type or not same_name:
        raise broken()
    if start + entry.compress_size > len(data):
        raise broken()
    return memoryview(data)[start : start + entry.compress_size]
