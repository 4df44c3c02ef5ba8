"""Seal again, under the newest key, what older keys have sealed; afterwards the older keys can go."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand
from django.db import transaction

from yaodian.foundation.audit.log import record
from yaodian.foundation.common.actor import SYSTEM
from yaodian.foundation.common.encryption import key_id, newest_key_id, seal, unseal
from yaodian.foundation.people.signing import SEED

SEALED = ("secret", "seed")


class Command(BaseCommand):
    help = "Seal all second-factor seeds under the newest of YAODIAN_FIELD_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        done = sum(reseal(pk) for pk in Authenticator.objects.values_list("pk", flat=True))
        self.stdout.write(f"已用密钥 {newest_key_id()} 重新加密 {done} 项。")


@transaction.atomic
def reseal(pk: int) -> bool:
    """Whether the row was under an older key."""
    row = Authenticator.objects.select_for_update().get(pk=pk)
    old = {
        name: row.data[name]
        for name in SEALED
        if name in row.data and key_id(row.data[name]) != newest_key_id()
    }
    if old:
        row.data |= {name: seal(unseal(text, purpose=SEED), purpose=SEED) for name, text in old.items()}
        row.save(update_fields=["data"])
        record("reseal_second_factor", row, by=SYSTEM, after={"key": newest_key_id()})
    return bool(old)
