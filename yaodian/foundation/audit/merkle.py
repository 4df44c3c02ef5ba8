"""Merkle trees as in RFC 6962, section 2.1: a root for many leaves, and proofs that one leaf is among them.

The hash function is named in one place, here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

ZERO = bytes(32)


def digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def leaf(data: bytes) -> bytes:
    return digest(b"\x00" + data)


def node(left: bytes, right: bytes) -> bytes:
    return digest(b"\x01" + left + right)


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes; of no leaves it is the hash of nothing."""
    level = list(leaves) or [digest(b"")]
    while len(level) > 1:
        level = _above(level)
    return level[0]


def proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root, from the bottom up: at most log2(n) of them."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    level, path = list(leaves), []
    while len(level) > 1:
        if index ^ 1 < len(level):
            path.append(level[index ^ 1])
        level, index = _above(level), index // 2
    return path


def root_by_proof(leaf_hash: bytes, index: int, count: int, path: Sequence[bytes]) -> bytes | None:
    """The root to which `path` leads from leaf `index` of `count`; None when it does not fit that place."""
    if not 0 <= index < count:
        return None
    steps = list(path)
    while count > 1:
        if index ^ 1 < count:
            if not steps:
                return None
            beside = steps.pop(0)
            leaf_hash = node(beside, leaf_hash) if index % 2 else node(leaf_hash, beside)
        index, count = index // 2, (count + 1) // 2
    return None if steps else leaf_hash


def _above(level: list[bytes]) -> list[bytes]:
    """The level above: neighbours joined, an odd last one carried up as it is."""
    joined = [node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
    return joined + level[-1:] if len(level) % 2 else joined
