"""Fields that the database must not hold in clear: AES-256-GCM under named keys.

`settings.FIELD_KEYS` is `id:base64 of 32 bytes`, several separated by commas, the newest first. The newest
seals; any of them opens. What is sealed carries the id of its key, so that a key can be replaced while old
values are still read. The purpose is authenticated with the value: a value copied into another kind of field
does not open.
"""

from __future__ import annotations

import base64
import binascii
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

KEY_BYTES = 32
NONCE_BYTES = 12


class BadKeys(ValueError):
    """`FIELD_KEYS` does not read as ids with keys of 32 bytes."""


class CannotOpen(ValueError):
    """The value was sealed under a key that is not listed, for another purpose, or was altered."""


@lru_cache(maxsize=8)
def parse_keys(told: str) -> dict[str, bytes]:
    """Key id → key, in the order told. Raises `BadKeys`."""
    keys: dict[str, bytes] = {}
    for pair in filter(None, (part.strip() for part in told.split(","))):
        name, colon, encoded = pair.partition(":")
        if not colon or not name or name in keys:
            raise BadKeys(f"FIELD_KEYS: {name or 'a key'} needs a name of its own, as name:key")
        keys[name] = _key(name, encoded)
    if not keys:
        raise BadKeys("FIELD_KEYS names no key")
    return keys


def _key(name: str, encoded: str) -> bytes:
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raise BadKeys(f"FIELD_KEYS: the key {name} is not base64") from None
    if len(key) != KEY_BYTES:
        raise BadKeys(f"FIELD_KEYS: the key {name} has {len(key)} bytes, not {KEY_BYTES}")
    return key


def seal(text: str, *, purpose: str) -> str:
    """`text` as `key id:base64(nonce and ciphertext)` under the newest key."""
    name, key = next(iter(parse_keys(settings.FIELD_KEYS).items()))
    nonce = os.urandom(NONCE_BYTES)
    sealed = nonce + AESGCM(key).encrypt(nonce, text.encode(), _context(name, purpose))
    return f"{name}:{base64.b64encode(sealed).decode()}"


def unseal(sealed: str, *, purpose: str) -> str:
    """The text that `seal` was given. Raises `CannotOpen`."""
    name, _colon, encoded = sealed.partition(":")
    key = parse_keys(settings.FIELD_KEYS).get(name)
    if key is None:
        raise CannotOpen(f"the key {name!r} is not among FIELD_KEYS")
    try:
        raw = base64.b64decode(encoded, validate=True)
        return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], _context(name, purpose)).decode()
    except (InvalidTag, ValueError):
        raise CannotOpen("the value was altered or sealed for another purpose") from None


def key_id(sealed: str) -> str:
    """Which key a value was sealed under."""
    return sealed.partition(":")[0]


def newest_key_id() -> str:
    return next(iter(parse_keys(settings.FIELD_KEYS)))


def _context(name: str, purpose: str) -> bytes:
    return f"yaodian:{name}:{purpose}".encode()
