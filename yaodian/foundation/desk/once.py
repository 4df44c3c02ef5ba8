"""Doing a thing once: the same key gives the same answer, however often it is sent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor

from .models import GivenAnswer


class OtherContent(Exception):
    """The key was used before with other content."""


def once(key: str, content: Any, *, by: Actor, do: Callable[[], Any]) -> Any:
    """Run `do` in a transaction and keep its answer (JSON) under the person's `key`.

    A repeated call with the same content returns the kept answer without running `do`; calls at the same
    moment wait for the first. Without a key `do` simply runs. Raises `OtherContent`.
    """
    if not key:
        with transaction.atomic():
            return do()
    fingerprint = hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
    with transaction.atomic():
        _wait_for_others(f"{by.id}:{key}")
        given = GivenAnswer.objects.filter(user=by.user, key=key).first()
        if given is None:
            answer = do()
            GivenAnswer.objects.create(
                user=by.user, key=key, fingerprint=fingerprint, answer=answer, given_at=clock.now()
            )
            return answer
    if given.fingerprint != fingerprint:
        raise OtherContent(key)
    return given.answer


def _wait_for_others(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
