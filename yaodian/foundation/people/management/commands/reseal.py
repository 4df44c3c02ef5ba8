"""Seal again, under the newest key, what older keys have sealed; afterwards the older keys can go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import models, transaction
from django.db.models.functions import Cast

from yaodian.foundation.audit.log import record
from yaodian.foundation.common.actor import SYSTEM
from yaodian.foundation.common.encryption import key_id, newest_key_id, seal, unseal
from yaodian.foundation.common.row_security import rows_for
from yaodian.foundation.common.sealed import Sealed, SealedField, sealed_fields
from yaodian.foundation.people.signing import SEED

SEALED = ("secret", "seed")


class Command(BaseCommand):
    help = "Seal second-factor seeds and personal fields under the newest of YAODIAN_FIELD_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        done = sum(reseal(pk) for pk in Authenticator.objects.values_list("pk", flat=True))
        for model in apps.get_models():
            done += sum(reseal_record(model, pk) for pk in under_older_keys(model))
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


def under_older_keys(model: type[models.Model]) -> list[Any]:
    """The keys of the rows of which some field was sealed under another key than the newest."""
    found = models.Q()
    columns = {}
    for field in sealed_fields(model):
        columns[f"sealed_{field.name}"] = Cast(models.F(field.name), models.TextField())
        text = f"sealed_{field.name}"
        found |= ~models.Q(**{text: ""}) & ~models.Q(**{f"{text}__startswith": f"{newest_key_id()}:"})
    if not columns:
        return []
    with rows_for(keeper="details"):
        return list(model._base_manager.annotate(**columns).filter(found).values_list("pk", flat=True))


def reseal_record(model: type[models.Model], pk: Any) -> bool:
    """Whether it was still under an older key. What people see, and the revision, stay as they are."""
    with rows_for(keeper="details"):
        row = model._base_manager.select_for_update().get(pk=pk)
        anew = {field.name: value for field, value in _old_values(row)}
        if anew:
            model._base_manager.filter(pk=pk).update(**anew)
            record("reseal_fields", row, by=SYSTEM, after={"key": newest_key_id(), "fields": sorted(anew)})
    return bool(anew)


def _old_values(row: models.Model) -> Iterator[tuple[SealedField, Sealed]]:
    for field in sealed_fields(type(row)):
        value = field.value_from_object(row)
        if value and key_id(value.sealed) != newest_key_id():
            yield field, Sealed.of(value.reveal(), field.purpose, field.mask)
